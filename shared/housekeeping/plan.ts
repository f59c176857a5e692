import type { ClusterState } from './cluster-state.ts';
import { createCommands } from './commands.ts';
import { type Action, type Approval, decide, type Mark } from './decide.ts';
import { type Declaration, IDLE_AFTER_DAYS } from './declaration.ts';
import type { Evidence } from './evidence.ts';
import { findDrift } from './find-drift.ts';
import { findGroups } from './find-groups.ts';
import { findHealth } from './find-health.ts';
import { type Finding, type Severity } from './finding.ts';
import { findUnused } from './find-unused.ts';
import type { GroupPosition } from './read-groups.ts';

/** All that a plan follows from; the same input gives the same plan. */
export interface PlanInput {
  readonly nowMs: number;
  /** Undefined: there is no file, and so nothing that could be missing, undeclared or to be done. */
  readonly declaration: Declaration | undefined;
  readonly state: ClusterState;
  /** With this run's look. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly groups: readonly GroupPosition[];
  /** By topic. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** By finding. */
  readonly approvals: ReadonlyMap<string, Approval>;
  /** Between mark and deletion, and since the last record. */
  readonly waitMs: number;
  readonly maxDeletions: number;
}

export interface Plan {
  /** The gravest first, then by kind and topic. */
  readonly findings: readonly Finding[];
  readonly actions: readonly Action[];
}

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

/** Compares what is declared with what is there, and says what to do. It asks nobody and changes nothing. */
export function plan(input: PlanInput): Plan {
  const { declaration, state, evidence, nowMs } = input;
  const commands = createCommands(state.brokers);
  const idleAfterDays = declaration?.idleAfterDays ?? IDLE_AFTER_DAYS;
  const findings = [
    ...findHealth(state),
    ...(declaration === undefined ? [] : findDrift(declaration, state, evidence, commands)),
    ...findUnused(declaration, idleAfterDays, state, evidence, nowMs),
    ...findGroups(input.groups, state, evidence, nowMs),
  ].sort(byGravity);
  const actions = declaration === undefined ? [] : decide({ ...input, declaration, findings });
  return { findings, actions };
}

function byGravity(one: Finding, other: Finding): number {
  const gravity = GRAVITY.indexOf(one.severity) - GRAVITY.indexOf(other.severity);
  return gravity === 0 ? (one.id < other.id ? -1 : 1) : gravity;
}
