import { type Audit, AUDIT_KEEP_MS } from '../access/audit.ts';
import type { GroupStore } from '../consuming/groups/group-rows.ts';
import { DAY_MS } from '../durations.ts';
import { createRemoveExpired } from '../idempotency/remove-expired.ts';
import type { Send } from '../kafka-rest/operation.ts';
import type { BlobContainer } from '../storage/blob.ts';
import type { Table } from '../storage/table.ts';
import { act } from './act.ts';
import { approve, type NamedFinding } from './approve.ts';
import { whyPartial } from './cluster-state.ts';
import { createCommands } from './commands.ts';
import { createDecisions } from './decisions-table.ts';
import { type Declaration, readDeclaration } from './declaration.ts';
import { createEvidenceStore } from './evidence-table.ts';
import { createHousekeepingMetrics } from './housekeeping-metrics.ts';
import type { Plan } from './plan.ts';
import { createPlanNow, type PlannedNow } from './plan-now.ts';
import { type Report, report, type ReportedAction } from './report.ts';
import { createReports } from './reports.ts';
import type { TopicAdmin } from './topic-admin.ts';
import { withLease } from './with-lease.ts';

export interface RunRequest {
  /** For the audit. */
  readonly who: string;
  readonly dryRun: boolean;
  /** The tick that is served, epoch milliseconds; left out where somebody asked for the run. */
  readonly scheduledAtMs?: number;
}

/** The topics of one cluster, looked after. */
export interface Housekeeping {
  /**
   * Looks, plans, acts unless it is a dry run, and reports; undefined: another instance served this tick. Rejects with
   * `housekeeping-running`, and with `settings-invalid` where the file of declared topics is broken.
   */
  readonly run: (request: RunRequest, budget: AbortSignal) => Promise<Report | undefined>;
  /** What a run would find now, with the evidence there is; it writes nothing. */
  readonly plan: (budget: AbortSignal) => Promise<Report>;
  readonly lastReport: (signal?: AbortSignal) => Promise<Report | undefined>;
  /** As the last report shows them; all of them or none. */
  readonly approve: (findings: readonly NamedFinding[], word: OperatorsWord) => Promise<void>;
  /** Takes approvals back; gives those that there were. */
  readonly revoke: (findings: readonly string[]) => Promise<readonly string[]>;
}

export interface OperatorsWord {
  readonly who: string;
  readonly reason: string;
}

export interface HousekeepingOptions {
  readonly send: Send;
  /** Of one call of the proxy. */
  readonly deadline: () => AbortSignal;
  readonly admin: TopicAdmin;
  readonly audit: Audit;
  readonly auditTable: Table;
  readonly evidenceTable: Table;
  readonly decisionsTable: Table;
  readonly groupStore: GroupStore;
  readonly container: BlobContainer;
  /** What rows and blobs are kept under, and the host name that the report shows. */
  readonly cluster: { readonly key: string; readonly name: string };
  readonly topicsFile: string;
  readonly waitDays: number;
  readonly maxActions: number;
  readonly keepDays: number;
  /** Removes what other parts of the app have left behind. */
  readonly cleanOthers: (budget: AbortSignal) => Promise<void>;
  readonly nowMs?: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly random?: () => number;
}

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { cluster, container, topicsFile, nowMs = Date.now } = options;
  const evidenceStore = createEvidenceStore(options.evidenceTable, cluster.key);
  const decisions = createDecisions(options.decisionsTable, cluster.key);
  const reports = createReports(container, options.decisionsTable, cluster.key);
  const tellMetrics = createHousekeepingMetrics();
  const planNow = createPlanNow({ ...options, nowMs, evidenceStore, decisions });

  async function reportOf(
    now: PlannedNow,
    request: Omit<RunRequest, 'who'>,
    actions: readonly ReportedAction[],
  ): Promise<Report> {
    // As they stand after acting.
    const { marks, approvals } = request.dryRun ? now : await decisions.read();
    return report({
      ...now,
      marks,
      approvals,
      endedAtMs: nowMs(),
      scheduledAtMs: request.scheduledAtMs,
      dryRun: request.dryRun,
      cluster: cluster.name,
      topicsFile,
      partial: whyPartial(now.state),
      canDelete: options.admin.kafka !== undefined,
      findings: now.planned.findings,
      actions,
      calls: now.calls(),
    });
  }

  async function actOn(now: PlannedNow, who: string, budget: AbortSignal): Promise<ReportedAction[]> {
    const commands = createCommands(now.state.brokers);
    const { admin, audit, groupStore } = options;
    const acted: ReportedAction[] = [];
    // One after the other: what is done is few, and a run that breaks off has one action half done at most.
    for (const action of now.planned.actions) {
      const outcome = await act(
        action,
        { ask: now.ask, admin, decisions, groupStore, audit, commands, nowMs, who },
        budget,
      );
      acted.push({ kind: action.kind, topic: action.topic, reason: action.reason, ...outcome });
    }
    return acted;
  }

  async function clean(budget: AbortSignal): Promise<void> {
    const keepMs = options.keepDays * DAY_MS;
    await reports.removeBefore(nowMs() - keepMs);
    // Each run writes those of the topics that are there.
    await createRemoveExpired({ table: options.evidenceTable, keepMs })(budget);
    await createRemoveExpired({ table: options.auditTable, keepMs: AUDIT_KEEP_MS })(budget);
    await options.cleanOthers(budget);
  }

  async function runAlone(
    request: RunRequest,
    declaration: Declaration | undefined,
    budget: AbortSignal,
  ): Promise<Report | undefined> {
    const { scheduledAtMs, dryRun, who } = request;
    if (scheduledAtMs !== undefined && scheduledAtMs <= (await reports.lastTickMs())) return undefined;
    const now = await planNow(declaration, budget);
    await evidenceStore.write(now.evidence, now.kept);
    const actions = dryRun ? plannedOnly(now.planned) : await actOn(now, who, budget);
    const made = await reportOf(now, request, actions);
    await reports.put(made);
    tellMetrics(made);
    await clean(budget);
    return made;
  }

  return {
    async run(request, budget) {
      // First of all: a broken file must not even look as if something was done.
      const declaration = await readDeclaration(topicsFile);
      return withLease(container, `${cluster.key}/lock`, budget, (signal) =>
        runAlone(request, declaration, signal),
      );
    },
    async plan(budget) {
      const now = await planNow(await readDeclaration(topicsFile), budget);
      return reportOf(now, { dryRun: true }, plannedOnly(now.planned));
    },
    lastReport: (signal) => reports.last(signal),
    approve: async (findings, word) =>
      approve({ decisions, last: await reports.last(), nowMs: nowMs() }, findings, word),
    async revoke(findings) {
      const revoked: string[] = [];
      for (const finding of findings) if (await decisions.revoke(finding)) revoked.push(finding);
      return revoked;
    },
  };
}

function plannedOnly({ actions }: Plan): ReportedAction[] {
  return actions.map(({ kind, topic, reason }) => ({ kind, topic, reason, outcome: 'planned', detail: '' }));
}
