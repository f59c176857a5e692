/**
 * The log behind the REST layer: a small port, so that memory or a real Kafka can stand behind it.
 * Offsets are log offsets; a partition's latest offset is the next one to be written.
 */
export interface Log {
  readonly brokers: () => Promise<readonly Broker[]>;
  readonly topics: () => Promise<readonly TopicSize[]>;
  /** All partitions in ascending order. Fails with `unknown-topic`. */
  readonly partitions: (topic: string) => Promise<readonly PartitionState[]>;
  /** Fails with `topic-exists` or one of the `bad-…` failures; then nothing was made. */
  readonly createTopic: (topic: NewTopic) => Promise<void>;
  /** Writes all records, in their order, or fails and writes none. Gives their offsets. */
  readonly append: (topic: string, records: readonly NewRecord[]) => Promise<readonly number[]>;
  /** Reads from an offset on, or fails with `offset-out-of-range`; the latest offset itself is in range. */
  readonly read: (topic: string, partition: number, offset: number, limit: ReadLimit) => Promise<ReadResult>;
}

export interface Broker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** A replica's broker that is down, as Kafka's Java client shows it: metadata has no more than its id. */
export function downBroker(id: number): Broker {
  return { id, host: '', port: -1, rack: null };
}

export interface TopicSize {
  readonly name: string;
  readonly partitionCount: number;
}

export interface PartitionState {
  readonly partition: number;
  readonly earliestOffset: number;
  readonly latestOffset: number;
  /** Null: no live replica can lead. */
  readonly leader: Broker | null;
  readonly replicas: readonly Broker[];
  readonly isr: readonly Broker[];
}

/** What is left out, or a count of -1, is the broker's default. */
export interface NewTopic {
  readonly name: string;
  readonly partitionCount?: number;
  readonly replicationFactor?: number;
  /** Kafka's topic-level settings, values as text: `retention.ms` → `604800000`. */
  readonly properties?: Readonly<Record<string, string>>;
}

export interface NewRecord {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Create time, epoch milliseconds. */
  readonly timestampMs: number;
}

export interface StoredRecord {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestampMs: number;
  readonly timestampType: 'create' | 'log-append';
}

export interface ReadLimit {
  readonly maxRecords: number;
  /** Bytes of keys and values; the first record comes whatever its size, as in a Kafka fetch. */
  readonly maxBytes: number;
}

export interface ReadResult {
  readonly records: readonly StoredRecord[];
  /** Where to go on: offsets may have gaps, so this can be past the last record plus one. */
  readonly nextOffset: number;
}

export type LogFailure =
  | 'unknown-topic'
  | 'unknown-partition'
  | 'topic-exists'
  | 'bad-topic-name'
  | 'bad-partition-count'
  | 'bad-replication-factor'
  | 'bad-topic-property'
  | 'record-too-large'
  | 'offset-out-of-range'
  | 'no-leader'
  | 'not-enough-replicas'
  | 'unavailable';

/** Any refusal of a log; the message names topics and offsets, never keys or values. */
export class LogError extends Error {
  readonly failure: LogFailure;

  constructor(failure: LogFailure, message: string) {
    super(message);
    this.name = 'LogError';
    this.failure = failure;
  }
}
