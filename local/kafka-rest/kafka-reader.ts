import { type Connection, fetchV11 } from '@platformatic/kafka';
import type { ReadLimit, ReadResult, StoredRecord } from './log.ts';

type Partition = Awaited<ReturnType<typeof fetchV11.api.async>>['responses'][number]['partitions'][number];
type Batch = NonNullable<Partition['records']>[number];

export interface Place {
  readonly connection: Connection;
  readonly topic: string;
  readonly partition: number;
}

const leastFetchBytes = 64 * 1024;
const mostFetchBytes = 1024 * 1024;
const bytesPerRecord = 16 * 1024;

// Bits of a batch's attributes (record format 2).
const logAppendTime = 1 << 3;
const control = 1 << 5;

/**
 * Reads a partition from an offset on, past gaps, until the limit is met or the log ends; transaction markers are
 * skipped, and records of transactions that were aborted are not, as for a consumer with Kafka's defaults.
 */
export async function readPartition(place: Place, offset: number, limit: ReadLimit): Promise<ReadResult> {
  const taken = new Taken(offset, limit);
  for (;;) {
    const { records: batches, highWatermark } = await fetchOnce(place, taken.nextOffset, limit);
    for (const batch of batches ?? []) taken.takeFrom(batch);
    const { full, records, nextOffset } = taken;
    if (full || (batches ?? []).length === 0 || nextOffset >= Number(highWatermark))
      return { records, nextOffset };
  }
}

async function fetchOnce({ connection, topic, partition }: Place, offset: number, { maxRecords }: ReadLimit) {
  const wanted = Math.min(mostFetchBytes, Math.max(leastFetchBytes, maxRecords * bytesPerRecord));
  const request = {
    partition,
    currentLeaderEpoch: -1,
    fetchOffset: BigInt(offset),
    lastFetchedEpoch: -1,
    partitionMaxBytes: wanted,
  };
  // Neither waiting nor a session: a read is answered with what is there, and the next one may come from anybody.
  const { responses } = await fetchV11.api.async(
    connection,
    0,
    0,
    wanted,
    0,
    0,
    -1,
    [{ topicId: topic, partitions: [request] }],
    [],
    '',
  );
  const answer = responses[0]?.partitions[0];
  if (answer === undefined) throw new Error('Kafka answered a fetch without the partition asked for');
  return answer;
}

/** What a read has taken so far. */
class Taken {
  readonly records: StoredRecord[] = [];
  readonly #limit: ReadLimit;
  #nextOffset: number;
  #bytes = 0;
  #full = false;

  constructor(offset: number, limit: ReadLimit) {
    this.#nextOffset = offset;
    this.#limit = limit;
    this.#full = limit.maxRecords <= 0;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  get full(): boolean {
    return this.#full;
  }

  takeFrom(batch: Batch): void {
    const first = Number(batch.firstOffset);
    for (const record of (batch.attributes & control) === 0 ? batch.records : []) {
      const offset = first + record.offsetDelta;
      // A fetch begins with the batch that has the offset, so with records before it.
      if (offset < this.#nextOffset) continue;
      if (this.#full) return;
      this.#take({ offset, key: record.key, value: record.value, ...timeOf(batch, record.timestampDelta) });
    }
    // The last offsets of a batch can be compacted away.
    if (!this.#full) this.#nextOffset = Math.max(this.#nextOffset, first + batch.lastOffsetDelta + 1);
  }

  #take(record: StoredRecord): void {
    this.#bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
    const tooMuch = this.records.length > 0 && this.#bytes > this.#limit.maxBytes;
    if (!tooMuch) {
      this.records.push(record);
      this.#nextOffset = record.offset + 1;
    }
    this.#full = tooMuch || this.records.length >= this.#limit.maxRecords;
  }
}

function timeOf(batch: Batch, delta: bigint): Pick<StoredRecord, 'timestampMs' | 'timestampType'> {
  if ((batch.attributes & logAppendTime) === 0) {
    return { timestampMs: Number(batch.firstTimestamp + delta), timestampType: 'create' };
  }
  return { timestampMs: Number(batch.maxTimestamp), timestampType: 'log-append' };
}
