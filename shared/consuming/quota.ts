import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';

/** How much one read of a topic may still give. */
export interface Quota {
  /** Records that one of so many partitions may ask for, if all are to get the same; 0: there are none left. */
  readonly share: (partitions: number) => number;
  /** Keeps so many records for a call that is under way; what it gives them back with is its answer. */
  readonly reserve: (records: number) => void;
  readonly settle: (records: number) => void;
  /** How many of the first records may be given, and counts them. Of the very first read one always may. */
  readonly admit: (records: readonly ConsumedRecord[]) => number;
  /** How many have been given. */
  readonly given: () => number;
  /** True from the first record on that could not be given. */
  readonly isFull: () => boolean;
}

/** Counts records, and bytes of their JSON. */
export function createQuota(count: number, maxBytes: number): Quota {
  let records = 0;
  let bytes = 0;
  let reserved = 0;
  let refused = false;
  return {
    share: (partitions) => Math.max(0, Math.ceil((count - records - reserved) / partitions)),
    reserve: (more) => {
      reserved += more;
    },
    settle: (more) => {
      reserved -= more;
    },
    admit(read) {
      const from = records;
      for (const { json } of read) {
        refused = records === count || (records > 0 && bytes + json.length > maxBytes);
        if (refused) break;
        records += 1;
        bytes += json.length;
      }
      return records - from;
    },
    given: () => records,
    isFull: () => refused || records === count,
  };
}
