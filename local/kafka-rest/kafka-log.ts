import { setTimeout as timer } from 'node:timers/promises';
import { KafkaAppender } from './kafka-appender.ts';
import { KafkaCluster } from './kafka-cluster.ts';
import { asLogError } from './kafka-failures.ts';
import { createTopicOn } from './kafka-new-topic.ts';
import { offsetsOf } from './kafka-offsets.ts';
import { readPartition } from './kafka-reader.ts';
import {
  type Broker,
  downBroker,
  type Log,
  LogError,
  type NewRecord,
  type NewTopic,
  type PartitionState,
  type ReadLimit,
  type ReadResult,
  type TopicSize,
} from './log.ts';

export interface KafkaLogOptions {
  /** `host:port` of some brokers, without TLS and login. */
  readonly bootstrap: readonly string[];
  /** How many appends go on at a time; 4 if left out. */
  readonly producerCount?: number;
  /** For timeouts and the age of metadata; epoch milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const visibleWithinMs = 10_000;
const pauseMs = 20;
const nobodyKnows = -1;

/**
 * A Kafka cluster as the log behind the REST layer. All that is refused or not answered is a `LogError`; after
 * `unavailable` nobody knows whether an append was written, in whole or in part.
 */
export class KafkaLog implements Log {
  readonly #cluster: KafkaCluster;
  readonly #appender: KafkaAppender;
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;

  constructor({ bootstrap, producerCount = 4, now = Date.now, sleep = timer }: KafkaLogOptions) {
    this.#now = now;
    this.#sleep = sleep;
    this.#cluster = new KafkaCluster({ bootstrap, now, sleep });
    this.#appender = new KafkaAppender(this.#cluster, now, producerCount);
  }

  brokers(): Promise<readonly Broker[]> {
    return refusing(async () => {
      const { brokers } = await this.#cluster.describe([]);
      return [...brokers.values()].sort((a, b) => a.id - b.id);
    });
  }

  /** With the internal ones. */
  topics(): Promise<readonly TopicSize[]> {
    return refusing(async () => {
      const { topics } = await this.#cluster.describe(null);
      return topics.map(({ name, partitions }) => ({ name, partitionCount: partitions.length }));
    });
  }

  /** The offsets of a partition without a leader are -1. */
  partitions(topic: string): Promise<readonly PartitionState[]> {
    return refusing(() => this.#cluster.trying(topic, () => this.#states(topic)));
  }

  /** Settles when the brokers know the topic and all its partitions have leaders. */
  createTopic(topic: NewTopic): Promise<void> {
    return refusing(async () => {
      await createTopicOn(this.#cluster, topic);
      for (const until = this.#now() + visibleWithinMs; !(await this.#isLed(topic.name));) {
        if (this.#now() > until) throw new LogError('unavailable', `Topic ${topic.name} has no leaders yet`);
        await this.#sleep(pauseMs);
      }
    });
  }

  append(topic: string, records: readonly NewRecord[]): Promise<readonly number[]> {
    return refusing(() => this.#appender.append(topic, records));
  }

  read(topic: string, partition: number, offset: number, limit: ReadLimit): Promise<ReadResult> {
    return refusing(() =>
      this.#cluster.trying(topic, async () => {
        const leader = await this.#cluster.leader(topic, partition);
        // Past 2^53 JavaScript has no exact offsets, and no log is that long.
        if (!Number.isSafeInteger(offset)) {
          throw new LogError('offset-out-of-range', `Offset ${offset} is not in the log`);
        }
        return readPartition({ connection: await this.#cluster.to(leader), topic, partition }, offset, limit);
      }),
    );
  }

  /** Ends all connections; whoever is still waiting for an answer gets `unavailable`. */
  close(): Promise<void> {
    return this.#cluster.close();
  }

  async #states(topic: string): Promise<readonly PartitionState[]> {
    // Who leads and who is in sync is live, as the port says nothing of a cache.
    const { brokers } = await this.#cluster.describe([topic]);
    const partitions = await this.#cluster.partitions(topic);
    const leaders = new Map(
      partitions.flatMap(({ partitionIndex, leaderId }): [number, Broker][] => {
        const leader = brokers.get(leaderId);
        return leader === undefined ? [] : [[partitionIndex, leader]];
      }),
    );
    const { earliest, latest } = await offsetsOf(this.#cluster, topic, leaders);
    const named = (ids: readonly number[]) => ids.map((id) => brokers.get(id) ?? downBroker(id));
    return partitions.map(({ partitionIndex, replicaNodes, isrNodes }) => ({
      partition: partitionIndex,
      earliestOffset: earliest.get(partitionIndex) ?? nobodyKnows,
      latestOffset: latest.get(partitionIndex) ?? nobodyKnows,
      leader: leaders.get(partitionIndex) ?? null,
      replicas: named(replicaNodes),
      isr: named(isrNodes),
    }));
  }

  async #isLed(topic: string): Promise<boolean> {
    const { topics, brokers } = await this.#cluster.describe([topic]);
    const partitions = topics[0]?.partitions ?? [];
    return partitions.length > 0 && partitions.every(({ leaderId }) => brokers.has(leaderId));
  }
}

async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asLogError(error);
  }
}
