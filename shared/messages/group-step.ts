import type { Groups } from '../consuming/groups/groups.ts';
import { AppError } from '../errors.ts';
import { type CommandStep, PAGE_BYTES, PAGE_RECORDS } from './command-step.ts';
import type { PutConsumed } from './put-consumed.ts';

export interface GroupStepOptions {
  readonly groups: Pick<Groups, 'fetch' | 'release'>;
  readonly put: PutConsumed;
  readonly leaseMs: number;
  readonly maxDeliveries: number;
}

/**
 * Steps as a member of the group: fetch, put, commit. What was put and not committed comes again, to this command or
 * another member; what others hold is waited for.
 */
export function createGroupStep({ groups, put, leaseMs, maxDeliveries }: GroupStepOptions): CommandStep {
  return async ({ topic, group = '', replyTo }, { partition, until }, left, within) => {
    const of = { group, topic };
    const count = Math.min(PAGE_RECORDS, left);
    const page = { count, maxBytes: PAGE_BYTES, waitMs: 0, leaseMs, maxDeliveries, start: undefined };
    const ends = { deadline: within, closed: within() };
    const { records, lease, partitions, leasedElsewhere } = await groups.fetch(
      { ...of, ...page, partitions: [partition] },
      ends,
    );
    if (lease === null && leasedElsewhere.length > 0) throw heldByOthers(partition);
    if (lease === null) return { next: until, count: 0 };
    const wanted = records.filter(({ offset }) => offset < until);
    const last = wanted.at(-1)?.offset;
    if (last === undefined) {
      await groups.release(of, lease, {}, within());
      return { next: until, count: 0 };
    }
    await put(replyTo, { topic, partition, records: wanted }, within());
    const { nextOffset = last + 1 } = wanted.length === records.length ? (partitions[0] ?? {}) : {};
    const offsets = new Map([[partition, nextOffset]]);
    await groups.release(of, lease, { offsets }, within()).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'lease-expired' ? heldByOthers(partition) : error;
    });
    return { next: Math.min(nextOffset, until), count: wanted.length };
  };
}

function heldByOthers(partition: number): AppError {
  return new AppError(
    'group-active',
    `Another member of the group holds records of partition ${partition}.`,
    {
      cause: 'another member holds records',
    },
  );
}
