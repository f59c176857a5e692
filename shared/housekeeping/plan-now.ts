import type { GroupStore } from '../consuming/groups/group-rows.ts';
import { DAY_MS } from '../durations.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { createAsk } from './ask.ts';
import type { Declaration } from './declaration.ts';
import type { Decisions } from './decisions-table.ts';
import type { EvidenceStore } from './evidence-table.ts';
import { look } from './look.ts';
import { plan } from './plan.ts';
import { readGroups } from './read-groups.ts';
import type { TopicAdmin } from './topic-admin.ts';

export interface PlanNowOptions {
  readonly send: Send;
  /** Of one call of the proxy. */
  readonly deadline: () => AbortSignal;
  readonly admin: TopicAdmin;
  readonly groupStore: GroupStore;
  readonly evidenceStore: EvidenceStore;
  readonly decisions: Decisions;
  readonly waitDays: number;
  readonly maxActions: number;
  readonly nowMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly random?: () => number;
}

/** What was seen of the cluster, and what is to be done. */
export type PlannedNow = Awaited<ReturnType<ReturnType<typeof createPlanNow>>>;

/** Looks at the cluster as it is, beside what is kept of it, and plans; it writes nothing. */
export function createPlanNow(options: PlanNowOptions) {
  const { evidenceStore, decisions, nowMs, random = Math.random } = options;
  const waitMs = options.waitDays * DAY_MS;
  return async function planNow(declaration: Declaration | undefined, budget: AbortSignal) {
    const startedAtMs = nowMs();
    const { ask, calls } = createAsk({ ...options, random, nowMs: () => performance.now() });
    const [{ marks, approvals }, kept, groups] = await Promise.all([
      decisions.read(),
      evidenceStore.read(budget),
      readGroups(options.groupStore, budget),
    ]);
    const before = new Map([...kept].map(([topic, { evidence }]) => [topic, evidence]));
    const { kafka } = options.admin;
    const looked = await look({ ask, kafka, nowMs: startedAtMs, declaration, before, groups }, budget);
    const maxDeletions = options.maxActions;
    const input = {
      nowMs: startedAtMs,
      declaration,
      ...looked,
      groups,
      marks,
      approvals,
      waitMs,
      maxDeletions,
    };
    return { ...input, planned: plan(input), ask, calls, kept, startedAtMs };
  };
}
