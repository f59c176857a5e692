import { contended } from './failures.ts';
import type { GroupStore } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { standing } from './reset.ts';

/** Forgets a group's progress in a topic; throws `group-not-found`, and `group-active` unless that is overruled. */
export type Remove = (of: GroupTopic, force: boolean, signal: AbortSignal) => Promise<void>;

const MAX_TRIES = 8;

/** The group's own row goes last: cut short, the removal can be repeated. */
export function createRemove(store: GroupStore): Remove {
  return async (of, force, signal) => {
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const rows = await standing(store, of, force, signal);
      if (await store.remove(of, rows, signal)) return;
    }
    throw contended(of);
  };
}
