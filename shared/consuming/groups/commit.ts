import type { Fault } from '../../errors.ts';
import type { Change } from './change-rows.ts';
import { leaseExpired, notLeased } from './failures.ts';
import { type GroupRows, progressIn } from './group-rows.ts';
import type { LeaseToken } from './lease-token.ts';
import { advanced, isHeldBy, type Lease, leasedUntil, type Progress } from './progress.ts';

/** Partition → the offset to read next. */
export type Offsets = ReadonlyMap<number, number>;

export interface Committed {
  readonly partitions: readonly { readonly partition: number; readonly committed: number }[];
  /** When what is left of the lease ends; null: nothing is. */
  readonly leaseUntilMs: number | null;
}

/**
 * Commits what a fetch was given: all of it, which ends its lease at once, or up to the offsets, which leaves the rest
 * leased until its end. Who has committed last may repeat that; an offset before the committed one changes nothing.
 */
export function commitLease(token: LeaseToken, offsets?: Offsets): Change<Committed> {
  const wanted = offsets ?? token.next;
  return (rows) => {
    checkOffsets(rows, token, wanted);
    const changes = new Map<number, Progress>();
    for (const [partition, offset] of wanted) {
      const progress = progressIn(rows, partition);
      const { lease } = progress;
      if (lease === null || !isHeldBy(progress, token.id, rows.nowMs)) continue;
      const next = committedBy(token.id, progress, lease, offset);
      const isRepeated = progress.committedBy === token.id && next.committed === progress.committed;
      if (next.lease === null || !isRepeated) changes.set(partition, next);
    }
    return { changes, told: tell(rows, token, wanted, changes) };
  };
}

/** The progress when the records of its lease before the offset are done with. */
export function committedBy(id: string, progress: Progress, lease: Lease, offset: number): Progress {
  const next = advanced(progress, offset, id);
  return (next.committed ?? 0) >= lease.next ? { ...next, lease: null, endedBy: id } : next;
}

/** Throws `lease-expired` where records are not the fetch's any more, `offset-not-leased` where they never were. */
export function checkOffsets(rows: GroupRows, token: LeaseToken, wanted: Offsets): void {
  const faults: Fault[] = [];
  const lost: number[] = [];
  for (const [partition, offset] of wanted) {
    const progress = progressIn(rows, partition);
    const { lease } = progress;
    if (!token.next.has(partition)) {
      faults.push(fault(partition, 'the fetch handed out nothing of this partition'));
    } else if (lease !== null && isHeldBy(progress, token.id, rows.nowMs)) {
      if (offset >= lease.from && offset <= lease.next) continue;
      faults.push(
        fault(
          partition,
          `the fetch handed out ${lease.from} to ${lease.next - 1}: give ${lease.from} to ${lease.next}, the offset to read next`,
        ),
      );
    } else if (progress.committedBy !== token.id || (progress.committed ?? -1) < offset) lost.push(partition);
  }
  if (lost.length > 0) throw leaseExpired(lost);
  if (faults.length > 0) throw notLeased(faults);
}

function fault(partition: number, detail: string): Fault {
  return { pointer: `#/offsets/${partition}`, detail: `Partition ${partition}: ${detail}.` };
}

function tell(
  rows: GroupRows,
  token: LeaseToken,
  wanted: Offsets,
  changes: ReadonlyMap<number, Progress>,
): Committed {
  const after = (partition: number) => changes.get(partition) ?? progressIn(rows, partition);
  const left = [...token.next.keys()]
    .map(after)
    .filter((progress) => isHeldBy(progress, token.id, rows.nowMs))
    .flatMap((progress) => leasedUntil(progress, rows.nowMs) ?? []);
  return {
    partitions: Array.from(wanted.keys(), (partition) => ({
      partition,
      committed: after(partition).committed ?? 0,
    })),
    leaseUntilMs: left.length === 0 ? null : Math.min(...left),
  };
}
