import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { partitionOf, type Partitions } from '../kafka-rest/partitions.ts';
import type { Seek } from './seek.ts';

/** Where in a log to begin. `latest` is its end: what will be written next; `last` is so many offsets before it. */
export type Place =
  | { readonly at: 'earliest' | 'latest' }
  | { readonly at: 'offset'; readonly offset: number }
  | { readonly at: 'last'; readonly count: number }
  | { readonly at: 'timestamp'; readonly timestampMs: number };

/** In how many partitions a place is sought at once: a timestamp takes several calls in a row. */
export const SEEKS_AT_ONCE = 8;

/** The offset of a place in one partition as its log is now; an offset is taken as it is. */
export type FindPlace = (
  of: {
    readonly topic: string;
    readonly partition: number;
    /** Metadata as it is now; left out: it is asked for where the place needs it. */
    readonly metadata?: Partition;
  },
  place: Place,
  signal: AbortSignal,
) => Promise<number>;

export function createFindPlace({ partitions, seek }: { partitions: Partitions; seek: Seek }): FindPlace {
  return async ({ topic, partition, metadata }, place, signal) => {
    if (place.at === 'offset') return place.offset;
    if (place.at === 'timestamp') return seek({ topic, partition, timestampMs: place.timestampMs }, signal);
    const { earliestOffset, endOffset } =
      metadata ?? (await partitionOf(partitions, { topic, partition }, 0, signal));
    switch (place.at) {
      case 'earliest':
        return earliestOffset;
      case 'latest':
        return endOffset;
      case 'last':
        return Math.max(earliestOffset, endOffset - place.count);
    }
  };
}
