import { AppError, type Fault } from '../../errors.ts';
import type { GroupTopic } from './lease-token.ts';

/** `lease-expired`: the records may have been handed out to another member. */
export function leaseExpired(partitions: readonly number[]): AppError {
  return new AppError(
    'lease-expired',
    `The lease has ended, or was replaced, for partition ${partitions.join(', ')}: fetch again; what was not committed comes again.`,
    { members: { partitions } },
  );
}

/** `offset-not-leased`, naming every offset that the lease does not cover. */
export function notLeased(faults: readonly Fault[]): AppError {
  const [first] = faults;
  return new AppError(
    'offset-not-leased',
    faults.length === 1 ? (first?.detail ?? '') : `${faults.length} offsets were not handed out; see errors.`,
    { faults },
  );
}

/** `group-not-found` for a group that has not begun with the topic. */
export function groupNotFound({ group, topic }: GroupTopic): AppError {
  return new AppError('group-not-found', `The group ${group} has not begun with the topic ${topic}.`);
}

/** `group-not-found` for a group that has not begun with any topic. */
export function noSuchGroup(group: string): AppError {
  return new AppError('group-not-found', `There is no group ${group}.`);
}

/** `group-active`: a member holds records. */
export function groupActive(partitions: readonly number[], untilMs: number): AppError {
  const leaseUntil = new Date(untilMs).toISOString();
  return new AppError(
    'group-active',
    `Partition ${partitions.join(', ')} is leased until ${leaseUntil}: stop the members and wait, or give force=true, which takes their leases.`,
    { members: { partitions, leaseUntil } },
  );
}

/** Rows that others change all the time; the caller may try again. */
export function contended({ group, topic }: GroupTopic): AppError {
  return new AppError(
    'storage-unavailable',
    `The rows of the group ${group} for ${topic} are being changed by others.`,
    { cause: 'contention', retryAfterSeconds: 1 },
  );
}

/** `group-ahead-of-log`: the topic was made anew, or lost records. */
export function aheadOfLog(
  { group, topic }: GroupTopic,
  partition: number,
  committed: number,
  endOffset: number,
): AppError {
  return new AppError(
    'group-ahead-of-log',
    `The group ${group} is at ${committed} in partition ${partition} of ${topic}, whose log ends at ${endOffset}: was the topic made anew? Reset the group to go on.`,
    { members: { partition, committed, endOffset } },
  );
}
