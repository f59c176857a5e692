import type { GroupStore } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { readIdleRows } from './read-idle-rows.ts';
import { tryUntilWritten } from './try-until-written.ts';

/** Forgets a group's progress in a topic; throws `group-not-found`, and `group-active` unless that is overruled. */
export type Remove = (of: GroupTopic, force: boolean, signal: AbortSignal) => Promise<void>;

/** The group's own row goes last: cut short, the removal can be repeated. */
export function createRemove(store: GroupStore): Remove {
  return async (of, force, signal) => {
    await tryUntilWritten(of, async () => {
      const rows = await readIdleRows(store, of, force, signal);
      return (await store.remove(of, rows, signal)) || undefined;
    });
  };
}
