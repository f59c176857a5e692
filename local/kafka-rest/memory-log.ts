import {
  type Broker,
  type Log,
  LogError,
  type NewRecord,
  type NewTopic,
  type PartitionState,
  type ReadLimit,
  type ReadResult,
  type TopicSize,
} from './log.ts';
import { MemoryCluster } from './memory-cluster.ts';
import type { MemoryPartition } from './memory-partition.ts';
import { MemoryTopic } from './memory-topic.ts';
import { checkTopicName } from './topic-name.ts';

export interface MemoryLogOptions {
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly brokerCount?: number;
  /** Over all topics, 256 MiB if left out; past it the oldest records go, wherever they are. */
  readonly maxBytes?: number;
  /** The broker's `num.partitions`. */
  readonly defaultPartitionCount?: number;
  /** The broker's `default.replication.factor`; left out: 3, or the brokers there are. */
  readonly defaultReplicationFactor?: number;
}

/**
 * A Kafka log in memory. Beside the port it has what an operator could do to a cluster behind the proxy's back:
 * delete topics, add partitions, compact, stop brokers. Age deletes records when their partition is looked at.
 */
export class MemoryLog implements Log {
  readonly cluster: MemoryCluster;
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #now: () => number;
  readonly #maxBytes: number;
  readonly #defaults: { readonly partitionCount: number; readonly replicationFactor: number };
  #bytes = 0;
  #order = 0;

  constructor(options: MemoryLogOptions = {}) {
    const brokerCount = options.brokerCount ?? 3;
    this.cluster = new MemoryCluster(brokerCount);
    this.#now = options.now ?? Date.now;
    this.#maxBytes = options.maxBytes ?? 256 * 1024 * 1024;
    this.#defaults = {
      partitionCount: options.defaultPartitionCount ?? 1,
      replicationFactor: options.defaultReplicationFactor ?? Math.min(3, brokerCount),
    };
  }

  brokers(): Promise<readonly Broker[]> {
    return promised(() => this.cluster.up());
  }

  topics(): Promise<readonly TopicSize[]> {
    return promised(() =>
      Array.from(this.#topics.values(), ({ name, partitionCount }) => ({ name, partitionCount })),
    );
  }

  partitions(name: string): Promise<readonly PartitionState[]> {
    return promised(() => {
      const topic = this.#topic(name);
      for (const partition of topic.partitions()) this.#expire(topic, partition);
      return topic.state();
    });
  }

  createTopic(topic: NewTopic): Promise<void> {
    return promised(() => {
      checkTopicName(topic.name, this.#topics.keys());
      this.#topics.set(topic.name, new MemoryTopic(this.#withDefaults(topic), this.cluster));
    });
  }

  append(name: string, records: readonly NewRecord[]): Promise<readonly number[]> {
    return promised(() => {
      const topic = this.#topic(name);
      for (const record of records) topic.check(record);
      const offsets = records.map((record) => this.#appendOne(topic, record));
      while (this.#bytes > this.#maxBytes) this.#dropOldestOfAll();
      return offsets;
    });
  }

  read(name: string, partition: number, offset: number, limit: ReadLimit): Promise<ReadResult> {
    return promised(() => {
      const topic = this.#topic(name);
      const led = topic.led(partition);
      this.#expire(topic, led);
      return led.read(offset, limit);
    });
  }

  deleteTopic(name: string): void {
    for (const partition of this.#topic(name).partitions()) this.#bytes -= partition.bytes;
    this.#topics.delete(name);
  }

  addPartitions(name: string, partitionCount: number): void {
    this.#topic(name).growTo(partitionCount);
  }

  /** Keeps the newest record of each key and so leaves gaps in the offsets. */
  compact(name: string): void {
    for (const partition of this.#topic(name).partitions()) {
      this.#counting(partition, () => {
        partition.compact();
      });
    }
  }

  #withDefaults({ name, partitionCount = -1, replicationFactor = -1, properties }: NewTopic) {
    return {
      name,
      partitionCount: partitionCount === -1 ? this.#defaults.partitionCount : partitionCount,
      replicationFactor: replicationFactor === -1 ? this.#defaults.replicationFactor : replicationFactor,
      properties: properties ?? {},
    };
  }

  #topic(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (topic !== undefined) return topic;
    throw new LogError('unknown-topic', `This server does not host this topic: ${name}`);
  }

  #appendOne(topic: MemoryTopic, { partition, key, value, timestampMs }: NewRecord): number {
    const { timestampType } = topic.settings;
    const stamp = timestampType === 'create' ? timestampMs : this.#now();
    const led = topic.led(partition);
    const order = this.#order++;
    const offset = this.#counting(led, () =>
      led.append({ key, value, timestampMs: stamp, timestampType, order }),
    );
    this.#expire(topic, led);
    return offset;
  }

  #expire(topic: MemoryTopic, partition: MemoryPartition): void {
    const { deletes, retentionMs } = topic.settings;
    if (!deletes || retentionMs < 0) return;
    const keepFrom = this.#now() - retentionMs;
    this.#counting(partition, () => {
      while ((partition.oldest?.timestampMs ?? Infinity) < keepFrom) partition.dropOldest();
    });
  }

  #dropOldestOfAll(): void {
    const partitions = Array.from(this.#topics.values(), (topic) => topic.partitions()).flat();
    const age = (partition: MemoryPartition) => partition.oldest?.order ?? Infinity;
    const oldest = partitions.reduce((a, b) => (age(b) < age(a) ? b : a));
    this.#counting(oldest, () => {
      oldest.dropOldest();
    });
  }

  #counting<T>(partition: MemoryPartition, change: () => T): T {
    const before = partition.bytes;
    const result = change();
    this.#bytes += partition.bytes - before;
    return result;
  }
}

// A refusal becomes a rejection, as the port says.
function promised<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(act());
  });
}
