import { KafkaBatchLimit } from './kafka-batch-limit.ts';
import type { KafkaCluster } from './kafka-cluster.ts';
import { type Batch, KafkaProducer } from './kafka-producer.ts';
import { LogError, type NewRecord } from './log.ts';
import { batchesOf, loneBatchBytes } from './record-batch.ts';

/** A record with its place in the append. */
interface Entry extends NewRecord {
  readonly index: number;
}

// Whoever has waited longer for its turn is told so instead of being written late.
const waitAtMostMs = 10_000;

/** Writes the records of one call at a time with each of its producers. */
export class KafkaAppender {
  readonly #cluster: KafkaCluster;
  readonly #now: () => number;
  readonly #limit: KafkaBatchLimit;
  readonly #producers: readonly KafkaProducer[];

  constructor(cluster: KafkaCluster, now: () => number, producerCount: number) {
    this.#cluster = cluster;
    this.#now = now;
    this.#limit = new KafkaBatchLimit(cluster, now);
    this.#producers = Array.from({ length: producerCount }, () => new KafkaProducer(cluster));
  }

  /** Checks all records before it writes the first; one batch for each partition, more where they exceed its limit. */
  async append(topic: string, records: readonly NewRecord[]): Promise<readonly number[]> {
    const maxBytes = await this.#check(topic, records);
    const rounds = roundsOf(records, maxBytes);
    const offsets = new Array<number>(records.length);
    const until = this.#now() + waitAtMostMs;
    const producer = this.#producers.reduce((a, b) => (b.queued < a.queued ? b : a));
    await producer.inTurn(async () => {
      if (this.#now() > until) throw new LogError('unavailable', 'Kafka is busy with earlier records');
      for (const batches of rounds) {
        const firsts = await producer.write(topic, batches);
        for (const { partition, records: entries } of batches)
          entries.forEach(({ index }, at) => (offsets[index] = (firsts.get(partition) ?? 0) + at));
      }
    });
    return offsets;
  }

  async #check(topic: string, records: readonly NewRecord[]): Promise<number> {
    await this.#cluster.trying(topic, async () => {
      await this.#cluster.partitions(topic);
      for (const partition of new Set(records.map((record) => record.partition)))
        await this.#cluster.leader(topic, partition);
    });
    const maxBytes = await this.#limit.of(topic);
    for (const record of records) {
      const bytes = loneBatchBytes(record);
      const at = `${topic}-${record.partition}`;
      if (bytes > maxBytes)
        throw new LogError('record-too-large', `Record of ${bytes} bytes for partition ${at} is too large`);
    }
    return maxBytes;
  }
}

/** The first batches of all partitions, the second ones, and so on. */
function roundsOf(records: readonly NewRecord[], maxBytes: number): Batch<Entry>[][] {
  const entries = records.map((record, index) => ({ ...record, index }));
  const byPartition = Map.groupBy(entries, ({ partition }) => partition);
  const queues = Array.from(byPartition, ([partition, its]) =>
    batchesOf(its, maxBytes).map((batch) => ({ partition, records: batch })),
  );
  const count = queues.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: count }, (_, round) => queues.flatMap((queue) => queue[round] ?? []));
}
