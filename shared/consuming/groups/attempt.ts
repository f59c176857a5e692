import type { Partition } from '../../kafka-rest/operations/metadata.ts';
import type { Partitions } from '../../kafka-rest/partitions.ts';
import type { Place } from '../place.ts';
import type { Begin } from './begin.ts';
import { delivered, deliveriesAt } from './deliveries.ts';
import type { Fetched, FetchedPartition, FetchRequest } from './fetch.ts';
import { type GroupRows, type GroupStore, progressIn } from './group-rows.ts';
import type { HandOut } from './hand-out.ts';
import { encodeLease } from './lease-token.ts';
import { isSpent, namingPassedOver, type PassedOver, type PassOver } from './pass-over.ts';
import { isHeldBy, leasedUntil, type Progress } from './progress.ts';
import { selectPartitions } from './select-partitions.ts';
import type { Taken } from './take-partition.ts';

export interface AttemptOptions {
  readonly store: GroupStore;
  readonly partitions: Partitions;
  readonly begin: Begin;
  readonly handOut: HandOut;
  readonly passOver: PassOver;
}

export interface AttemptRequest extends FetchRequest {
  /**
   * True while a fetch waits that has read everything before: where something is new metadata shows then, and because
   * nobody knows how old the proxy's is, one partition in which it shows nothing is read each time, by chance.
   */
  readonly glances?: boolean;
}

export interface AttemptEnds {
  readonly reading: AbortSignal;
  readonly writing: AbortSignal;
  /** Nobody waits for the answer any more: nothing is leased. */
  readonly closed: AbortSignal;
}

/**
 * Looks once for records and leases them to the fetch `id`; without any the lease is null. `known` are rows that need not
 * be read first: where they have changed no lease can be written, and they are read.
 */
export type Attempt = (
  request: AttemptRequest,
  id: string,
  ends: AttemptEnds,
  known?: GroupRows,
) => Promise<Fetched>;

const MAX_TRIES = 8;

/** Records that were read to be leased. */
interface Given {
  readonly rows: GroupRows;
  readonly asked: readonly Partition[];
  readonly taken: readonly Taken[];
}

/** `again`: another member was first, or the group has just begun. */
type Looked =
  | { readonly kind: 'done'; readonly fetched: Omit<Fetched, 'passedOver'> }
  | { readonly kind: 'passed-over'; readonly passedOver: PassedOver }
  | { readonly kind: 'again'; readonly refused?: Given };

/**
 * Read the rows, read the log, write the leases under the rows' ETags: of members that took the same records only one gets
 * its leases written, and only then are records handed out. The others look again.
 */
export function createAttempt(options: AttemptOptions): Attempt {
  const { store, partitions, begin, handOut, passOver } = options;

  async function look(
    request: AttemptRequest,
    id: string,
    { reading, writing, closed }: AttemptEnds,
    refused: Given | undefined,
    known: GroupRows | undefined,
  ): Promise<Looked> {
    const rows = known ?? (await store.read(request, reading));
    // The write went through after all, and its answer was lost.
    if (refused !== undefined && isGiven(rows, refused, id)) return done(told(request, id, refused));
    const asked = await selectPartitions(partitions, request, rows, reading);
    const beginAt = async (start: Place): Promise<Looked> => {
      await begin(request, rows, start, writing);
      return { kind: 'again' };
    };
    if (!rows.exists && request.start !== undefined) return beginAt(request.start);
    const taken = await handOut(request, rows, asked, request, reading);
    // Written for all partitions before the first record is handed out: what retention takes from here on is told.
    if (!rows.exists && taken.length > 0) return beginAt({ at: 'earliest' });
    const spent = taken.find((each) => isSpent(rows, each, request.maxDeliveries));
    if (spent !== undefined) {
      const passedOver = await passOver(request, id, rows, spent, writing);
      return passedOver === undefined ? { kind: 'again' } : { kind: 'passed-over', passedOver };
    }
    if (taken.length === 0 || closed.aborted)
      return done({ ...NOTHING, leasedElsewhere: elsewhere(rows, asked) });
    const given = { rows, asked, taken };
    const etags = await store.write(request, rows, leases(given, id, request.leaseMs), writing);
    return etags !== undefined ? done(told(request, id, given)) : { kind: 'again', refused: given };
  }

  return async (request, id, ends, known) => {
    const passedOver: PassedOver[] = [];
    let refused: Given | undefined;
    let rows = known;
    for (let left = MAX_TRIES; left > 0;) {
      const looked = await look(request, id, ends, refused, rows).catch((error: unknown) => {
        throw namingPassedOver(error, passedOver);
      });
      rows = undefined;
      if (looked.kind === 'done') return { ...looked.fetched, passedOver };
      if (looked.kind === 'passed-over') passedOver.push(looked.passedOver);
      else {
        ({ refused } = looked);
        left -= 1;
      }
    }
    return { ...NOTHING, passedOver };
  };
}

function done(fetched: Omit<Fetched, 'passedOver'>): Looked {
  return { kind: 'done', fetched };
}

const NOTHING = { records: [], lease: null, leaseUntilMs: null, partitions: [], leasedElsewhere: [] };

function isGiven(rows: GroupRows, { taken }: Given, id: string): boolean {
  return taken.every(({ partition }) => isHeldBy(progressIn(rows, partition), id, rows.nowMs));
}

function leases({ rows, taken }: Given, id: string, leaseMs: number): ReadonlyMap<number, Progress> {
  const lease = ({ partition, from, nextOffset }: Taken): [number, Progress] => {
    const progress = progressIn(rows, partition);
    return [
      partition,
      {
        ...progress,
        begun: progress.begun ?? from,
        lease: { id, from, next: nextOffset, ends: { afterMs: leaseMs } },
        deliveries: delivered(progress.deliveries, nextOffset),
      },
    ];
  };
  return new Map(taken.map(lease));
}

function elsewhere(rows: GroupRows, asked: readonly Partition[]): Fetched['leasedElsewhere'] {
  return asked.flatMap(({ partition }) => {
    const leaseUntilMs = leasedUntil(progressIn(rows, partition), rows.nowMs);
    return leaseUntilMs === undefined ? [] : [{ partition, leaseUntilMs }];
  });
}

function told(request: FetchRequest, id: string, { rows, asked, taken }: Given): Omit<Fetched, 'passedOver'> {
  const next = new Map(taken.map(({ partition, nextOffset }) => [partition, nextOffset]));
  const records = taken.flatMap((each) => {
    const { deliveries } = progressIn(rows, each.partition);
    return each.records.map((record) => ({
      ...record,
      deliveryCount: deliveriesAt(deliveries, record.offset) + 1,
    }));
  });
  return {
    records,
    lease: encodeLease(request, { id, next }),
    // The rows were read before they were written: the lease ends then or later.
    leaseUntilMs: rows.nowMs + request.leaseMs,
    partitions: taken.map((each) => fetchedPartition(each, progressIn(rows, each.partition))),
    leasedElsewhere: elsewhere(rows, asked),
  };
}

function fetchedPartition(taken: Taken, { committed }: Progress): FetchedPartition {
  const { partition, from, nextOffset, endOffset, skipped } = taken;
  return {
    partition,
    committed,
    nextOffset,
    endOffset,
    lag: endOffset === null ? null : endOffset - (committed ?? from),
    ...(skipped !== undefined && { skipped }),
  };
}
