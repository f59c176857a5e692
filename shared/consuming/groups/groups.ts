import type { FileDeadLetter } from '../../dead-letters/file-dead-letter.ts';
import type { Partitions } from '../../kafka-rest/partitions.ts';
import type { Table } from '../../storage/table.ts';
import type { FindPlace } from '../place.ts';
import type { ReadLog } from '../read-log.ts';
import type { Ends } from '../read-partition.ts';
import type { RecordSizes } from '../record-sizes.ts';
import type { WaitFor } from '../wait-for.ts';
import type { Waiting } from '../waiting.ts';
import { createAttempt } from './attempt.ts';
import { createBegin } from './begin.ts';
import { createChangeRows } from './change-rows.ts';
import { type Committed, commitLease, type Offsets } from './commit.ts';
import { createDescribe, type Describe } from './describe.ts';
import { createFetch, type Fetched, type FetchRequest } from './fetch.ts';
import { createGroupStore } from './group-rows.ts';
import { createHandOut } from './hand-out.ts';
import { decodeLease, type GroupTopic } from './lease-token.ts';
import { createList, type List } from './list.ts';
import { createPassOver } from './pass-over.ts';
import { type Released, releaseLease } from './release.ts';
import { createRemove, type Remove } from './remove.ts';
import { type Renewed, renewLease } from './renew.ts';
import { createReset, type Reset } from './reset.ts';
import { createTakePartition } from './take-partition.ts';

/**
 * Consumer groups of this app's own: durable, any instance serves any call, and Kafka's tools do not show them. A lease
 * is the text that a fetch gave; calls that take one throw `lease-invalid` and `lease-expired`.
 */
export interface Groups {
  /** Leases records to one fetch; with `commit`, first commits all of an earlier one. */
  readonly fetch: (request: FetchRequest & { readonly commit?: string }, ends: Ends) => Promise<Fetched>;
  /** Throws `offset-not-leased` where the lease does not cover an offset. */
  readonly commit: (
    of: GroupTopic,
    lease: string,
    offsets: Offsets | undefined,
    signal: AbortSignal,
  ) => Promise<Committed>;
  readonly renew: (of: GroupTopic, lease: string, leaseMs: number, signal: AbortSignal) => Promise<Renewed>;
  readonly release: (
    of: GroupTopic,
    lease: string,
    how: { readonly offsets?: Offsets | undefined; readonly delayMs?: number },
    signal: AbortSignal,
  ) => Promise<Released>;
  readonly reset: Reset;
  readonly remove: Remove;
  readonly list: List;
  readonly describe: Describe;
}

export interface GroupsOptions {
  readonly table: Table;
  /** Host of the proxy: another cluster never inherits offsets. */
  readonly cluster: string;
  readonly partitions: Partitions;
  readonly readLog: ReadLog;
  readonly findPlace: FindPlace;
  readonly waitFor: WaitFor;
  readonly waiting: Waiting;
  readonly sizes: RecordSizes;
  readonly fileDeadLetter: FileDeadLetter;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export function createGroups(options: GroupsOptions): Groups {
  const { table, cluster, partitions, readLog, findPlace, waitFor, waiting, fileDeadLetter } = options;
  const store = createGroupStore({ table, cluster });
  const change = createChangeRows(store);
  const attempt = createAttempt({
    store,
    partitions,
    begin: createBegin({ store, partitions, findPlace }),
    handOut: createHandOut({ ...options, takePartition: createTakePartition({ readLog }) }),
    passOver: createPassOver({ store, fileDeadLetter }),
  });
  const fetch = createFetch({ attempt, waitFor, waiting });

  return {
    async fetch({ commit, ...request }, ends) {
      if (commit === undefined) return fetch(request, ends);
      const committed = await change(request, commitLease(decodeLease(request, commit)), ends.deadline());
      return fetch(request, ends, committed.rows);
    },
    commit: async (of, lease, offsets, signal) =>
      (await change(of, commitLease(decodeLease(of, lease), offsets), signal)).told,
    renew: async (of, lease, leaseMs, signal) =>
      (await change(of, renewLease(decodeLease(of, lease), leaseMs), signal)).told,
    release: async (of, lease, { offsets, delayMs = 0 }, signal) =>
      (await change(of, releaseLease(decodeLease(of, lease), offsets, delayMs), signal)).told,
    reset: createReset({ store, partitions, findPlace }),
    remove: createRemove(store),
    list: createList(store),
    describe: createDescribe({ store, partitions }),
  };
}
