import type { FileDeadLetter } from '../../dead-letters/file-dead-letter.ts';
import { AppError } from '../../errors.ts';
import { deliveriesAt } from './deliveries.ts';
import { type GroupRows, type GroupStore, progressIn } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { RESERVED_PREFIX } from './name.ts';
import { advanced } from './progress.ts';
import { DELIVERIES_TOGETHER, type Taken } from './take-partition.ts';

export interface PassOverOptions {
  readonly store: GroupStore;
  readonly fileDeadLetter: FileDeadLetter;
}

/** A record that was filed as a dead letter and is done with. */
export interface PassedOver {
  readonly partition: number;
  readonly offset: number;
  readonly deadLetter: string;
}

/**
 * Files the record that a partition is at, then puts the group behind it in the name of the fetch `id`; undefined where
 * another member was first. Cut short in between, it is filed again as the same letter.
 */
export type PassOver = (
  of: GroupTopic,
  id: string,
  rows: GroupRows,
  taken: Taken,
  signal: AbortSignal,
) => Promise<PassedOver | undefined>;

/** The failure of a fetch, which names what became dead letters before it. */
export function namingPassedOver(error: unknown, passedOver: readonly PassedOver[]): unknown {
  if (!(error instanceof AppError) || passedOver.length === 0) return error;
  const later = (error.options.members?.['passedOver'] ?? []) as readonly PassedOver[];
  return error.withMembers({ passedOver: [...passedOver, ...later] });
}

/** True where the record was handed out alone as often as it may be. */
export function isSpent(rows: GroupRows, { partition, records }: Taken, maxDeliveries: number): boolean {
  const progress = progressIn(rows, partition);
  const deliveries = deliveriesAt(progress.deliveries, records[0]?.offset ?? 0);
  return maxDeliveries > 0 && deliveries >= DELIVERIES_TOGETHER + maxDeliveries;
}

export function createPassOver({ store, fileDeadLetter }: PassOverOptions): PassOver {
  return async (of, id, rows, { partition, records, nextOffset }, signal) => {
    const [record] = records;
    const progress = progressIn(rows, partition);
    if (record === undefined) return undefined;
    const attempts = deliveriesAt(progress.deliveries, record.offset);
    const at = new Date(rows.nowMs);
    const deadLetter = await fileDeadLetter(
      {
        source: of.group.startsWith(RESERVED_PREFIX) ? 'subscription' : 'group',
        direction: 'deliver',
        messageId: `${of.group}/${of.topic}/${partition}/${record.offset}`,
        topic: of.topic,
        code: 'too-many-deliveries',
        reason: `The group ${of.group} was given this record ${attempts} times and never committed it.`,
        attempts,
        firstAt: at,
        lastAt: at,
        content: record.json,
        contentType: 'application/json',
      },
      signal,
    );
    // Not the fetch's own name: it must not pass for a commit of what the fetch is given next.
    const by = `passed over by ${id}`;
    const passed = { partition, offset: record.offset, deadLetter };
    const changes = new Map([[partition, { ...advanced(progress, nextOffset, by), lease: null }]]);
    if (await store.write(of, rows, changes, signal)) return passed;
    // The write may have gone through, and its answer was lost.
    const now = (await store.read(of, signal)).partitions.get(partition)?.progress;
    return now?.committedBy === by && now.committed === nextOffset ? passed : undefined;
  };
}
