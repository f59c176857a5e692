import { randomUUID } from 'node:crypto';
import type { ConsumedRecord } from '../../kafka-rest/operations/consumer.ts';
import type { Hold } from '../../memory.ts';
import type { Place } from '../place.ts';
import type { Ends } from '../read-partition.ts';
import type { WaitFor } from '../wait-for.ts';
import type { Waiting } from '../waiting.ts';
import type { Attempt, AttemptRequest } from './attempt.ts';
import type { GroupRows } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { namingPassedOver, type PassedOver } from './pass-over.ts';

export interface FetchRequest extends GroupTopic {
  readonly count: number;
  /** Of the records' JSON; the first record comes whatever its size. */
  readonly maxBytes: number;
  /** How long to wait for a first record. */
  readonly waitMs: number;
  readonly leaseMs: number;
  /** Undefined: all. */
  readonly partitions: readonly number[] | undefined;
  /** Where the group begins if it has not begun with the topic; undefined: with the earliest record. */
  readonly start: Place | undefined;
  /** How often a record is handed out alone before it becomes a dead letter; 0: it never does. */
  readonly maxDeliveries: number;
  /** Has what is read before it is leased; where it has no room the fetch ends, and has leased nothing. */
  readonly hold?: Hold;
}

/** A partition of which records were handed out. */
export interface FetchedPartition {
  readonly partition: number;
  /** Null: nothing was committed yet. */
  readonly committed: number | null;
  readonly nextOffset: number;
  /** At most a second old; null where it is not known, as the lag then. */
  readonly endOffset: number | null;
  /** From what is committed to the end of the log. */
  readonly lag: number | null;
  /** What retention took before the group had it. */
  readonly skipped?: { readonly from: number; readonly to: number };
}

export interface Fetched {
  readonly records: readonly (ConsumedRecord & { readonly deliveryCount: number })[];
  /** Null: there is nothing, or others have it. */
  readonly lease: string | null;
  /** The earliest moment at which the lease may end, by the store's clock. */
  readonly leaseUntilMs: number | null;
  readonly partitions: readonly FetchedPartition[];
  readonly leasedElsewhere: readonly { readonly partition: number; readonly leaseUntilMs: number }[];
  /** Records that became dead letters meanwhile. */
  readonly passedOver: readonly PassedOver[];
}

/** `known` are the group's rows as a write of this call left them. */
export type Fetch = (request: FetchRequest, ends: Ends, known?: GroupRows) => Promise<Fetched>;

export interface FetchOptions {
  readonly attempt: Attempt;
  readonly waitFor: WaitFor;
  readonly waiting: Waiting;
  /** 32 hexadecimal digits by chance. */
  readonly newId?: () => string;
}

/** Tries until there are records or nobody waits any more; what was passed over on the way is told once, at the end. */
export function createFetch({ attempt, waitFor, waiting, newId = uuid }: FetchOptions): Fetch {
  function enter(passedOver: readonly PassedOver[]) {
    try {
      return waiting.enter();
    } catch (error) {
      throw namingPassedOver(error, passedOver);
    }
  }

  return async (request, { deadline, closed }, known) => {
    const passedOver: PassedOver[] = [];
    const tryOnce = async (
      asked: AttemptRequest,
      reading: AbortSignal,
      writing: AbortSignal,
      rows?: GroupRows,
    ) => {
      const ends = { reading, writing, closed };
      const fetched = await attempt(asked, newId(), ends, rows).catch((error: unknown) => {
        throw namingPassedOver(error, passedOver);
      });
      passedOver.push(...fetched.passedOver);
      return fetched;
    };
    const limit = deadline();
    let fetched = await tryOnce(request, AbortSignal.any([limit, closed]), limit, known);
    if (fetched.lease === null && request.waitMs > 0) {
      const leave = enter(passedOver);
      const poll = async (ended: AbortSignal) => {
        const each = deadline();
        // A write that is under way when the wait ends is waited for: else its records would be leased to nobody.
        fetched = await tryOnce({ ...request, glances: true }, AbortSignal.any([ended, each]), each);
        return fetched.lease === null ? undefined : fetched;
      };
      const found = await waitFor(poll, request.waitMs, closed).finally(leave);
      // That there is nothing is told only by reading everywhere.
      if (found === undefined && !closed.aborted) {
        const last = deadline();
        fetched = await tryOnce(request, AbortSignal.any([last, closed]), last);
      }
    }
    return { ...fetched, passedOver };
  };
}

function uuid(): string {
  return randomUUID().replaceAll('-', '');
}
