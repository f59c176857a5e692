import { AppError, type Fault, faultsDetail, type ProblemCode, echo } from '../errors.ts';
import type { Decisions } from './decisions-table.ts';
import { isApprovable } from './finding.ts';
import type { Report } from './report.ts';

export interface NamedFinding {
  readonly id: string;
  /** The hash that the report shows beside it. */
  readonly evidence: string;
}

/**
 * Approves that the topics of findings may go, as the last report shows them: all of them, or none with every fault.
 * Rejects with `finding-not-found`, `invalid-request` for one that no approval is for, and `finding-changed`.
 */
export async function approve(
  { decisions, last, nowMs }: { decisions: Decisions; last: Report | undefined; nowMs: number },
  findings: readonly NamedFinding[],
  { who, reason }: { readonly who: string; readonly reason: string },
): Promise<void> {
  const reported = new Map((last?.findings ?? []).map((found) => [found.id, found]));
  const refuse = (code: ProblemCode, what: string, isFaulty: (named: NamedFinding) => boolean) => {
    const faults = findings.flatMap((named, index): Fault[] =>
      isFaulty(named) ? [{ pointer: `#/findings/${index}`, detail: `${echo(named.id)} ${what}` }] : [],
    );
    if (faults.length > 0) throw new AppError(code, faultsDetail(faults), { faults });
  };
  refuse('finding-not-found', 'is not in the last report.', ({ id }) => !reported.has(id));
  refuse('invalid-request', 'is nothing to approve: only undeclared and scratch-expired are.', ({ id }) => {
    const found = reported.get(id);
    return found !== undefined && !isApprovable(found);
  });
  refuse(
    'finding-changed',
    'rests on other evidence in the last report: look at it again.',
    ({ id, evidence }) => reported.get(id)?.evidence !== evidence,
  );
  for (const { id, evidence } of findings) {
    const topic = reported.get(id)?.topic ?? '';
    await decisions.approve({ topic, finding: id, evidence, who, reason, approvedAtMs: nowMs });
  }
}
