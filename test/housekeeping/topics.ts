import type { Log } from '../../local/kafka-rest/log.ts';

const named = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(3, '0')}`);

/** The topics of the story, by what is to be found of them: 200 that are there and 20 that are not. */
export const topics = {
  busy: named('orders', 140),
  idle: named('archive', 10),
  fewPartitions: named('narrow', 5),
  otherProperties: named('kept-short', 5),
  undeclared: named('who', 30),
  scratch: named('tmp', 5),
  internal: named('__state', 5),
  missing: named('wanted', 20),
};

/** So that nothing goes for its age. */
export const properties = { 'retention.ms': '-1' };

export const declared = {
  defaults: { replicationFactor: 1, topicProperties: { 'retention.ms': -1 }, owner: 'team-a' },
  topics: Object.fromEntries([
    ...[...topics.busy, ...topics.idle, ...topics.otherProperties, ...topics.missing].map((name) => [
      name,
      { partitionCount: 2 },
    ]),
    ...topics.fewPartitions.map((name) => [name, { partitionCount: 6 }]),
  ]) as Record<string, object>,
  scratch: [{ pattern: 'tmp-*', expireAfterDays: 10 }],
  idleAfterDays: 20,
};

/** Makes those that are there, each with a record. */
export async function makeTopics(log: Log, nowMs: number): Promise<void> {
  const usual = Object.entries(topics)
    .filter(([kind]) => kind !== 'missing' && kind !== 'otherProperties')
    .flatMap(([, names]) => names);
  for (const name of usual) {
    await log.createTopic({ name, partitionCount: 2, replicationFactor: 1, properties });
  }
  for (const name of topics.otherProperties) {
    // As long as the story, so that nothing of it goes.
    const short = { 'retention.ms': String(90 * 86_400_000) };
    await log.createTopic({ name, partitionCount: 2, replicationFactor: 1, properties: short });
  }
  await write(log, [...usual, ...topics.otherProperties], nowMs);
}

/** A record into each. */
export async function write(log: Log, names: readonly string[], nowMs: number): Promise<void> {
  const record = { partition: 1, key: null, value: Buffer.from('x'), timestampMs: nowMs };
  for (const name of names) await log.append(name, [record]);
}

export async function namesOf(log: Log): Promise<string[]> {
  return (await log.topics()).map(({ name }) => name).filter((name) => !name.startsWith('__consumer'));
}
