import { AppError, type Fault, throwIfFaulty } from '../../errors.ts';
import type { Partition } from '../../kafka-rest/operations/metadata.ts';
import type { Partitions } from '../../kafka-rest/partitions.ts';
import { mapAtOnce } from '../../map-at-once.ts';
import { type FindPlace, type Place, SEEKS_AT_ONCE } from '../place.ts';
import { type GroupStore, MAX_PARTITIONS_TOGETHER, progressIn } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { type Progress, UNTOUCHED } from './progress.ts';
import { readIdleRows } from './read-idle-rows.ts';
import { tryUntilWritten } from './try-until-written.ts';

/** Where a group is to go on: in all partitions, or to the offsets of some. `shift` counts from what is committed. */
export type ResetTo =
  | Place
  | { readonly at: 'offsets'; readonly offsets: ReadonlyMap<number, number> }
  | { readonly at: 'shift'; readonly by: number };

export interface ResetRequest extends GroupTopic {
  readonly to: ResetTo;
  /** Takes the leases of members; what they hold comes again, or does not, as the reset says. */
  readonly force: boolean;
  /** Tells what would be done. */
  readonly dryRun: boolean;
}

/** From null: nothing was committed. */
export interface ResetPartition {
  readonly partition: number;
  readonly from: number | null;
  readonly to: number;
}

export type Reset = (request: ResetRequest, signal: AbortSignal) => Promise<readonly ResetPartition[]>;

export interface ResetOptions {
  readonly store: GroupStore;
  readonly partitions: Partitions;
  readonly findPlace: FindPlace;
}

/**
 * Puts a group elsewhere in a topic. Up to 99 partitions are written together; of more, a failure names those that are
 * done. Throws `group-not-found`, `group-active`, and `invalid-request` for offsets outside the log.
 */
export function createReset({ store, partitions, findPlace }: ResetOptions): Reset {
  async function plan(request: ResetRequest, signal: AbortSignal): Promise<readonly ResetPartition[]> {
    const rows = await readIdleRows(store, request, request.force, signal);
    const known = await partitions.of(request.topic, 0, signal);
    checkOffsets(request.to, known);
    const chosen = request.to.at === 'offsets' ? request.to.offsets : undefined;
    const meant = known.filter(({ partition }) => chosen?.has(partition) ?? true);
    return mapAtOnce(meant, SEEKS_AT_ONCE, async (metadata) => {
      const { partition } = metadata;
      const { committed: from } = progressIn(rows, partition);
      return { partition, from, to: await target(request, metadata, from, signal) };
    });
  }

  function target(
    { topic, to }: ResetRequest,
    metadata: Partition,
    from: number | null,
    signal: AbortSignal,
  ): Promise<number> | number {
    const { partition, earliestOffset, endOffset } = metadata;
    if (to.at === 'offsets') return to.offsets.get(partition) ?? earliestOffset;
    if (to.at !== 'shift') return findPlace({ topic, partition, metadata }, to, signal);
    return Math.min(Math.max((from ?? earliestOffset) + to.by, earliestOffset), endOffset);
  }

  /** Written until it stands: a forced reset may meet members at work. */
  async function write(request: ResetRequest, some: readonly ResetPartition[], signal: AbortSignal) {
    const changes = new Map(
      some.map(({ partition, to }): [number, Progress] => [partition, { ...UNTOUCHED, committed: to }]),
    );
    await tryUntilWritten(request, async () => {
      const rows = await readIdleRows(store, request, request.force, signal);
      return store.write(request, rows, changes, signal);
    });
  }

  return async (request, signal) => {
    const planned = await plan(request, signal);
    if (request.dryRun) return planned;
    for (let at = 0; at < planned.length; at += MAX_PARTITIONS_TOGETHER) {
      await write(request, planned.slice(at, at + MAX_PARTITIONS_TOGETHER), signal).catch(
        (error: unknown) => {
          if (!(error instanceof AppError) || at === 0) throw error;
          throw error.withMembers({ reset: planned.slice(0, at) });
        },
      );
    }
    return planned;
  };
}

function checkOffsets(to: ResetTo, known: readonly Partition[]): void {
  if (to.at !== 'offsets') return;
  const faults = [...to.offsets].flatMap(([partition, offset]): Fault[] => {
    const found = known[partition];
    const pointer = `#/to/offsets/${partition}`;
    if (found === undefined) return [{ pointer, detail: `The topic has ${known.length} partitions.` }];
    const { earliestOffset, endOffset } = found;
    if (offset >= earliestOffset && offset <= endOffset) return [];
    return [
      { pointer, detail: `The log goes from ${earliestOffset} to ${endOffset}: give an offset in it.` },
    ];
  });
  throwIfFaulty(faults);
}
