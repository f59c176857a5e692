import type { ConsumedRecord } from '../../kafka-rest/operations/consumer.ts';
import type { Partition } from '../../kafka-rest/operations/metadata.ts';
import { bytesIn } from '../read-held.ts';
import type { LogRange, LogRead, ReadLog } from '../read-log.ts';
import { deliveriesAt } from './deliveries.ts';
import { aheadOfLog } from './failures.ts';
import type { GroupTopic } from './lease-token.ts';
import type { Progress } from './progress.ts';

export interface Room {
  readonly count: number;
  readonly maxBytes: number;
}

/** What can be handed out of one partition. */
export interface Taken {
  readonly partition: number;
  readonly records: readonly ConsumedRecord[];
  readonly from: number;
  readonly nextOffset: number;
  readonly endOffset: number | null;
  /** What retention took before the group had it. */
  readonly skipped?: { readonly from: number; readonly to: number };
}

/** Of the records' JSON. */
export function bytesOf(taken: readonly Taken[]): number {
  return taken.reduce((sum, { records }) => sum + bytesIn(records), 0);
}

export type TakePartition = (
  of: GroupTopic,
  at: { readonly progress: Progress; readonly metadata: Partition },
  room: Room,
  signal: AbortSignal,
) => Promise<Taken | undefined>;

/** Delivered so often, a record goes out alone: whatever fails in a batch is then found. */
export const DELIVERIES_TOGETHER = 2;
const MAX_MOVES = 100;

/**
 * Reads on where the group is in a partition; undefined where nothing is there. Goes on at earliest where retention
 * overtook the group; throws `group-ahead-of-log` where two reads agree that the log ends before it.
 */
export function createTakePartition({ readLog }: { readLog: ReadLog }): TakePartition {
  async function readTwice(of: GroupTopic, range: LogRange, signal: AbortSignal): Promise<LogRead> {
    const read = await readLog(range, signal);
    if (read.kind !== 'out-of-range' || range.offset <= read.endOffset) return read;
    const again = await readLog(range, signal);
    if (again.kind === 'out-of-range' && range.offset > again.endOffset) {
      throw aheadOfLog(of, range.partition, range.offset, again.endOffset);
    }
    return again;
  }

  return async (of, { progress, metadata }, room, signal) => {
    const { partition, earliestOffset, endOffset: knownEnd } = metadata;
    const known = progress.committed ?? progress.begun;
    const isAlone = deliveriesAt(progress.deliveries, known ?? earliestOffset) >= DELIVERIES_TOGETHER;
    const count = isAlone ? 1 : room.count;
    let from = known ?? earliestOffset;
    let offset = from;
    for (let moves = 0; moves < MAX_MOVES; moves += 1) {
      const range = { topic: of.topic, partition, offset, count, maxBytes: room.maxBytes, knownEnd };
      // Where the group is nowhere yet, it is metadata that was old.
      const read = known === null ? await readLog(range, signal) : await readTwice(of, range, signal);
      if (read.kind === 'end') return undefined;
      if (read.kind === 'out-of-range') {
        from = read.earliestOffset;
        offset = from;
      } else if (read.records.length > 0) {
        const { records, nextOffset, endOffset } = read;
        const skipped = known !== null && from > known ? { skipped: { from: known, to: from } } : {};
        return { partition, records, from, nextOffset, endOffset, ...skipped };
      } else if (read.nextOffset > offset) offset = read.nextOffset;
      else return undefined;
    }
    return undefined;
  };
}
