import type { MemoryCluster } from './memory-cluster.ts';
import { MemoryPartition } from './memory-partition.ts';
import {
  type Broker,
  downBroker,
  LogError,
  type NewRecord,
  type NewTopic,
  type PartitionState,
} from './log.ts';
import { loneBatchBytes } from './record-batch.ts';
import { settingsOf, type TopicSettings } from './topic-properties.ts';

// The bound that Kafka's controller has in KRaft mode.
const mostPartitions = 10_000;

interface Placed {
  readonly records: MemoryPartition;
  readonly replicas: readonly Broker[];
}

/** One topic of the in-memory log: its settings, and its partitions with their replicas. */
export class MemoryTopic {
  readonly name: string;
  readonly settings: TopicSettings;
  readonly #cluster: MemoryCluster;
  readonly #replicationFactor: number;
  readonly #partitions: Placed[] = [];

  constructor(topic: Required<NewTopic>, cluster: MemoryCluster) {
    this.name = topic.name;
    this.settings = settingsOf(topic.properties);
    this.#cluster = cluster;
    this.#replicationFactor = topic.replicationFactor;
    this.growTo(topic.partitionCount);
  }

  get partitionCount(): number {
    return this.#partitions.length;
  }

  partitions(): readonly MemoryPartition[] {
    return this.#partitions.map(({ records }) => records);
  }

  /** Adds partitions; the count never falls. Fails with `bad-partition-count`. */
  growTo(partitionCount: number): void {
    if (partitionCount <= this.partitionCount || partitionCount > mostPartitions) {
      throw new LogError('bad-partition-count', `Number of partitions ${partitionCount} is out of range`);
    }
    const shift = this.name.length;
    for (let partition = this.partitionCount; partition < partitionCount; partition += 1) {
      const replicas = this.#cluster.place(partition, this.#replicationFactor, shift);
      this.#partitions.push({ records: new MemoryPartition(), replicas });
    }
  }

  /** The partition's records when it can be read. Fails with `unknown-partition` and `no-leader`. */
  led(partition: number): MemoryPartition {
    const placed = this.#placed(partition);
    if (this.#isr(placed).length > 0) return placed.records;
    throw new LogError('no-leader', `No leader for partition ${this.name}-${partition}`);
  }

  /** Fails unless the record may be written: partition, leader, replicas in sync and size are all right. */
  check(record: NewRecord): void {
    this.led(record.partition);
    const inSync = this.#isr(this.#placed(record.partition)).length;
    const at = `${this.name}-${record.partition}`;
    if (inSync < this.settings.minInsyncReplicas) {
      throw new LogError('not-enough-replicas', `Fewer in-sync replicas than required for partition ${at}`);
    }
    const bytes = loneBatchBytes(record);
    if (bytes <= this.settings.maxMessageBytes) return;
    throw new LogError('record-too-large', `Record of ${bytes} bytes for partition ${at} is too large`);
  }

  state(): readonly PartitionState[] {
    return this.#partitions.map((placed, partition) => {
      const isr = this.#isr(placed);
      const { earliestOffset, latestOffset } = placed.records;
      const replicas = placed.replicas.map((each) => (this.#cluster.isUp(each) ? each : downBroker(each.id)));
      return { partition, earliestOffset, latestOffset, leader: isr[0] ?? null, replicas, isr };
    });
  }

  #placed(partition: number): Placed {
    const placed = this.#partitions[partition];
    if (placed !== undefined) return placed;
    throw new LogError('unknown-partition', `Topic ${this.name} has no partition ${partition}`);
  }

  #isr({ replicas }: Placed): readonly Broker[] {
    return replicas.filter((broker) => this.#cluster.isUp(broker));
  }
}
