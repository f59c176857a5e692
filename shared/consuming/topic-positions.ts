import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { type Cursor, encodeCursor } from './cursor.ts';

/** How far one partition has been read. */
export interface Position {
  /** Where to read on, after all that was given. */
  nextOffset: number;
  /** As last seen; null where metadata does not know the partition. */
  endOffset: number | null;
  /** False at a place that was found in the log and from which nothing was read yet. */
  wasRead: boolean;
  /** True where nothing further is asked for. */
  isComplete: boolean;
  /** True where nothing came though the log goes on: an open transaction does that. */
  isStuck: boolean;
  /** The offset that was to be read and is not in the log, and where the read went on. */
  skipped?: { readonly from: number; readonly to: number };
}

/** How far a topic has been read. */
export interface TopicPositions {
  readonly topic: string;
  /** Of some partitions alone; else those that are added later belong to it. */
  readonly chosen: boolean;
  /** The partition whose turn it is. */
  turn: number;
  readonly byPartition: Map<number, Position>;
}

/** Whether the log may have more there. */
export function isOpen({ byPartition }: TopicPositions, partition: number): boolean {
  const position = byPartition.get(partition);
  if (position === undefined || position.isComplete || position.isStuck) return false;
  return position.endOffset !== null && position.endOffset !== position.nextOffset;
}

/** The partitions where the log may have more, the one whose turn it is first. */
export function openPartitions(positions: TopicPositions): number[] {
  const all = [...positions.byPartition.keys()].sort((a, b) => a - b);
  const open = all.filter((partition) => isOpen(positions, partition));
  const first = open.findIndex((partition) => partition >= positions.turn);
  return first < 0 ? open : [...open.slice(first), ...open.slice(0, first)];
}

/** Whether there is no more to read of what is asked for, as far as metadata knew. */
export function isCaughtUp({ byPartition }: TopicPositions): boolean {
  return [...byPartition.values()].every(
    ({ nextOffset, endOffset, isComplete, isStuck }) =>
      isComplete || (endOffset !== null && nextOffset >= endOffset && !isStuck),
  );
}

/** Takes over what metadata says now: ends that moved, and partitions that were added, which begin at earliest. */
export function seePartitions(positions: TopicPositions, known: readonly Partition[]): void {
  for (const { partition, earliestOffset, endOffset } of known) {
    const position = positions.byPartition.get(partition);
    if (position !== undefined) Object.assign(position, { endOffset, isStuck: false });
    else if (!positions.chosen) positions.byPartition.set(partition, beginAt(earliestOffset, endOffset));
  }
}

/** A position at a place that was found in the log. */
export function beginAt(nextOffset: number, endOffset: number | null): Position {
  return { nextOffset, endOffset, wasRead: false, isComplete: false, isStuck: false };
}

/** The cursor that goes on here, or where one partition has come further. */
export function cursorOf(
  positions: TopicPositions,
  further?: { partition: number; nextOffset: number },
): string {
  const offsets = new Map(
    Array.from(positions.byPartition, ([partition, { nextOffset }]) => [partition, nextOffset]),
  );
  if (further !== undefined) offsets.set(further.partition, further.nextOffset);
  return encodeCursor({ topic: positions.topic, chosen: positions.chosen, turn: positions.turn, offsets });
}

/** The positions at which a cursor goes on. */
export function positionsOf({ topic, chosen, turn, offsets }: Cursor): TopicPositions {
  const byPartition = new Map(
    Array.from(offsets, ([partition, offset]): [number, Position] => [
      partition,
      { ...beginAt(offset, null), wasRead: true },
    ]),
  );
  return { topic, chosen, turn, byPartition };
}
