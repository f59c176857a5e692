import type { Columns } from '../../storage/table.ts';
import { type Deliveries, undelivered } from './deliveries.ts';

/** Records of one partition that one fetch was given: from `from` to before `next`. */
export interface Lease {
  /** Of the fetch; empty where nobody has them and nobody gets them until the end: a release with a delay. */
  readonly id: string;
  readonly from: number;
  readonly next: number;
  readonly ends: LeaseEnd;
}

/**
 * By the store's clock, to which no instance's is compared: so long after the row was written, which is how a lease
 * begins and is renewed, or at the time which that came to be, so that a commit of a part does not prolong it.
 */
export type LeaseEnd = { readonly afterMs: number } | { readonly atMs: number };

/** How far a group is in one partition: one row. */
export interface Progress {
  /** The offset to read next; null: nothing has been committed. */
  readonly committed: number | null;
  /** Where the group began, where that is not committed: what retention takes after it is told. */
  readonly begun: number | null;
  readonly lease: Lease | null;
  /** The fetch that committed last: it may repeat that. */
  readonly committedBy: string;
  /** The fetch that ended its lease last: it may repeat that. */
  readonly endedBy: string;
  readonly deliveries: Deliveries;
}

/** A partition that the group has not touched. */
export const UNTOUCHED: Progress = {
  committed: null,
  begun: null,
  lease: null,
  committedBy: '',
  endedBy: '',
  deliveries: [],
};

/** Everything before the offset is done with, and never comes again but by a reset. */
export function advanced(progress: Progress, committed: number, by: string): Progress {
  const to = Math.max(committed, progress.committed ?? committed);
  return { ...progress, committed: to, committedBy: by, deliveries: undelivered(progress.deliveries, to) };
}

/** When a lease of a row that was read ends; undefined where there is none or it has ended. */
export function leasedUntil({ lease }: Progress, nowMs: number): number | undefined {
  if (lease === null || !('atMs' in lease.ends)) return undefined;
  return lease.ends.atMs > nowMs ? lease.ends.atMs : undefined;
}

/** True while the records are the fetch's. */
export function isHeldBy(progress: Progress, id: string, nowMs: number): boolean {
  return progress.lease?.id === id && leasedUntil(progress, nowMs) !== undefined;
}

/** The columns of a row; text, as all that this app stores. */
export function columnsOf({ lease, deliveries, ...progress }: Progress): Columns {
  return {
    committed: textOf(progress.committed),
    begun: textOf(progress.begun),
    committedBy: progress.committedBy,
    endedBy: progress.endedBy,
    deliveries: deliveries.map(({ until, count }) => `${until}x${count}`).join(' '),
    ...(lease !== null && {
      lease: lease.id,
      leaseFrom: String(lease.from),
      leaseNext: String(lease.next),
      ...('afterMs' in lease.ends
        ? { leaseMs: String(lease.ends.afterMs) }
        : { leaseEndsAtMs: String(lease.ends.atMs) }),
    }),
  };
}

/** The progress that a row tells of. */
export function progressOf(columns: Columns, writtenAtMs: number): Progress {
  const { committedBy = '', endedBy = '', deliveries = '' } = columns;
  return {
    committed: numberOf(columns['committed']),
    begun: numberOf(columns['begun']),
    lease: leaseOf(columns, writtenAtMs),
    committedBy,
    endedBy,
    deliveries: [...deliveries.matchAll(/(\d+)x(\d+)/g)].map(([, until, count]) => ({
      until: Number(until),
      count: Number(count),
    })),
  };
}

function leaseOf(columns: Columns, writtenAtMs: number): Lease | null {
  const { lease: id, leaseFrom, leaseNext, leaseMs, leaseEndsAtMs } = columns;
  if (id === undefined) return null;
  const atMs = leaseEndsAtMs === undefined ? writtenAtMs + Number(leaseMs) : Number(leaseEndsAtMs);
  return { id, from: Number(leaseFrom), next: Number(leaseNext), ends: { atMs } };
}

function textOf(offset: number | null): string {
  return offset === null ? '' : String(offset);
}

function numberOf(text = ''): number | null {
  return text === '' ? null : Number(text);
}
