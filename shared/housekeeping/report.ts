import { isInternalTopic } from '../topics/name.ts';
import type { Outcome } from './act.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Action, Approval, Mark } from './decide.ts';
import type { Declaration } from './declaration.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Severity } from './finding.ts';

/** What one run saw, found and did. Times are ISO 8601, in UTC. */
export interface Report {
  /** When it began, which is also its name. */
  readonly run: string;
  readonly endedAt: string;
  /** The tick of the timer; null where an operator, or a terminal, asked for the run. */
  readonly scheduledAt: string | null;
  readonly dryRun: boolean;
  /** Host name of the proxy. */
  readonly cluster: string;
  /** The file with the declared topics; null: there is none, so nothing is compared and nothing is done. */
  readonly declaration: string | null;
  /** Why nothing was concluded from what is absent, and nothing deleted; null: the cluster was seen whole. */
  readonly partial: string | null;
  /** Whether an app in the VNet can delete; else an operator has to. */
  readonly canDelete: boolean;
  /** False: the proxy cannot be asked for topic properties, so no difference of theirs is found. */
  readonly propertiesCompared: boolean;
  readonly counts: Readonly<Record<'topics' | 'declared' | 'internal' | 'partitions' | Severity, number>>;
  /** Since when evidence is kept; idleness cannot be told for longer than that. */
  readonly evidenceSince: string | null;
  /** Calls of the proxy. */
  readonly calls: number;
  readonly findings: readonly ReportedFinding[];
  readonly actions: readonly ReportedAction[];
}

/** A finding with what was decided about its topic. */
export interface ReportedFinding extends Finding {
  readonly markedAt?: string;
  /** From when on it can be deleted, if it is approved and nobody writes to it. */
  readonly deletableFrom?: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
}

export interface ReportedAction {
  readonly kind: Action['kind'];
  readonly topic: string;
  readonly reason: string;
  readonly outcome: Outcome['outcome'] | 'planned';
  readonly detail: string;
}

export interface ReportInput {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly scheduledAtMs: number | undefined;
  readonly dryRun: boolean;
  readonly cluster: string;
  readonly topicsFile: string;
  readonly declaration: Declaration | undefined;
  readonly state: ClusterState;
  readonly partial: string | undefined;
  readonly canDelete: boolean;
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly findings: readonly Finding[];
  /** Those there were before this run acted, and those it set. */
  readonly marks: ReadonlyMap<string, Mark>;
  readonly approvals: ReadonlyMap<string, Approval>;
  readonly waitMs: number;
  readonly actions: readonly ReportedAction[];
  readonly calls: number;
}

export function report(input: ReportInput): Report {
  const { startedAtMs, endedAtMs, scheduledAtMs, declaration, state, evidence } = input;
  const firstSeen = [...evidence.values()].map(({ firstSeenAtMs }) => firstSeenAtMs);
  return {
    run: iso(startedAtMs),
    endedAt: iso(endedAtMs),
    scheduledAt: scheduledAtMs === undefined ? null : iso(scheduledAtMs),
    dryRun: input.dryRun,
    cluster: input.cluster,
    declaration: declaration === undefined ? null : input.topicsFile,
    partial: input.partial ?? null,
    canDelete: input.canDelete,
    propertiesCompared: state.properties !== undefined,
    counts: counts(input),
    evidenceSince:
      firstSeen.length === 0 ? null : iso(firstSeen.reduce((one, other) => Math.min(one, other))),
    calls: input.calls,
    findings: input.findings.map((found) => withDecisions(found, input)),
    actions: input.actions,
  };
}

function counts({ declaration, state, findings }: ReportInput): Report['counts'] {
  const of = (severity: Severity) => findings.filter((found) => found.severity === severity).length;
  return {
    topics: state.listed.size,
    declared: declaration?.topics.size ?? 0,
    internal: [...state.listed].filter(isInternalTopic).length,
    partitions: [...state.partitions.values()].reduce((sum, { length }) => sum + length, 0),
    error: of('error'),
    warning: of('warning'),
    info: of('info'),
  };
}

function withDecisions(found: Finding, { marks, approvals, waitMs }: ReportInput): ReportedFinding {
  const mark = marks.get(found.topic);
  const approval = approvals.get(found.id);
  const isMarked = mark?.finding === found.id && mark.evidence === found.evidence;
  const isApproved = approval?.evidence === found.evidence;
  return {
    ...found,
    ...(isMarked ? { markedAt: iso(mark.markedAtMs), deletableFrom: iso(mark.markedAtMs + waitMs) } : {}),
    ...(isApproved ? { approvedBy: approval.who, approvedAt: iso(approval.approvedAtMs) } : {}),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
