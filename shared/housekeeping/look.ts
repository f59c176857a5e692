import type { Ask } from './ask.ts';
import { type ClusterState, endOffsetsOf, whyPartial } from './cluster-state.ts';
import { type Declaration, IDLE_AFTER_DAYS, scratchRuleOf } from './declaration.ts';
import { type Evidence, withAbsence, withGroups, withLook } from './evidence.ts';
import { unusedDays } from './find-unused.ts';
import { readCluster } from './read-cluster.ts';
import type { GroupPosition } from './read-groups.ts';
import { readLastRecords } from './read-last-records.ts';
import type { KafkaAdmin } from './topic-admin.ts';

export interface LookOptions {
  readonly ask: Ask['ask'];
  readonly kafka: KafkaAdmin | undefined;
  readonly nowMs: number;
  readonly declaration: Declaration | undefined;
  readonly before: ReadonlyMap<string, Evidence>;
  readonly groups: readonly GroupPosition[];
}

export interface Looked {
  readonly state: ClusterState;
  /** Of all topics that were ever seen and are remembered. */
  readonly evidence: ReadonlyMap<string, Evidence>;
}

/** Looks at the cluster once and adds that to the evidence. */
export async function look(options: LookOptions, budget: AbortSignal): Promise<Looked> {
  const { ask, kafka, declaration, before, nowMs } = options;
  const seen = await readCluster(ask, budget);
  const declared = [...(declaration?.topics.keys() ?? [])].filter((topic) => seen.listed.has(topic));
  // Without them the run goes on, and its report says that properties were not compared.
  const properties = await kafka?.properties(declared).catch(() => undefined);
  const state = { ...seen, properties };
  const evidence = new Map(before);
  for (const [topic, partitions] of state.partitions) {
    const seenNow = withLook(before.get(topic), partitions, nowMs);
    evidence.set(topic, withGroups(seenNow, positionsIn(topic, options.groups), nowMs));
  }
  if (whyPartial(state) === undefined) {
    for (const [topic, known] of before) {
      if (!state.listed.has(topic)) evidence.set(topic, withAbsence(known, nowMs));
    }
  }
  const times = await readLastRecords(ask, aboutToBeIdle(declaration, state, evidence, nowMs), budget);
  for (const [topic, lastRecordAtMs] of times) {
    const known = evidence.get(topic);
    if (known !== undefined) evidence.set(topic, { ...known, lastRecordAtMs });
  }
  return { state, evidence };
}

function positionsIn(topic: string, groups: readonly GroupPosition[]): ReadonlyMap<string, number> {
  const reading = groups.filter((position) => position.topic === topic);
  return new Map(
    reading.map(({ group, offsets }) => [group, [...offsets.values()].reduce((sum, each) => sum + each, 0)]),
  );
}

/** Topics whose end offsets say that they are idle, and whose last records were not read for these offsets. */
function aboutToBeIdle(
  declaration: Declaration | undefined,
  { partitions }: ClusterState,
  evidence: ReadonlyMap<string, Evidence>,
  nowMs: number,
): ClusterState['partitions'] {
  return new Map(
    [...partitions].filter(([topic, there]) => {
      const known = evidence.get(topic);
      const allowedDays = Math.min(
        declaration?.idleAfterDays ?? IDLE_AFTER_DAYS,
        (declaration === undefined ? undefined : scratchRuleOf(declaration, topic))?.expireAfterDays ??
          Infinity,
      );
      return (
        known !== undefined &&
        known.lastRecordAtMs === undefined &&
        endOffsetsOf(there) !== undefined &&
        unusedDays(known, nowMs) >= allowedDays
      );
    }),
  );
}
