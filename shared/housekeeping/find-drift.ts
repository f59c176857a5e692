import type { TopicShape } from '../kafka-rest/operations/admin.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import type { Commands } from './commands.ts';
import { type Declaration, type DeclaredTopic, mayGo, scratchRuleOf } from './declaration.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, finding } from './finding.ts';

/** Where a cluster differs from what is declared: topics missing, undeclared or of another shape. */
export function findDrift(
  declaration: Declaration,
  state: ClusterState,
  evidence: ReadonlyMap<string, Evidence>,
  commands: Commands,
): Finding[] {
  const declared = [...declaration.topics].flatMap(([topic, wanted]) =>
    isAbsent(state, topic) ? [missing(topic, wanted, commands)] : differences(topic, wanted, state, commands),
  );
  const undeclared = [...state.listed]
    .filter((topic) => mayGo(declaration, topic) && scratchRuleOf(declaration, topic) === undefined)
    .map((topic) =>
      finding({
        kind: 'undeclared',
        topic,
        reason: 'Nobody has declared this topic: declare it, protect it, or approve that it goes.',
        rests: evidence.get(topic)?.endOffsets,
      }),
    );
  return [...declared, ...undeclared];
}

function isAbsent({ listed, disputed }: ClusterState, topic: string): boolean {
  return !listed.has(topic) && !disputed.has(topic);
}

function missing(topic: string, wanted: DeclaredTopic, commands: Commands): Finding {
  const { owner } = wanted;
  return finding({
    kind: 'missing',
    topic,
    owner,
    reason: 'It is declared and not there.',
    commands: [commands.create(topic, wanted)],
    rests: shapeOf(wanted),
  });
}

function shapeOf({ partitionCount, replicationFactor, topicProperties }: TopicShape): TopicShape {
  return { partitionCount, replicationFactor, topicProperties };
}

function differences(
  topic: string,
  wanted: DeclaredTopic,
  state: ClusterState,
  commands: Commands,
): Finding[] {
  const partitions = state.partitions.get(topic);
  if (partitions === undefined) return [];
  return [
    ...partitionCount(topic, wanted, partitions, commands),
    ...replication(topic, wanted, partitions, commands),
    ...properties(topic, wanted, state.properties?.get(topic), commands),
  ];
}

function partitionCount(
  topic: string,
  { partitionCount: wanted, owner }: DeclaredTopic,
  { length: there }: readonly Partition[],
  commands: Commands,
): Finding[] {
  if (wanted === undefined || wanted === there) return [];
  const remedy =
    wanted > there
      ? 'Keys will go to other partitions than before once they are added.'
      : 'Kafka never takes partitions away: declare what is there, or make the topic anew.';
  return [
    finding({
      kind: 'partition-count-differs',
      topic,
      owner,
      reason: `It has ${there} partitions, declared are ${wanted}. ${remedy}`,
      commands: wanted > there ? [commands.addPartitions(topic, wanted)] : [],
      rests: [there, wanted],
    }),
  ];
}

function replication(
  topic: string,
  { replicationFactor: wanted, owner }: DeclaredTopic,
  partitions: readonly Partition[],
  commands: Commands,
): Finding[] {
  const there = [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b);
  if (wanted === undefined || there.every((count) => count === wanted)) return [];
  return [
    finding({
      kind: 'replication-differs',
      topic,
      owner,
      reason: `Its replication factor is ${there.join(' and ')}, declared is ${wanted}.`,
      commands: [commands.reassign(topic, partitions, wanted)],
      rests: [there, wanted],
    }),
  ];
}

function properties(
  topic: string,
  { topicProperties = {}, owner }: DeclaredTopic,
  there: Readonly<Record<string, string>> | undefined,
  commands: Commands,
): Finding[] {
  if (there === undefined) return [];
  const differing = Object.entries(topicProperties).filter(([name, value]) => there[name] !== String(value));
  if (differing.length === 0) return [];
  const each = differing.map(
    ([name, value]) => `${name} is ${there[name] ?? 'not known'}, declared is ${value}`,
  );
  return [
    finding({
      kind: 'properties-differ',
      topic,
      owner,
      reason: `${each.join('; ')}.`,
      commands: [commands.setProperties(topic, Object.fromEntries(differing))],
      rests: each,
    }),
  ];
}
