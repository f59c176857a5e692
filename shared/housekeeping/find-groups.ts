import { DAY_MS } from '../durations.ts';
import { type ClusterState, whyPartial } from './cluster-state.ts';
import type { Evidence } from './evidence.ts';
import { day } from './find-unused.ts';
import { type Finding, finding } from './finding.ts';
import type { GroupPosition } from './read-groups.ts';

/** Groups of this app that stand still behind the end of the log, and those whose topic is gone. */
export function findGroups(
  groups: readonly GroupPosition[],
  state: ClusterState,
  evidence: ReadonlyMap<string, Evidence>,
  nowMs: number,
): Finding[] {
  return groups.flatMap((position) => {
    const { group, topic } = position;
    if (!state.listed.has(topic)) {
      return whyPartial(state) === undefined ? [withoutTopic(position)] : [];
    }
    const lag = lagOf(position, state);
    const sinceMs = evidence.get(topic)?.groups?.[group]?.[1] ?? nowMs;
    return lag > 0 && nowMs - sinceMs >= DAY_MS ? [behind(position, lag, sinceMs)] : [];
  });
}

function lagOf({ topic, offsets }: GroupPosition, { partitions }: ClusterState): number {
  return (partitions.get(topic) ?? [])
    .map(({ partition, earliestOffset, endOffset }) =>
      Math.max(0, endOffset - Math.max(earliestOffset, offsets.get(partition) ?? 0)),
    )
    .reduce((sum, lag) => sum + lag, 0);
}

function behind({ group, topic, offsets }: GroupPosition, lag: number, sinceMs: number): Finding {
  return finding({
    kind: 'group-lag',
    topic,
    group,
    reason: `It is ${lag} records behind and has not moved since ${day(sinceMs)}.`,
    rests: [...offsets],
  });
}

function withoutTopic({ group, topic, offsets }: GroupPosition): Finding {
  return finding({
    kind: 'group-without-topic',
    topic,
    group,
    reason: `Its topic is not there: DELETE groups/${group}/topics/${topic} forgets where it was.`,
    rests: [...offsets],
  });
}
