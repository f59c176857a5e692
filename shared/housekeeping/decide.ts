import type { TopicShape } from '../kafka-rest/operations/admin.ts';
import { type ClusterState, endOffsetsOf, whyPartial } from './cluster-state.ts';
import { type Declaration, mayGo } from './declaration.ts';
import { type Evidence, isSame } from './evidence.ts';
import { type Finding, isApprovable } from './finding.ts';
import { day, lastWrittenAtMs } from './find-unused.ts';

/** A topic that is to go: since when, and on what that rests. */
export interface Mark {
  readonly topic: string;
  readonly finding: string;
  readonly evidence: string;
  readonly markedAtMs: number;
  /** Kafka's id of the topic; not known where the brokers could not be asked. */
  readonly topicId?: string | undefined;
}

/** An operator's word that the topic of a finding may go, as the finding was then. */
export interface Approval {
  readonly topic: string;
  readonly finding: string;
  readonly evidence: string;
  readonly who: string;
  readonly reason: string;
  readonly approvedAtMs: number;
}

/** One thing to do. `lift` takes a mark away, `withdraw` an approval, `close` both once their topic is gone. */
export type Action =
  | { readonly kind: 'create'; readonly topic: string; readonly shape: TopicShape; readonly reason: string }
  | ({ readonly kind: 'mark'; readonly reason: string } & Pick<Mark, 'topic' | 'finding' | 'evidence'>)
  | Ending
  | Forgetting
  | Deletion;

/** The end of what is kept of a group in a topic that is gone. */
export interface Forgetting {
  readonly kind: 'forget';
  readonly topic: string;
  readonly group: string;
  readonly reason: string;
}

/** The end of a mark or an approval. */
export interface Ending {
  readonly kind: 'lift' | 'close' | 'withdraw';
  readonly topic: string;
  readonly finding: string;
  readonly reason: string;
}

/** The deletion of a topic that was marked, waited for and approved, with what has to hold still when it is done. */
export interface Deletion {
  readonly kind: 'delete';
  readonly topic: string;
  readonly finding: string;
  readonly evidence: string;
  readonly endOffsets: readonly number[];
  readonly mark: Mark;
  readonly reason: string;
}

export interface DecideInput {
  readonly nowMs: number;
  readonly declaration: Declaration;
  readonly state: ClusterState;
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly findings: readonly Finding[];
  /** By topic. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** By finding. */
  readonly approvals: ReadonlyMap<string, Approval>;
  /** Between mark and deletion, since the last record, and since a group's topic went. */
  readonly waitMs: number;
  readonly maxDeletions: number;
}

/** What follows from the findings. Nothing is concluded from what is absent in a state that is not whole. */
export function decide(input: DecideInput): Action[] {
  const candidates = new Map(input.findings.filter(isApprovable).map((found) => [found.topic, found]));
  const settled = settle(input, candidates);
  const lifted = new Set(settled.filter(({ kind }) => kind !== 'withdraw').map(({ topic }) => topic));
  const standing = [...input.marks.values()].filter(({ topic }) => !lifted.has(topic));
  return [
    ...creations(input),
    ...settled,
    ...forgettings(input),
    ...newMarks(input, candidates, standing),
    ...deletions(input, candidates, standing),
  ];
}

/** By topic, the findings for which a topic may go. */
type Candidates = ReadonlyMap<string, Finding>;

function creations({ findings, declaration }: DecideInput): Action[] {
  return findings
    .filter(({ kind }) => kind === 'missing')
    .flatMap(({ topic, reason }) => {
      const shape = declaration.topics.get(topic);
      return shape === undefined ? [] : [{ kind: 'create', topic, shape, reason } as const];
    });
}

/** Groups whose topic was seen, and then in every run for the whole wait was not. */
function forgettings(input: DecideInput): Forgetting[] {
  const { findings, declaration, evidence, nowMs, waitMs } = input;
  return findings.flatMap(({ kind, topic, group }): Forgetting[] => {
    if (kind !== 'group-without-topic' || group === undefined || !mayGo(declaration, topic)) return [];
    const goneSinceMs = evidence.get(topic)?.goneSinceMs ?? nowMs;
    if (nowMs - goneSinceMs < waitMs) return [];
    const reason = `The topic of the group ${group} is gone since ${day(goneSinceMs)}.`;
    return [{ kind: 'forget', topic, group, reason }];
  });
}

/** Takes back marks and approvals whose ground is gone. */
function settle(input: DecideInput, candidates: Candidates): Ending[] {
  const marks = [...input.marks.values()].flatMap((mark): Ending[] => {
    const { topic, finding } = mark;
    const reason = whyOver(input, candidates, mark) ?? whyUnfounded(input, candidates.get(topic));
    if (reason === undefined) return [];
    return [{ kind: reason === GONE ? 'close' : 'lift', topic, finding, reason }];
  });
  const closed = new Set(marks.flatMap(({ kind, finding }) => (kind === 'close' ? [finding] : [])));
  const approvals = [...input.approvals.values()].flatMap((approval): Ending[] => {
    const { topic, finding } = approval;
    const reason = whyOver(input, candidates, approval);
    return reason === undefined || closed.has(finding) ? [] : [{ kind: 'withdraw', topic, finding, reason }];
  });
  return [...marks, ...approvals];
}

const GONE = 'Its topic is no longer there.';

/** Why a mark or an approval no longer holds; undefined: it holds, or nothing can be said now. */
function whyOver(
  input: DecideInput,
  candidates: Candidates,
  { topic, finding, evidence }: Mark | Approval,
): string | undefined {
  const { state, declaration } = input;
  if (!mayGo(declaration, topic)) return 'It is declared or protected now.';
  if (!state.listed.has(topic)) return whyPartial(state) === undefined ? GONE : undefined;
  if (endOffsetsOf(state.partitions.get(topic)) === undefined) return undefined;
  const found = candidates.get(topic);
  if (found?.id !== finding) return 'What was found of it is no more.';
  if (found.evidence !== evidence) return 'It was written to since.';
  return undefined;
}

/** The mark of an undeclared topic rests on an approval: without it the wait begins anew with the next one. */
function whyUnfounded(input: DecideInput, found: Finding | undefined): string | undefined {
  if (found === undefined || found.kind === 'scratch-expired' || isApproved(input, found)) return undefined;
  return 'Its approval is gone.';
}

/** Scratch topics are marked by themselves, others once an operator has named them. */
function newMarks(input: DecideInput, candidates: Candidates, standing: readonly Mark[]): Action[] {
  const marked = new Set(standing.map(({ topic }) => topic));
  return [...candidates.values()].flatMap((found): Action[] => {
    const { topic, id, evidence, kind, reason } = found;
    if (marked.has(topic) || endOffsetsOf(input.state.partitions.get(topic)) === undefined) return [];
    if (kind !== 'scratch-expired' && !isApproved(input, found)) return [];
    return [{ kind: 'mark', topic, finding: id, evidence, reason }];
  });
}

function isApproved({ approvals }: DecideInput, { id, evidence }: Finding): boolean {
  return approvals.get(id)?.evidence === evidence;
}

function deletions(input: DecideInput, candidates: Candidates, standing: readonly Mark[]): Deletion[] {
  if (whyPartial(input.state) !== undefined) return [];
  return standing
    .filter(({ markedAtMs }) => input.nowMs - markedAtMs >= input.waitMs)
    .sort((one, other) => one.markedAtMs - other.markedAtMs || (one.topic < other.topic ? -1 : 1))
    .flatMap((mark) => deletion(input, candidates, mark))
    .slice(0, input.maxDeletions);
}

function deletion(input: DecideInput, candidates: Candidates, mark: Mark): Deletion[] {
  const { topic, markedAtMs } = mark;
  const found = candidates.get(topic);
  const known = input.evidence.get(topic);
  const endOffsets = endOffsetsOf(input.state.partitions.get(topic));
  if (found === undefined || known === undefined || endOffsets === undefined) return [];
  const isQuiet =
    isSame(known.endOffsets, endOffsets) && input.nowMs - lastWrittenAtMs(known) >= input.waitMs;
  const isMarked = found.id === mark.finding && found.evidence === mark.evidence;
  if (!isMarked || !isQuiet || !isApproved(input, found) || !mayGo(input.declaration, topic)) return [];
  const { who = '' } = input.approvals.get(found.id) ?? {};
  const reason = `Marked since ${day(markedAtMs)}, approved by ${who}, not written meanwhile.`;
  return [{ kind: 'delete', topic, finding: found.id, evidence: found.evidence, endOffsets, mark, reason }];
}
