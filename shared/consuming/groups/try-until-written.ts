import { contended } from './failures.ts';
import type { GroupTopic } from './lease-token.ts';

const MAX_TRIES = 8;

/** Tries until it gives something; undefined: others changed the rows meanwhile. Throws `storage-unavailable` where they never stop. */
export async function tryUntilWritten<T>(of: GroupTopic, tryOnce: () => Promise<T | undefined>): Promise<T> {
  for (let left = MAX_TRIES; left > 0; left -= 1) {
    const done = await tryOnce();
    if (done !== undefined) return done;
  }
  throw contended(of);
}
