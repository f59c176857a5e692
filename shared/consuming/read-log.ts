import { AppError } from '../errors.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { type ConsumedRecord, consumeRecords, type Page } from '../kafka-rest/operations/consumer.ts';
import { partitionOf, type Partitions } from '../kafka-rest/partitions.ts';
import { createJudgeRead } from './judge-read.ts';

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

/** How old the metadata may be that gives the end of the log beside a read. */
export const METADATA_AGE_MS = 1000;
/** The same for polls of callers who wait: those who wait for one topic share a look at its ends. */
export const POLL_AGE_MS = 50;

/** Reads one partition at an offset, with the metadata call that gives its end beside it. */
export function createReadLog({ send, partitions }: { send: Send; partitions: Partitions }): ReadLog {
  const judge = createJudgeRead({ partitions });
  return async (range, signal) => {
    const [read, looked] = await Promise.allSettled([
      readAt(send, range, signal),
      range.withEnd === false ? undefined : partitionOf(partitions, range, METADATA_AGE_MS, signal),
    ]);
    const endOffset = looked.status === 'fulfilled' ? (looked.value?.endOffset ?? null) : null;
    return judge({ range, read, endOffset }, signal);
  };
}

async function readAt(send: Send, range: LogRange, signal: AbortSignal): Promise<Page> {
  if (!Number.isSafeInteger(range.offset)) {
    throw new AppError('offset-out-of-range', 'No log of this app reaches beyond 2^53 - 1.');
  }
  return send(consumeRecords(range), signal);
}
