import { AppError } from '../errors.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { consumeRecords, type Page } from '../kafka-rest/operations/consumer.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { partitionNotFound, type Partitions, unlessTopicIsMissing } from '../kafka-rest/partitions.ts';

export interface PageRequest {
  readonly topic: string;
  readonly partition: number;
  /** `latest` is the end of the log: what will be written next. */
  readonly from: bigint | 'earliest' | 'latest';
  readonly count: number;
  readonly maxBytes: number;
}

export interface ReadResult {
  /** Each the JSON text that the proxy gave. */
  readonly records: readonly string[];
  readonly nextOffset: number;
  /** Null when the metadata could not be read. */
  readonly endOffset: number | null;
  readonly lag: number | null;
}

const METADATA_AGE_MS = 1000;

export type ReadPage = (request: PageRequest, signal: AbortSignal) => Promise<ReadResult>;

/** Reads one partition once; the metadata call that gives end offset and lag runs beside the read. */
export function createReadPage({ send, partitions }: { send: Send; partitions: Partitions }): ReadPage {
  const lookUp = async ({ topic, partition }: PageRequest, maxAgeMs: number, signal: AbortSignal) => {
    const known = await partitions.of(topic, maxAgeMs, signal);
    return { known: known.length, metadata: known[partition] };
  };

  async function offsetOf(request: PageRequest, signal: AbortSignal): Promise<bigint> {
    if (typeof request.from === 'bigint') return request.from;
    const { metadata, known } = await lookUp(request, 0, signal);
    if (metadata === undefined) throw partitionNotFound(request.topic, known);
    return BigInt(request.from === 'earliest' ? metadata.earliestOffset : metadata.endOffset);
  }

  return async (request, signal) => {
    const offset = await offsetOf(request, signal);
    const [read, looked] = await Promise.allSettled([
      send(consumeRecords({ ...request, offset }), signal),
      lookUp(request, METADATA_AGE_MS, signal),
    ]);
    if (read.status === 'fulfilled' && startsAt(offset, read.value)) {
      const metadata = looked.status === 'fulfilled' ? looked.value.metadata : undefined;
      return result(request, offset, read.value, metadata);
    }
    // Nothing came, or not what was asked for: only metadata asked for after the read can tell the end of the log from a place outside it.
    const now = await lookUp(request, 0, signal).catch(unlessTopicIsMissing);
    if (now !== undefined && now.metadata === undefined) throw partitionNotFound(request.topic, now.known);
    if (now?.metadata !== undefined) refuseOutOfRange(offset, now.metadata);
    if (read.status === 'rejected') throw read.reason;
    return result(request, offset, read.value, now?.metadata);
  };
}

/** False also for a later record, which a gap in the log explains as well as a proxy that starts elsewhere. */
function startsAt(offset: bigint, { offsets }: Page): boolean {
  return offsets[0] !== undefined && BigInt(offsets[0]) === offset;
}

function refuseOutOfRange(offset: bigint, { earliestOffset, endOffset }: Partition): void {
  if (offset >= earliestOffset && offset <= endOffset) return;
  throw new AppError(
    'offset-out-of-range',
    `Offset ${offset} is outside the log, which goes from ${earliestOffset} to ${endOffset}.`,
    { members: { offset: Number(offset), earliestOffset, endOffset } },
  );
}

function result(
  request: PageRequest,
  offset: bigint,
  page: Page,
  metadata: Partition | undefined,
): ReadResult {
  const kept = countWithin(page.records, request.maxBytes);
  // The offset of the first record that did not fit is where to read on: offsets may have gaps.
  const nextOffset = page.offsets[kept] ?? page.nextOffset ?? Number(offset);
  const endOffset = metadata === undefined ? null : Math.max(metadata.endOffset, nextOffset);
  return {
    records: page.records.slice(0, kept),
    nextOffset,
    endOffset,
    lag: endOffset === null ? null : endOffset - nextOffset,
  };
}

/** How many of the first records fit; one always does, so that a reader gets on. */
function countWithin(records: readonly string[], maxBytes: number): number {
  let bytes = 0;
  const over = records.findIndex((record, index) => {
    bytes += Buffer.byteLength(record);
    return bytes > maxBytes && index > 0;
  });
  return over < 0 ? records.length : over;
}
