import type { Partition } from '../../../shared/kafka-rest/operations/metadata.ts';
import type { ClusterState } from '../../../shared/housekeeping/cluster-state.ts';
import type { Declaration } from '../../../shared/housekeeping/declaration.ts';
import type { Evidence } from '../../../shared/housekeeping/evidence.ts';
import type { PlanInput } from '../../../shared/housekeeping/plan.ts';

export const DAY_MS = 86_400_000;
export const NOW_MS = Date.UTC(2026, 5, 30, 5);

export function partition(number: number, changed: Partial<Partition> = {}): Partition {
  const all = { partition: number, earliestOffset: 0, endOffset: 10, leader: 1, replicas: [1, 2, 3] };
  return { ...all, isr: changed.replicas ?? all.replicas, ...changed };
}

/** A topic of as many partitions, all alike. */
export function partitions(count: number, changed: Partial<Partition> = {}): Partition[] {
  return Array.from({ length: count }, (_, number) => partition(number, changed));
}

export function declaring(changed: Partial<Declaration> = {}): Declaration {
  return { topics: new Map(), scratch: [], protected: [], idleAfterDays: 30, ...changed };
}

/** A cluster with these topics, on which all looks agree. */
export function cluster(
  topics: Readonly<Record<string, readonly Partition[]>>,
  changed: Partial<ClusterState> = {},
): ClusterState {
  return {
    brokers: [1, 2, 3].map((id) => ({ id, host: `wn${id}`, port: 9092, rack: null })),
    listed: new Set(Object.keys(topics)),
    disputed: new Set(),
    partitions: new Map(Object.entries(topics)),
    unread: new Map(),
    isCutShort: false,
    ...changed,
  };
}

/** What was seen of a topic that nobody has written to for so many days. */
export function quietFor(
  days: number,
  there: readonly Partition[],
  changed: Partial<Evidence> = {},
): Evidence {
  const sinceMs = NOW_MS - days * DAY_MS;
  return {
    firstSeenAtMs: sinceMs,
    lastSeenAtMs: NOW_MS,
    unchangedSinceMs: sinceMs,
    endOffsets: there.map(({ endOffset }) => endOffset),
    history: [],
    ...changed,
  };
}

/** An input whose evidence says that every topic has been quiet for a day, unless told otherwise. */
export function input(changed: Partial<PlanInput> = {}): PlanInput {
  const state = changed.state ?? cluster({});
  const evidence = new Map([...state.partitions].map(([topic, there]) => [topic, quietFor(1, there)]));
  return {
    nowMs: NOW_MS,
    declaration: declaring(),
    state,
    evidence: new Map([...evidence, ...(changed.evidence ?? [])]),
    groups: [],
    marks: new Map(),
    approvals: new Map(),
    waitMs: 7 * DAY_MS,
    maxDeletions: 5,
    ...Object.fromEntries(Object.entries(changed).filter(([name]) => name !== 'evidence')),
  };
}
