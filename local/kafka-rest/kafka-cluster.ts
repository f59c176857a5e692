import { type Connection, ConnectionPool, metadataV9, ResponseError } from '@platformatic/kafka';
import { canPass } from './kafka-failures.ts';
import { type Broker, LogError } from './log.ts';

type Metadata = Awaited<ReturnType<typeof metadataV9.api.async>>;
type TopicMetadata = Metadata['topics'][number];
type PartitionMetadata = TopicMetadata['partitions'][number];

export interface KafkaClusterOptions {
  /** `host:port` of some of its brokers. */
  readonly bootstrap: readonly string[];
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** The cluster as its metadata describes it; brokers by id. */
export interface Described {
  readonly brokers: ReadonlyMap<number, Broker>;
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
}

const connectTimeoutMs = 3_000;
const requestTimeoutMs = 5_000;
// Kafka's own clients keep metadata for five minutes; here a topic that an operator changes should show soon.
const maxAgeMs = 5_000;
const pauseMs = 100;
// Long enough for another leader to be elected, short enough for the caller of an HTTP request.
const tryForMs = 3_000;

/** Connections to the brokers of a cluster, and who leads what. Every request ends within its timeout. */
export class KafkaCluster {
  readonly #options: KafkaClusterOptions;
  readonly #pool = new ConnectionPool('kafka-rest-stand-in', {
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
  });
  readonly #topics = new Map<string, { readonly topic: TopicMetadata; readonly at: number }>();
  #brokers: ReadonlyMap<number, Broker> = new Map();

  constructor(options: KafkaClusterOptions) {
    this.#options = options;
  }

  /** A connection to any broker that answers. */
  any(): Promise<Connection> {
    const known = Array.from(this.#brokers.values());
    return this.#pool.getFirstAvailable([
      ...this.#options.bootstrap.map(place),
      ...known.map(({ host, port }) => ({ host, port })),
    ]);
  }

  to({ host, port }: Broker): Promise<Connection> {
    return this.#pool.get({ host, port });
  }

  /** Asks now; null: all topics, the internal ones too. Topics and partitions carry their own error codes. */
  async describe(topics: readonly string[] | null): Promise<Described> {
    const { brokers, controllerId, topics: found } = await this.#metadata(topics);
    this.#brokers = new Map(
      brokers.map(({ nodeId, host, port, rack }) => [nodeId, { id: nodeId, host, port, rack: rack ?? null }]),
    );
    const at = this.#options.now();
    for (const topic of found) this.#topics.set(topic.name, { topic, at });
    return { brokers: this.#brokers, controllerId, topics: found };
  }

  /** Partitions of a topic in ascending order, from a cache of a few seconds. Fails with `unknown-topic`. */
  async partitions(name: string): Promise<readonly PartitionMetadata[]> {
    const topic = await this.#topic(name);
    if (topic.partitions.length === 0) {
      this.forget(name);
      throw new LogError('unknown-topic', `This server does not host this topic: ${name}`);
    }
    return topic.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex);
  }

  /** Fails with `unknown-topic`, `unknown-partition` and `no-leader`. */
  async leader(name: string, partition: number): Promise<Broker> {
    const found = (await this.partitions(name)).find(({ partitionIndex }) => partitionIndex === partition);
    if (found === undefined) {
      this.forget(name);
      throw new LogError('unknown-partition', `Topic ${name} has no partition ${partition}`);
    }
    const leader = this.#brokers.get(found.leaderId);
    if (leader !== undefined) return leader;
    this.forget(name);
    throw new LogError('no-leader', `No leader for partition ${name}-${partition}`);
  }

  forget(name: string): void {
    this.#topics.delete(name);
  }

  /** Acts on a topic, and again with fresh metadata as long as that can help and time is left. */
  async trying<T>(topic: string, act: () => Promise<T>): Promise<T> {
    const { now, sleep } = this.#options;
    const until = now() + tryForMs;
    for (;;) {
      try {
        return await act();
      } catch (error) {
        this.forget(topic);
        if (!canPass(error) || now() + pauseMs >= until) throw error;
      }
      await sleep(pauseMs);
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #topic(name: string): Promise<TopicMetadata> {
    const known = this.#topics.get(name);
    if (known !== undefined && this.#options.now() - known.at < maxAgeMs) return known.topic;
    const { topics } = await this.describe([name]);
    const topic = topics[0];
    if (topic === undefined) throw new LogError('unavailable', 'Kafka: metadata without the topic asked for');
    return topic;
  }

  // A topic or a partition with an error makes the client throw all of the answer.
  async #metadata(topics: readonly string[] | null): Promise<Metadata> {
    try {
      return await metadataV9.api.async(await this.any(), topics === null ? null : [...topics], false, false);
    } catch (error) {
      if (error instanceof ResponseError) return error['response'] as Metadata;
      throw error;
    }
  }
}

function place(address: string): { host: string; port: number } {
  const { hostname, port } = new URL(`kafka://${address}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}
