import type { GroupRows, GroupStore } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import type { Progress } from './progress.ts';
import { tryUntilWritten } from './try-until-written.ts';

/** What is to become of some rows, and what is told when they are written; it may throw. */
export type Change<T> = (rows: GroupRows) => {
  readonly changes: ReadonlyMap<number, Progress>;
  readonly told: T;
};

export type ChangeRows = <T>(of: GroupTopic, change: Change<T>, signal: AbortSignal) => Promise<T>;

/** Reads, changes and writes rows, anew while others change them meanwhile; where nothing changes nothing is written. */
export function createChangeRows(store: GroupStore): ChangeRows {
  return async (of, change, signal) => {
    const { told } = await tryUntilWritten(of, async () => {
      const rows = await store.read(of, signal);
      const changed = change(rows);
      const isDone = changed.changes.size === 0 || (await store.write(of, rows, changed.changes, signal));
      return isDone ? changed : undefined;
    });
    return told;
  };
}
