import type { Change } from './change-rows.ts';
import { checkOffsets, committedBy, type Offsets } from './commit.ts';
import { leaseExpired } from './failures.ts';
import { progressIn } from './group-rows.ts';
import type { LeaseToken } from './lease-token.ts';
import { isHeldBy, type Lease, type Progress } from './progress.ts';

export interface Released {
  readonly partitions: readonly { readonly partition: number; readonly committed: number | null }[];
}

const NOTHING: Offsets = new Map();

/**
 * Gives back what a fetch was given, but for what is done with up to the offsets; others get it at once, or after the
 * delay. Who released last may repeat that.
 */
export function releaseLease(
  token: LeaseToken,
  offsets: Offsets | undefined,
  delayMs: number,
): Change<Released> {
  return (rows) => {
    checkOffsets(rows, token, offsets ?? NOTHING);
    const changes = new Map<number, Progress>();
    const lost: number[] = [];
    for (const partition of token.next.keys()) {
      const progress = progressIn(rows, partition);
      if (progress.lease !== null && isHeldBy(progress, token.id, rows.nowMs)) {
        changes.set(
          partition,
          givenBack(token.id, progress, progress.lease, offsets?.get(partition), delayMs),
        );
      } else if (progress.endedBy !== token.id) lost.push(partition);
    }
    if (lost.length > 0) throw leaseExpired(lost);
    const after = (partition: number) => changes.get(partition) ?? progressIn(rows, partition);
    const partitions = Array.from(token.next.keys(), (partition) => ({
      partition,
      committed: after(partition).committed,
    }));
    return { changes, told: { partitions } };
  };
}

function givenBack(
  id: string,
  progress: Progress,
  lease: Lease,
  offset: number | undefined,
  delayMs: number,
): Progress {
  const done = offset === undefined ? progress : committedBy(id, progress, lease, offset);
  if (done.lease === null) return done;
  const held = delayMs === 0 ? null : { ...lease, id: '', ends: { afterMs: delayMs } };
  return { ...done, lease: held, endedBy: id };
}
