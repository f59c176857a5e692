import type { Partitions } from '../../kafka-rest/partitions.ts';
import { mapAtOnce } from '../../map-at-once.ts';
import { type FindPlace, type Place, SEEKS_AT_ONCE } from '../place.ts';
import { type GroupRows, type GroupStore, MAX_PARTITIONS_TOGETHER } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { type Progress, UNTOUCHED } from './progress.ts';

export interface BeginOptions {
  readonly store: GroupStore;
  readonly partitions: Partitions;
  readonly findPlace: FindPlace;
}

/**
 * Writes where a new group begins in all partitions of a topic, at once: what is produced afterwards is not missed, and
 * what retention takes is told. At the earliest record nothing counts as committed. False where another member was first.
 */
export type Begin = (of: GroupTopic, rows: GroupRows, start: Place, signal: AbortSignal) => Promise<boolean>;

/** The group's own row comes with the last partitions: until it is there, whoever begins adds what is missing. */
export function createBegin({ store, partitions, findPlace }: BeginOptions): Begin {
  return async (of, rows, start, signal) => {
    const known = await partitions.of(of.topic, 0, signal);
    const missing = known.filter(({ partition }) => !rows.partitions.has(partition));
    const found = await mapAtOnce(missing, SEEKS_AT_ONCE, async (metadata): Promise<[number, Progress]> => {
      const { partition } = metadata;
      const offset = await findPlace({ topic: of.topic, partition, metadata }, start, signal);
      return [partition, { ...UNTOUCHED, [start.at === 'earliest' ? 'begun' : 'committed']: offset }];
    });
    while (found.length > MAX_PARTITIONS_TOGETHER) {
      if (!(await store.prepare(of, new Map(found.splice(0, MAX_PARTITIONS_TOGETHER)), signal))) return false;
    }
    return (await store.write(of, rows, new Map(found), signal)) !== undefined;
  };
}
