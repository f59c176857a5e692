import type { ReadLog } from '../consuming/read-log.ts';
import { AppError } from '../errors.ts';
import type { ConsumeCommand, Position } from './consume-command.ts';
import type { PutConsumed } from './put-consumed.ts';

/** Reads one page of a partition and puts it into the queue; gives where to read on and how many records it was. */
export type CommandStep = (
  command: ConsumeCommand,
  at: Position,
  left: number,
  within: () => AbortSignal,
) => Promise<{ readonly next: number; readonly count: number }>;

/** What one message, or the claim check that it names, holds at most. */
export const PAGE_RECORDS = 500;
export const PAGE_BYTES = 1_000_000;

/** Steps from offset to offset; what retention took before it was read is passed over. */
export function createReadStep({ readLog, put }: { readLog: ReadLog; put: PutConsumed }): CommandStep {
  return async ({ topic, replyTo }, at, left, within) => {
    const { partition, next: offset, until } = at;
    const count = Math.min(PAGE_RECORDS, left, until - offset);
    const range = { topic, partition, offset, count, maxBytes: PAGE_BYTES, withEnd: false };
    const read = await readLog(range, within()).catch(unlessShownBefore);
    if (read.kind === 'end') return { next: until, count: 0 };
    if (read.kind === 'out-of-range') {
      return { next: offset < read.earliestOffset ? read.earliestOffset : until, count: 0 };
    }
    if (read.nextOffset === offset) throw nothingCame(at);
    const records = read.records.filter((record) => record.offset < until);
    if (records.length > 0) await put(replyTo, { topic, partition, records }, within());
    return { next: Math.min(read.nextOffset, until), count: records.length };
  };
}

// The first run has seen the partition: a node of the proxy that does not know it lags, or the topic is gone.
function unlessShownBefore(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'partition-not-found') throw error;
  throw new AppError('proxy-unavailable', error.message, error.options);
}

function nothingCame({ partition, next }: Position): AppError {
  return new AppError(
    'proxy-answer-invalid',
    `consume: nothing came of partition ${partition} at ${next}, though the log goes on there.`,
    { cause: 'consume: nothing came' },
  );
}
