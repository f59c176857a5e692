import { contended } from './failures.ts';
import type { GroupRows, GroupStore } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import type { Progress } from './progress.ts';

/** What is to become of some rows, and what is told when they are written; it may throw. */
export type Change<T> = (rows: GroupRows) => {
  readonly changes: ReadonlyMap<number, Progress>;
  readonly told: T;
};

export type ChangeRows = <T>(of: GroupTopic, change: Change<T>, signal: AbortSignal) => Promise<T>;

const MAX_TRIES = 8;

/** Reads, changes and writes rows, anew while others change them meanwhile; where nothing changes nothing is written. */
export function createChangeRows(store: GroupStore): ChangeRows {
  return async (of, change, signal) => {
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const rows = await store.read(of, signal);
      const { changes, told } = change(rows);
      if (changes.size === 0 || (await store.write(of, rows, changes, signal))) return told;
    }
    throw contended(of);
  };
}
