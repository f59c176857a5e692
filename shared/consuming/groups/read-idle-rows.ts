import { groupActive, groupNotFound } from './failures.ts';
import type { GroupRows, GroupStore } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { leasedUntil } from './progress.ts';

/** The rows of a group whose records no member holds; throws `group-not-found`, and `group-active` unless that is overruled. */
export async function readIdleRows(
  store: GroupStore,
  of: GroupTopic,
  force: boolean,
  signal: AbortSignal,
): Promise<GroupRows> {
  const rows = await store.read(of, signal);
  if (!rows.exists) throw groupNotFound(of);
  const leased = [...rows.partitions].flatMap(([partition, { progress }]) => {
    const untilMs = leasedUntil(progress, rows.nowMs);
    return untilMs === undefined ? [] : [{ partition, untilMs }];
  });
  if (leased.length === 0 || force) return rows;
  throw groupActive(
    leased.map(({ partition }) => partition),
    Math.max(...leased.map(({ untilMs }) => untilMs)),
  );
}
