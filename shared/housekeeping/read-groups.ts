import { AFTER_NAMES, type GroupStore } from '../consuming/groups/group-rows.ts';
import { eachPage } from '../storage/each-page.ts';

/** Where one of this app's groups is in one topic. */
export interface GroupPosition {
  readonly group: string;
  readonly topic: string;
  /** The offset to read next, by partition; partitions that nobody has begun with are left out. */
  readonly offsets: ReadonlyMap<number, number>;
}

/** All groups of this app, with each topic that they have begun with. */
export async function readGroups(store: GroupStore, budget: AbortSignal): Promise<readonly GroupPosition[]> {
  const found = new Map<string, { group: string; topic: string; offsets: Map<number, number> }>();
  const range = { from: '', before: AFTER_NAMES, ownRows: false };
  for await (const page of eachPage((continuation) => store.list(range, continuation, budget))) {
    for (const { group, topic, partition, progress } of page.rows) {
      const key = JSON.stringify([group, topic]);
      const position = found.get(key) ?? { group, topic, offsets: new Map<number, number>() };
      const offset = progress.committed ?? progress.begun;
      if (partition !== undefined && offset !== null) position.offsets.set(partition, offset);
      found.set(key, position);
    }
  }
  return [...found.values()];
}
