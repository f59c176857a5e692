import { createHash } from 'node:crypto';

/** Every kind of finding: how much it matters, and whether its topic may be deleted once that is approved. */
export const findingKinds = {
  leaderless: ['error', false],
  missing: ['warning', false],
  'partition-count-differs': ['warning', false],
  'replication-differs': ['warning', false],
  'properties-differ': ['warning', false],
  'under-replicated': ['warning', false],
  undeclared: ['warning', true],
  'scratch-expired': ['warning', true],
  'not-readable': ['warning', false],
  disputed: ['warning', false],
  'group-lag': ['info', false],
  'group-without-topic': ['warning', false],
  idle: ['info', false],
  empty: ['info', false],
} as const satisfies Record<string, readonly [Severity, isApprovable: boolean]>;

export type Severity = 'error' | 'warning' | 'info';
export type FindingKind = keyof typeof findingKinds;

/** One thing that is not as it should be, with what shows it and what to do. */
export interface Finding {
  /** `<kind>:<topic>`, with `:<group>` where there is one: the same in every run. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly topic: string;
  readonly group?: string;
  readonly owner?: string;
  readonly reason: string;
  /** Lines that an operator can run as they are. */
  readonly commands: readonly string[];
  /** Hash of what the finding rests on: it changes when that does. */
  readonly evidence: string;
}

export interface NewFinding {
  readonly kind: FindingKind;
  readonly topic: string;
  readonly group?: string | undefined;
  readonly owner?: string | undefined;
  readonly reason: string;
  readonly commands?: readonly string[];
  /** What it rests on, without times that pass by themselves. */
  readonly rests: unknown;
}

export function finding({ kind, topic, group, owner, reason, commands = [], rests }: NewFinding): Finding {
  return {
    id: findingId(kind, topic, group),
    kind,
    severity: findingKinds[kind][0],
    topic,
    ...(group === undefined ? {} : { group }),
    ...(owner === undefined ? {} : { owner }),
    reason,
    commands,
    evidence: createHash('sha256')
      .update(JSON.stringify([kind, topic, group, rests]))
      .digest('hex')
      .slice(0, 16),
  };
}

/** The stable name of a finding. */
function findingId(kind: FindingKind, topic: string, group?: string): string {
  return [kind, topic, ...(group === undefined ? [] : [group])].join(':');
}

/** Whether the topic of such a finding may be deleted once that is approved. */
export function isApprovable({ kind }: Pick<Finding, 'kind'>): boolean {
  return findingKinds[kind][1];
}
