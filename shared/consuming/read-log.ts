import { AppError } from '../errors.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { type ConsumedRecord, consumeRecords, type Page } from '../kafka-rest/operations/consumer.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { partitionOf, type Partitions, unlessTopicIsMissing } from '../kafka-rest/partitions.ts';

/**
 * Where to read one partition, and how much of it. Offsets are numbers here: the proxy gives them as JSON numbers, so
 * that none above 2^53 - 1 can be in a log that this app reads.
 */
export interface LogRange {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly count: number;
  /** Of the records' JSON; the first record comes whatever its size. */
  readonly maxBytes: number;
  /** False: no metadata is asked for beside the read, and `endOffset` is null where there are records. */
  readonly withEnd?: boolean;
  /** The end that an earlier read met: where the log still ends there, no metadata is asked for. */
  readonly knownEnd?: number;
}

/**
 * What is at a place of the log. `records`: what was read; none in a gap, or where nothing came and metadata cannot
 * tell why. `end`: nothing is there yet. `out-of-range`: retention took it, or the log does not reach that far.
 */
export type LogRead =
  | {
      readonly kind: 'records';
      readonly records: readonly ConsumedRecord[];
      /** Where to read on; past the last record where the log has a gap. */
      readonly nextOffset: number;
      /** At most a second old; null where it is not known. */
      readonly endOffset: number | null;
    }
  | { readonly kind: 'end'; readonly nextOffset: number; readonly endOffset: number }
  | { readonly kind: 'out-of-range'; readonly earliestOffset: number; readonly endOffset: number };

/** Reads once; rejects as the proxy's calls do, with `partition-not-found` and `topic-not-found` told apart. */
export type ReadLog = (range: LogRange, signal: AbortSignal) => Promise<LogRead>;

const METADATA_AGE_MS = 1000;

/**
 * Reads one partition at an offset. What the proxy answers outside the log is not documented: an error, nothing, or
 * records of another place. Only metadata asked for after such an answer tells outside from the end and from a gap.
 */
export function createReadLog({ send, partitions }: { send: Send; partitions: Partitions }): ReadLog {
  async function outsideOf(range: LogRange, isAnswered: boolean, signal: AbortSignal) {
    const first = await partitionOf(partitions, range, 0, signal);
    // The proxy's nodes may lag: that the log does not reach a place which was answered is asked twice.
    const last =
      isAnswered && range.offset > first.endOffset ? await partitionOf(partitions, range, 0, signal) : first;
    const isOutside = range.offset < last.earliestOffset || range.offset > last.endOffset;
    return { ...last, isOutside };
  }

  async function explainFailure(range: LogRange, reason: unknown, signal: AbortSignal): Promise<LogRead> {
    const place = await outsideOf(range, false, signal).catch(unlessMissing);
    if (place?.isOutside !== true) throw reason;
    return outOfRange(place);
  }

  async function explainNothing(range: LogRange, page: Page, signal: AbortSignal): Promise<LogRead> {
    const place = await outsideOf(range, true, signal).catch(unlessMissing);
    if (place === undefined) return found(range, page, null);
    if (place.isOutside) return outOfRange(place);
    const { endOffset } = place;
    return range.offset === endOffset
      ? { kind: 'end', nextOffset: endOffset, endOffset }
      : found(range, page, endOffset);
  }

  async function explainElsewhere(range: LogRange, page: Page, signal: AbortSignal): Promise<LogRead> {
    // Without metadata, records that retention took would be passed over in silence: then the read fails.
    const place = await outsideOf(range, true, signal);
    return place.isOutside ? outOfRange(place) : found(range, page, place.endOffset);
  }

  return async (range, signal) => {
    const [read, looked] = await Promise.allSettled([
      readAt(send, range, signal),
      range.withEnd === false ? undefined : partitionOf(partitions, range, METADATA_AGE_MS, signal),
    ]);
    if (read.status === 'rejected') return explainFailure(range, read.reason, signal);
    const page = read.value;
    const first = page.records[0]?.offset;
    if (first !== undefined && first !== range.offset) return explainElsewhere(range, page, signal);
    const endOffset = looked.status === 'fulfilled' ? (looked.value?.endOffset ?? null) : null;
    if (first !== undefined) return found(range, page, endOffset);
    const goesOn = page.nextOffset !== null && page.nextOffset !== range.offset;
    if (range.knownEnd !== range.offset || goesOn) return explainNothing(range, page, signal);
    return { kind: 'end', nextOffset: range.offset, endOffset: range.offset };
  };
}

async function readAt(send: Send, range: LogRange, signal: AbortSignal): Promise<Page> {
  if (!Number.isSafeInteger(range.offset)) {
    throw new AppError('offset-out-of-range', 'No log of this app reaches beyond 2^53 - 1.');
  }
  return send(consumeRecords(range), signal);
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'partition-not-found') throw error;
  unlessTopicIsMissing(error);
  return undefined;
}

function outOfRange({ earliestOffset, endOffset }: Partition): LogRead {
  return { kind: 'out-of-range', earliestOffset, endOffset };
}

function found({ offset, maxBytes }: LogRange, page: Page, end: number | null): LogRead {
  // A simple consumer may give the whole batch that holds the offset.
  const from = page.records.findIndex((record) => record.offset >= offset);
  const records = from < 0 ? [] : page.records.slice(from);
  const kept = countWithin(records, maxBytes);
  // The offset of the first record that did not fit is where to read on: offsets may have gaps.
  const after = records[kept]?.offset ?? Math.max(page.nextOffset ?? 0, (records.at(-1)?.offset ?? -1) + 1);
  const nextOffset = Math.max(offset, after);
  return {
    kind: 'records',
    records: records.slice(0, kept),
    nextOffset,
    endOffset: end === null ? null : Math.max(end, nextOffset),
  };
}

/** How many of the first records fit; one always does, so that a reader gets on. */
function countWithin(records: readonly ConsumedRecord[], maxBytes: number): number {
  let bytes = 0;
  const over = records.findIndex(({ text }, index) => {
    bytes += Buffer.byteLength(text);
    return bytes > maxBytes && index > 0;
  });
  return over < 0 ? records.length : over;
}
