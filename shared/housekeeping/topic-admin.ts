import type { CreateTopic } from '../topics/create.ts';

/** What can be changed of a cluster's topics, and by which way. */
export interface TopicAdmin {
  /** Through the proxy, which cannot do more. */
  readonly create: CreateTopic;
  /** Past the proxy, for an app that reaches the brokers; undefined: an operator has to. */
  readonly kafka?: KafkaAdmin | undefined;
}

/** Kafka's own admin calls; each ends within its deadline and rejects with `kafka-unavailable`. */
export interface KafkaAdmin {
  /** Deletes a topic and waits until the brokers no longer know it. One that is not there counts as deleted. */
  readonly remove: (topic: string) => Promise<void>;
  /** End offsets by partition, asked of the leaders now. */
  readonly endOffsets: (topic: string) => Promise<readonly number[]>;
  /** Kafka's own id of a topic: another one where the topic was made anew under the same name. */
  readonly topicId: (topic: string) => Promise<string>;
  /** The properties in force, by topic; topics that are not there are left out. */
  readonly properties: (
    topics: readonly string[],
  ) => Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  readonly close: () => Promise<void>;
}
