import { type GroupRows, type GroupStore, rowsAfter } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import type { Progress } from './progress.ts';
import { tryUntilWritten } from './try-until-written.ts';

/** What is to become of some rows, and what is told when they are written; it may throw. */
export type Change<T> = (rows: GroupRows) => {
  readonly changes: ReadonlyMap<number, Progress>;
  readonly told: T;
};

/** What was told, and the rows as they are then; undefined where they would have to be read. */
export interface Changed<T> {
  readonly told: T;
  readonly rows: GroupRows | undefined;
}

export type ChangeRows = <T>(of: GroupTopic, change: Change<T>, signal: AbortSignal) => Promise<Changed<T>>;

/** Reads, changes and writes rows, anew while others change them meanwhile; where nothing changes nothing is written. */
export function createChangeRows(store: GroupStore): ChangeRows {
  return (of, change, signal) =>
    tryUntilWritten(of, async () => {
      const rows = await store.read(of, signal);
      const { changes, told } = change(rows);
      if (changes.size === 0) return { told, rows };
      const etags = await store.write(of, rows, changes, signal);
      return etags && { told, rows: rowsAfter(rows, changes, etags) };
    });
}
