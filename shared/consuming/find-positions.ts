import { AppError } from '../errors.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { partitionNotFound } from '../kafka-rest/partitions.ts';
import { mapAtOnce } from '../map-at-once.ts';
import type { Cursor } from './cursor.ts';
import { type FindPlace, type Place, SEEKS_AT_ONCE } from './place.ts';
import { beginAt, positionsOf, seePartitions, type TopicPositions } from './topic-positions.ts';

/** Where a read of a topic begins: at a place of each partition's log, or where another read ended. */
export type TopicPlace =
  Exclude<Place, { at: 'offset' }> | { readonly at: 'cursor'; readonly cursor: Cursor };

export interface WhereToBegin {
  readonly topic: string;
  readonly place: TopicPlace;
  /** Left out: all, or those that the cursor was made for. */
  readonly partitions?: readonly number[];
}

/**
 * Finds where to begin in a topic whose partitions are known; rejects with `partition-not-found`, with
 * `cursor-invalid` for partitions that a cursor was not made for, or as seeking a timestamp does.
 */
export async function findPositions(
  { topic, place, partitions }: WhereToBegin,
  known: readonly Partition[],
  findPlace: FindPlace,
  signal: AbortSignal,
): Promise<TopicPositions> {
  if (partitions?.some((partition) => partition >= known.length))
    throw partitionNotFound(topic, known.length);
  if (place.at === 'cursor') return resume(place.cursor, known, partitions);
  const wanted = known.filter(({ partition }) => partitions?.includes(partition) ?? true);
  const found = await mapAtOnce(wanted, SEEKS_AT_ONCE, async (metadata) => {
    const { partition, endOffset } = metadata;
    const offset = await findPlace({ topic, partition, metadata }, place, signal);
    return [partition, beginAt(offset, endOffset)] as const;
  });
  return { topic, chosen: partitions !== undefined, turn: 0, byPartition: new Map(found) };
}

function resume(cursor: Cursor, known: readonly Partition[], partitions?: readonly number[]): TopicPositions {
  const foreign = cursor.chosen
    ? (partitions ?? []).filter((partition) => !cursor.offsets.has(partition))
    : [];
  if (foreign.length > 0) {
    const detail = `It was made without the partitions ${foreign.slice(0, 10).join(', ')}: leave them out.`;
    throw new AppError('cursor-invalid', `The cursor cannot be used. ${detail}`);
  }
  const chosen = partitions ?? (cursor.chosen ? [...cursor.offsets.keys()] : undefined);
  const offsets = new Map([...cursor.offsets].filter(([partition]) => chosen?.includes(partition) ?? true));
  const positions = positionsOf({ ...cursor, chosen: chosen !== undefined, offsets });
  const later = known.filter(
    ({ partition }) => chosen?.includes(partition) === true && !offsets.has(partition),
  );
  for (const { partition, earliestOffset, endOffset } of later) {
    positions.byPartition.set(partition, beginAt(earliestOffset, endOffset));
  }
  seePartitions(positions, known);
  return positions;
}
