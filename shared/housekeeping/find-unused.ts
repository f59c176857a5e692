import { DAY_MS } from '../durations.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { isInternalTopic } from '../topics/name.ts';
import { type ClusterState, endOffsetsOf } from './cluster-state.ts';
import { type Declaration, mayGo, scratchRuleOf } from './declaration.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, finding } from './finding.ts';

/** Topics without records, without new ones for long, and scratch topics past their time. */
export function findUnused(
  declaration: Declaration | undefined,
  idleAfterDays: number,
  { partitions }: ClusterState,
  evidence: ReadonlyMap<string, Evidence>,
  nowMs: number,
): Finding[] {
  return [...partitions].flatMap(([topic, there]) => {
    const known = evidence.get(topic);
    if (isInternalTopic(topic) || known === undefined || endOffsetsOf(there) === undefined) return [];
    const owner = declaration?.topics.get(topic)?.owner;
    const used = isEmpty(there)
      ? [empty(topic, owner, known)]
      : unusedDays(known, nowMs) >= idleAfterDays
        ? [idle(topic, owner, known, nowMs)]
        : [];
    return [...used, ...scratch(declaration, topic, known, nowMs)];
  });
}

/** When the topic was written last, at the latest: end offsets stood still since then, and no record is newer. */
export function lastWrittenAtMs({ unchangedSinceMs, lastRecordAtMs }: Evidence): number {
  // Producers set the time of records: one that is later than the looks say is believed, an earlier one never.
  return Math.max(unchangedSinceMs, lastRecordAtMs ?? 0);
}

/** Whole days in which nothing was written, as far as the evidence goes. */
export function unusedDays(evidence: Evidence, nowMs: number): number {
  return Math.floor((nowMs - lastWrittenAtMs(evidence)) / DAY_MS);
}

function isEmpty(partitions: readonly Partition[]): boolean {
  return partitions.every(({ earliestOffset, endOffset }) => earliestOffset === endOffset);
}

function empty(
  topic: string,
  owner: string | undefined,
  { endOffsets, unchangedSinceMs }: Evidence,
): Finding {
  const neverWritten = endOffsets.every((offset) => offset === 0);
  const reason = neverWritten
    ? `Nothing was ever written to it; seen so since ${day(unchangedSinceMs)}.`
    : `All its records are gone; nothing was written since ${day(unchangedSinceMs)}.`;
  return finding({ kind: 'empty', topic, owner, reason, rests: endOffsets });
}

function idle(topic: string, owner: string | undefined, known: Evidence, nowMs: number): Finding {
  const { unchangedSinceMs, lastRecordAtMs, endOffsets } = known;
  const lastRecord =
    typeof lastRecordAtMs === 'number' ? ` Its last record says ${day(lastRecordAtMs)}.` : '';
  return finding({
    kind: 'idle',
    topic,
    owner,
    reason: `Nothing was written for ${unusedDays(known, nowMs)} days: its end offsets have stood still since ${day(unchangedSinceMs)}.${lastRecord}`,
    rests: endOffsets,
  });
}

function scratch(
  declaration: Declaration | undefined,
  topic: string,
  known: Evidence,
  nowMs: number,
): Finding[] {
  if (declaration === undefined || !mayGo(declaration, topic)) return [];
  const rule = scratchRuleOf(declaration, topic);
  if (rule === undefined || unusedDays(known, nowMs) < rule.expireAfterDays) return [];
  return [
    finding({
      kind: 'scratch-expired',
      topic,
      owner: rule.owner,
      reason: `It fits ${rule.pattern}, and nothing was written for ${unusedDays(known, nowMs)} days (${rule.expireAfterDays} are allowed).`,
      rests: known.endOffsets,
    }),
  ];
}

/** A day in UTC. */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
