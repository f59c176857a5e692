import { isCaughtUp, type TopicPositions } from './topic-positions.ts';

export interface PartitionProgress {
  readonly partition: number;
  readonly nextOffset: number;
  /** Null where it is not known. */
  readonly endOffset: number | null;
  readonly lag: number | null;
  readonly skipped?: { readonly from: number; readonly to: number };
}

export interface TopicProgress {
  /** In order of partition. */
  readonly partitions: readonly PartitionProgress[];
  /** There is nothing more to read now of what was asked for. */
  readonly caughtUp: boolean;
}

/** How far a topic has been read, beside its ends as they were last seen, or without them. */
export function progressOf(positions: TopicPositions, withEnds: boolean): TopicProgress {
  const partitions = Array.from(
    positions.byPartition,
    ([partition, { nextOffset, endOffset: seen, skipped }]) => {
      // What was read is newer than what metadata said before.
      const endOffset = seen === null || !withEnds ? null : Math.max(seen, nextOffset);
      const lag = endOffset === null ? null : endOffset - nextOffset;
      return { partition, nextOffset, endOffset, lag, ...(skipped !== undefined && { skipped }) };
    },
  );
  return {
    partitions: partitions.sort((a, b) => a.partition - b.partition),
    caughtUp: isCaughtUp(positions),
  };
}
