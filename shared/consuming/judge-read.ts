import { AppError } from '../errors.ts';
import type { ConsumedRecord, Page } from '../kafka-rest/operations/consumer.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { partitionOf, type Partitions, unlessTopicIsMissing } from '../kafka-rest/partitions.ts';
import type { LogRange, LogRead } from './read-log.ts';

/** What a read of a range came to, and the end of the log as metadata of the last second has it; null: not known. */
export interface Attempt {
  readonly range: LogRange;
  readonly read: PromiseSettledResult<Page>;
  readonly endOffset: number | null;
}

/** Tells what a read has met; rejects as the read did where that has no other reason. */
export type JudgeRead = (attempt: Attempt, signal: AbortSignal) => Promise<LogRead>;

/**
 * What the proxy answers outside the log is not documented: an error, nothing, or records of another place. Only
 * metadata asked for after such an answer tells outside from the end and from a gap.
 */
export function createJudgeRead({ partitions }: { readonly partitions: Partitions }): JudgeRead {
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

  return async ({ range, read, endOffset }, signal) => {
    if (read.status === 'rejected') return explainFailure(range, read.reason, signal);
    const page = read.value;
    const first = page.records[0]?.offset;
    if (first === range.offset) return found(range, page, endOffset);
    if (first !== undefined) return explainElsewhere(range, page, signal);
    const goesOn = page.nextOffset !== null && page.nextOffset !== range.offset;
    if (range.knownEnd !== range.offset || goesOn) return explainNothing(range, page, signal);
    return { kind: 'end', nextOffset: range.offset, endOffset: range.offset };
  };
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
  const over = records.findIndex(({ json }, index) => {
    bytes += json.length;
    return bytes > maxBytes && index > 0;
  });
  return over < 0 ? records.length : over;
}
