import { DAY_MS } from '../durations.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { endOffsetsOf } from './cluster-state.ts';

/** What the runs have seen of one topic. Times are epoch milliseconds of the runs' clock. */
export interface Evidence {
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  /** Set while the topic is not there; a topic that comes back is a new one. */
  readonly goneSinceMs?: number | undefined;
  /** Since when every look showed these end offsets: no record was written since then. */
  readonly unchangedSinceMs: number;
  readonly endOffsets: readonly number[];
  /** The newest timestamp of the partitions' last records; null: they show none; undefined: not read for these end offsets. */
  readonly lastRecordAtMs?: number | null | undefined;
  readonly history: readonly Look[];
  /** Of each group of this app that reads it: the sum of its offsets, and since when that has stood still. */
  readonly groups?: Readonly<Record<string, readonly [position: number, sinceMs: number]>>;
}

/** One look at a topic, as it is kept: when, records ever written, records still there, partitions not in sync. */
export type Look = readonly [atMs: number, written: number, kept: number, outOfSync: number];

const DAILY_FOR_MS = 14 * DAY_MS;
const MAX_LOOKS = 120;

/**
 * The evidence after one more look. A look that shows no end offsets, because a partition has no leader, changes
 * nothing but when the topic was seen; end offsets that differ, in whatever direction, count as written now.
 */
export function withLook(
  before: Evidence | undefined,
  partitions: readonly Partition[],
  nowMs: number,
): Evidence {
  const known = before === undefined || before.goneSinceMs !== undefined ? firstSeen(nowMs) : before;
  const seen = { ...known, lastSeenAtMs: nowMs };
  const endOffsets = endOffsetsOf(partitions);
  if (endOffsets === undefined) return seen;
  const history = compacted([...seen.history, lookAt(partitions, nowMs)], nowMs);
  return isSame(seen.endOffsets, endOffsets)
    ? { ...seen, history }
    : { ...seen, history, endOffsets, unchangedSinceMs: nowMs, lastRecordAtMs: undefined };
}

/** The evidence with where the groups are that read the topic: by group, the sum of their offsets. */
export function withGroups(
  evidence: Evidence,
  positions: ReadonlyMap<string, number>,
  nowMs: number,
): Evidence {
  if (positions.size === 0 && evidence.groups === undefined) return evidence;
  const groups = [...positions].map(([group, position]) => {
    const before = evidence.groups?.[group];
    return [group, before?.[0] === position ? before : [position, nowMs]];
  });
  return { ...evidence, groups: Object.fromEntries(groups) as NonNullable<Evidence['groups']> };
}

/** The evidence of a topic that is no longer there; the same object once that is known. */
export function withAbsence(before: Evidence, nowMs: number): Evidence {
  return before.goneSinceMs === undefined ? { ...before, goneSinceMs: nowMs } : before;
}

/** Whether two lists of end offsets are the same, partition by partition. */
export function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((offset, partition) => offset === other[partition]);
}

function firstSeen(nowMs: number): Evidence {
  return {
    firstSeenAtMs: nowMs,
    lastSeenAtMs: nowMs,
    unchangedSinceMs: nowMs,
    endOffsets: [],
    history: [],
  };
}

function lookAt(partitions: readonly Partition[], nowMs: number): Look {
  const sum = (of: (partition: Partition) => number) =>
    partitions.reduce((total, partition) => total + of(partition), 0);
  return [
    nowMs,
    sum(({ endOffset }) => endOffset),
    sum(({ endOffset, earliestOffset }) => endOffset - earliestOffset),
    sum(({ isr, replicas }) => (isr.length < replicas.length ? 1 : 0)),
  ];
}

/** The last look of each day for two weeks, before that of each week: however long it runs, a row stays small. */
function compacted(history: readonly Look[], nowMs: number): readonly Look[] {
  const lastOf = new Map<number, Look>();
  for (const look of history) {
    const [atMs] = look;
    const spanMs = nowMs - atMs < DAILY_FOR_MS ? DAY_MS : 7 * DAY_MS;
    // Days and weeks are told apart by sign.
    lastOf.set(Math.floor(atMs / spanMs) * (spanMs === DAY_MS ? 1 : -1), look);
  }
  return [...lastOf.values()].sort(([one], [other]) => one - other).slice(-MAX_LOOKS);
}
