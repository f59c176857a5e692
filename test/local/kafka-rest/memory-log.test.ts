import { describe, expect, it } from '@jest/globals';
import { MemoryLog, type MemoryLogOptions } from '../../../local/kafka-rest/memory-log.ts';

const all = { maxRecords: Infinity, maxBytes: Infinity };
const refused = (failure: string) => expect.objectContaining({ failure });

async function logWith(properties: Record<string, string> = {}, options: MemoryLogOptions = {}) {
  const clock = { ms: 1_000_000 };
  const log = new MemoryLog({ now: () => clock.ms, ...options });
  await log.createTopic({ name: 't', partitionCount: 2, properties });
  const write = (partition: number, value: string) =>
    log.append('t', [{ partition, key: null, value: Buffer.from(value), timestampMs: clock.ms }]);
  const ends = async () =>
    (await log.partitions('t')).map(({ earliestOffset, latestOffset }) => [earliestOffset, latestOffset]);
  return { clock, log, write, ends };
}

describe('log in memory', () => {
  it('numbers the records of each partition by themselves', async () => {
    const { log, write } = await logWith();
    expect([await write(0, 'a'), await write(1, 'b'), await write(0, 'c')]).toEqual([[0], [0], [1]]);
    const { records } = await log.read('t', 0, 0, all);
    expect(records.map(({ value }) => value?.toString())).toEqual(['a', 'c']);
  });

  it('writes nothing of an append that has one bad record', async () => {
    const { log, ends } = await logWith({ 'max.message.bytes': '100' });
    const good = { partition: 0, key: null, value: Buffer.from('a'), timestampMs: 0 };
    await expect(log.append('t', [good, { ...good, partition: 2 }])).rejects.toEqual(
      refused('unknown-partition'),
    );
    await expect(log.append('t', [good, { ...good, value: Buffer.alloc(33) }])).rejects.toEqual(
      refused('record-too-large'),
    );
    expect(await ends()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('drops the oldest records of all partitions when memory is used up', async () => {
    const { write, ends } = await logWith({}, { maxBytes: 400 });
    for (const partition of [0, 1, 1, 0]) await write(partition, 'x'.repeat(10));
    expect(await ends()).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('has room again when a topic is deleted', async () => {
    const { log, write, ends } = await logWith({}, { maxBytes: 300 });
    await write(0, 'x'.repeat(100));
    log.deleteTopic('t');
    await log.createTopic({ name: 't', partitionCount: 2 });
    await write(0, 'y'.repeat(100));
    expect(await ends()).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('deletes records that are older than retention.ms, and keeps their offsets used', async () => {
    const { clock, log, write, ends } = await logWith({ 'retention.ms': '1000' });
    await write(0, 'old');
    clock.ms += 600;
    await write(0, 'new');
    clock.ms += 600;
    expect(await ends()).toEqual([
      [1, 2],
      [0, 0],
    ]);
    await expect(log.read('t', 0, 0, all)).rejects.toEqual(refused('offset-out-of-range'));
    clock.ms += 600;
    expect(await write(0, 'newest')).toEqual([2]);
    expect((await log.read('t', 0, 2, all)).records).toHaveLength(1);
  });

  it.each<Record<string, string>>([
    { 'retention.ms': '-1' },
    { 'retention.ms': '1', 'cleanup.policy': 'compact' },
  ])('deletes nothing by age with %p', async (properties) => {
    const { clock, write, ends } = await logWith(properties);
    await write(0, 'old');
    clock.ms += 1e12;
    expect((await ends())[0]).toEqual([0, 1]);
  });

  it('stamps records with its own time when the topic says LogAppendTime', async () => {
    const { clock, log } = await logWith({ 'message.timestamp.type': 'LogAppendTime' });
    await log.append('t', [{ partition: 0, key: null, value: null, timestampMs: 5 }]);
    const { records } = await log.read('t', 0, 0, all);
    expect(records[0]).toMatchObject({ timestampMs: clock.ms, timestampType: 'log-append', value: null });
  });

  it('leaves gaps when a topic is compacted', async () => {
    const { log } = await logWith({ 'cleanup.policy': 'compact' });
    const record = { partition: 0, key: Buffer.from('k'), value: null, timestampMs: 0 };
    await log.append('t', [record, record, { ...record, key: Buffer.from('other') }]);
    log.compact('t');
    const { records } = await log.read('t', 0, 0, all);
    expect(records.map(({ offset }) => offset)).toEqual([1, 2]);
  });

  it('gives a partition another leader when a broker stops, and none when all its brokers have', async () => {
    const { log, write } = await logWith({ 'min.insync.replicas': '2' }, { brokerCount: 2 });
    const before = (await log.partitions('t'))[0];
    log.cluster.stop(before?.leader?.id ?? 0);
    const after = (await log.partitions('t'))[0];
    expect(after?.leader).toEqual(before?.replicas[1]);
    expect([after?.isr.length, after?.replicas.length, (await log.brokers()).length]).toEqual([1, 2, 1]);
    await expect(write(0, 'a')).rejects.toEqual(refused('not-enough-replicas'));
    log.cluster.stop(after?.leader?.id ?? 0);
    expect((await log.partitions('t'))[0]?.leader).toBeNull();
    await expect(log.read('t', 0, 0, all)).rejects.toEqual(refused('no-leader'));
    for (const broker of log.cluster.brokers) log.cluster.start(broker.id);
    expect(await write(0, 'a')).toEqual([0]);
  });

  it('adds partitions to a topic, never fewer', async () => {
    const { log } = await logWith();
    log.addPartitions('t', 3);
    expect(await log.topics()).toEqual([{ name: 't', partitionCount: 3 }]);
    expect(() => {
      log.addPartitions('t', 2);
    }).toThrow(refused('bad-partition-count'));
  });

  it.each([
    [{ name: 'a b' }, 'bad-topic-name'],
    [{ name: 't' }, 'topic-exists'],
    [{ name: 'n', partitionCount: 0 }, 'bad-partition-count'],
    [{ name: 'n', partitionCount: 2_000_000_000 }, 'bad-partition-count'],
    [{ name: 'n', replicationFactor: 4 }, 'bad-replication-factor'],
    [{ name: 'n', replicationFactor: 0 }, 'bad-replication-factor'],
    [{ name: 'n', properties: { 'retention.ms': 'x' } }, 'bad-topic-property'],
  ])('refuses the topic %p', async (topic, failure) => {
    const { log } = await logWith();
    await expect(log.createTopic(topic)).rejects.toEqual(refused(failure));
    expect(await log.topics()).toHaveLength(1);
  });

  it('refuses what has to do with a topic that it has not', async () => {
    const { log } = await logWith();
    await expect(log.partitions('none')).rejects.toEqual(refused('unknown-topic'));
    await expect(log.append('none', [])).rejects.toEqual(refused('unknown-topic'));
    await expect(log.read('none', 0, 0, all)).rejects.toEqual(refused('unknown-topic'));
    await expect(log.read('t', 9, 0, all)).rejects.toEqual(refused('unknown-partition'));
  });
});
