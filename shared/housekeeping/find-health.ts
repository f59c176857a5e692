import type { Partition } from '../kafka-rest/operations/metadata.ts';
import type { ClusterState } from './cluster-state.ts';
import { type Finding, finding } from './finding.ts';

/** Partitions that cannot be written or are a broker away from it, and what could not be looked at; Kafka's own topics too. */
export function findHealth(state: ClusterState): Finding[] {
  return [
    ...[...state.partitions].flatMap(([topic, partitions]) => [
      ...leaderless(topic, partitions),
      ...underReplicated(topic, partitions),
    ]),
    ...[...state.unread].map(([topic, why]) =>
      finding({
        kind: 'not-readable',
        topic,
        reason: `Its metadata could not be read, so nothing is known of it: ${why}`,
        rests: why,
      }),
    ),
    ...[...state.disputed].map((topic) =>
      finding({
        kind: 'disputed',
        topic,
        reason: "The proxy's nodes disagree on whether it is there: it was made or deleted moments ago.",
        rests: null,
      }),
    ),
  ];
}

function leaderless(topic: string, partitions: readonly Partition[]): Finding[] {
  const without = partitions.filter(({ leader }) => leader === null).map(({ partition }) => partition);
  if (without.length === 0) return [];
  const reason = `${numbered(without)} without leader: nothing can be written or read there; see to its brokers.`;
  return [finding({ kind: 'leaderless', topic, reason, rests: without })];
}

function underReplicated(topic: string, partitions: readonly Partition[]): Finding[] {
  const behind = partitions.filter(({ isr, replicas }) => isr.length < replicas.length);
  if (behind.length === 0) return [];
  const brokers = new Set(behind.flatMap(({ isr, replicas }) => replicas.filter((id) => !isr.includes(id))));
  const missing = [...brokers].sort((a, b) => a - b);
  const which = behind.map(({ partition }) => partition);
  return [
    finding({
      kind: 'under-replicated',
      topic,
      reason: `${numbered(which)} not in sync on broker ${missing.join(', ')}.`,
      rests: [which, missing],
    }),
  ];
}

const SHOWN = 20;

function numbered(partitions: readonly number[]): string {
  const shown = partitions.slice(0, SHOWN).join(', ');
  const more = partitions.length > SHOWN ? ` and ${partitions.length - SHOWN} more` : '';
  return `Partition${partitions.length === 1 ? '' : 's'} ${shown}${more}`;
}
