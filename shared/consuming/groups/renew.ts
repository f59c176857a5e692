import type { Change } from './change-rows.ts';
import { leaseExpired } from './failures.ts';
import { progressIn } from './group-rows.ts';
import type { LeaseToken } from './lease-token.ts';
import { isHeldBy, type Progress } from './progress.ts';

export interface Renewed {
  readonly partitions: readonly number[];
  /** At the earliest. */
  readonly leaseUntilMs: number;
}

/** Lets what is left of a lease end so long from now; throws `lease-expired` where a part of it, or all, is lost. */
export function renewLease(token: LeaseToken, leaseMs: number): Change<Renewed> {
  return (rows) => {
    const changes = new Map<number, Progress>();
    const lost: number[] = [];
    for (const partition of token.next.keys()) {
      const progress = progressIn(rows, partition);
      if (progress.lease !== null && isHeldBy(progress, token.id, rows.nowMs)) {
        changes.set(partition, { ...progress, lease: { ...progress.lease, ends: { afterMs: leaseMs } } });
      } else if (progress.endedBy !== token.id) lost.push(partition);
    }
    if (lost.length > 0 || changes.size === 0)
      throw leaseExpired(lost.length > 0 ? lost : [...token.next.keys()]);
    return { changes, told: { partitions: [...changes.keys()], leaseUntilMs: rows.nowMs + leaseMs } };
  };
}
