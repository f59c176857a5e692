import type { GroupStore } from '../consuming/groups/group-rows.ts';
import { leasedUntil } from '../consuming/groups/progress.ts';
import { listTopics } from '../kafka-rest/operations/metadata.ts';
import type { Ask } from './ask.ts';

export interface ForgetOptions {
  readonly ask: Ask['ask'];
  readonly groupStore: GroupStore;
}

/**
 * Removes where a group was in a topic that is gone; undefined: done, also where it was removed before, else why not. The
 * rows are read before the topic is looked for, and go only as they were then: a topic that comes back meanwhile keeps
 * what a member writes of it.
 */
export async function forgetGroup(
  of: { readonly group: string; readonly topic: string },
  { ask, groupStore }: ForgetOptions,
  budget: AbortSignal,
): Promise<string | undefined> {
  const rows = await groupStore.read(of, budget);
  const isLeased = [...rows.partitions.values()].some(
    ({ progress }) => leasedUntil(progress, rows.nowMs) !== undefined,
  );
  if (isLeased) return 'A member holds a lease.';
  // Twice, because each node of the proxy has a cache of its own.
  for (let looks = 0; looks < 2; looks += 1) {
    if ((await ask(listTopics(), budget)).includes(of.topic)) return 'A node of the proxy shows its topic.';
  }
  return (await groupStore.remove(of, rows, budget)) ? undefined : 'A member came back meanwhile.';
}
