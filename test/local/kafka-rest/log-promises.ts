import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Log, LogError, type LogFailure, type NewRecord } from '../../../local/kafka-rest/log.ts';
import { loneBatchBytes } from '../../../local/kafka-rest/record-batch.ts';

/** A log with at least one broker, and what stands for the passing of time. */
export interface LogUnderTest {
  readonly log: Log;
  /** Epoch milliseconds, as the log's own clock has it. */
  readonly now: () => number;
  /** Lets time go by; a log with a real clock needs `untilTrue` to be asked again and again. */
  readonly pass: (ms: number, untilTrue: () => Promise<boolean>) => Promise<void>;
  /** Has the log cleaner go over a topic that has been written for the last time; settles when it has. */
  readonly compact: (topic: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const all = { maxRecords: 10_000, maxBytes: 10_000_000 };
const refused = (failure: LogFailure) => expect.objectContaining({ failure, name: LogError.name }) as unknown;
const bytes = (text: string | null) => (text === null ? null : Buffer.from(text));

/** What the REST layer may expect of any log behind it: run against the one in memory and the one on real Kafka. */
export function describeLog(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`the log ${name}`, () => {
    let under: LogUnderTest;
    const run = `${process.pid}-${Date.now()}`;
    let made = 0;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    const newName = () => `log-${run}-${made++}`;
    const newTopic = async (partitionCount: number, properties: Record<string, string> = {}) => {
      const topic = newName();
      await under.log.createTopic({ name: topic, partitionCount, replicationFactor: 1, properties });
      return topic;
    };
    const record = (value: string | null, more: Partial<NewRecord> = {}): NewRecord => ({
      partition: 0,
      key: null,
      value: bytes(value),
      timestampMs: under.now(),
      ...more,
    });
    const read = async (topic: string, offset = 0, partition = 0) =>
      (await under.log.read(topic, partition, offset, all)).records;
    const ends = async (topic: string) =>
      (await under.log.partitions(topic)).map(({ earliestOffset, latestOffset }) => [
        earliestOffset,
        latestOffset,
      ]);

    it('numbers the records of each partition by themselves, and says which numbers it gave', async () => {
      const topic = await newTopic(2);
      const first = [record('a'), record('b', { partition: 1 }), record('c')];
      expect(await under.log.append(topic, first)).toEqual([0, 0, 1]);
      expect(await under.log.append(topic, [record('d', { partition: 1 }), record('e')])).toEqual([1, 2]);
      expect(await under.log.append(topic, [])).toEqual([]);
      expect((await read(topic)).map(({ value }) => value?.toString())).toEqual(['a', 'c', 'e']);
      expect(await ends(topic)).toEqual([
        [0, 3],
        [0, 2],
      ]);
    });

    it('keeps null and empty apart, and every byte', async () => {
      const topic = await newTopic(1);
      const odd = Buffer.from([0, 255, 128, 10, 13]);
      await under.log.append(topic, [
        record(null, { key: odd }),
        record('', { key: bytes('') }),
        record('v', { key: null }),
      ]);
      expect((await read(topic)).map(({ key, value }) => [key, value])).toEqual([
        [odd, null],
        [bytes(''), bytes('')],
        [null, bytes('v')],
      ]);
    });

    it('keeps the time that a record brings, or gives its own where the topic says so', async () => {
      const brought = under.now() - 60_000;
      const create = await newTopic(1);
      const append = await newTopic(1, { 'message.timestamp.type': 'LogAppendTime' });
      const records = [record('a', { timestampMs: brought }), record('b', { timestampMs: brought - 5 })];
      const before = under.now();
      for (const topic of [create, append]) await under.log.append(topic, records);
      const times = (await read(create)).map(({ timestampMs, timestampType }) => [
        timestampMs,
        timestampType,
      ]);
      expect(times).toEqual([
        [brought, 'create'],
        [brought - 5, 'create'],
      ]);
      for (const { timestampMs, timestampType } of await read(append)) {
        expect(timestampType).toBe('log-append');
        expect(timestampMs).toBeGreaterThanOrEqual(before);
        expect(timestampMs).toBeLessThanOrEqual(under.now());
      }
    });

    it('reads from the earliest offset to the latest, and neither before nor after', async () => {
      const topic = await newTopic(1);
      await under.log.append(topic, [record('a'), record('b')]);
      expect(await under.log.read(topic, 0, 2, all)).toEqual({ records: [], nextOffset: 2 });
      for (const offset of [-2, -1, 3, 2 ** 53, 2 ** 63]) {
        await expect(under.log.read(topic, 0, offset, all)).rejects.toEqual(refused('offset-out-of-range'));
      }
    });

    it('stops a read at its limits, with one record at least, and says where to go on', async () => {
      const topic = await newTopic(1);
      await under.log.append(
        topic,
        ['aaaa', 'bbbb', 'cccc'].map((value) => record(value)),
      );
      const limited = async (offset: number, maxRecords: number, maxBytes: number) => {
        const { records, nextOffset } = await under.log.read(topic, 0, offset, { maxRecords, maxBytes });
        return [records.map(({ offset: at }) => at), nextOffset];
      };
      expect(await limited(0, 2, 100)).toEqual([[0, 1], 2]);
      expect(await limited(1, 9, 4)).toEqual([[1], 2]);
      expect(await limited(1, 9, 8)).toEqual([[1, 2], 3]);
      expect(await limited(1, 9, 0)).toEqual([[1], 2]);
      expect(await limited(1, 0, 100)).toEqual([[], 1]);
    });

    it('takes a record up to max.message.bytes, headers counted, and refuses the next byte', async () => {
      const topic = await newTopic(1, { 'max.message.bytes': '1000' });
      const key = bytes('k'.repeat(70));
      const sized = (length: number) => record('x'.repeat(length), { key });
      const length = 1000 - loneBatchBytes(sized(0)) - 1;
      expect(loneBatchBytes(sized(length))).toBe(1000);
      await expect(under.log.append(topic, [sized(length + 1)])).rejects.toEqual(refused('record-too-large'));
      expect(await under.log.append(topic, [sized(length)])).toEqual([0]);
    });

    it('takes more records in one go than fit into max.message.bytes, in their order', async () => {
      const topic = await newTopic(2, { 'max.message.bytes': '1000' });
      const records = Array.from({ length: 40 }, (_, i) => record(`${i}`.padEnd(200), { partition: i % 2 }));
      const offsets = await under.log.append(topic, records);
      expect(offsets).toEqual(records.map((_, i) => Math.floor(i / 2)));
      for (const partition of [0, 1]) {
        const values = (await read(topic, 0, partition)).map(({ value }) => Number(value));
        expect(values).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i + partition));
      }
    });

    it('writes nothing of an append that has one bad record', async () => {
      const topic = await newTopic(2);
      const append = (bad: NewRecord) =>
        under.log.append(topic, [record('a'), bad, record('b', { partition: 1 })]);
      await expect(append(record('x', { partition: 2 }))).rejects.toEqual(refused('unknown-partition'));
      await expect(append(record('x'.repeat(1_048_600)))).rejects.toEqual(refused('record-too-large'));
      expect(await ends(topic)).toEqual([
        [0, 0],
        [0, 0],
      ]);
      expect(await under.log.append(topic, [record('x'.repeat(900_000))])).toEqual([0]);
    });

    it('leaves gaps where a topic was compacted, and reads on behind them', async () => {
      const topic = await newTopic(1, {
        'cleanup.policy': 'compact',
        'min.cleanable.dirty.ratio': '0',
        'segment.ms': '100',
      });
      const keys = ['k', 'k', 'other', 'k', 'k'];
      await under.log.append(
        topic,
        keys.map((key, i) => record(`${i}`, { key: bytes(key) })),
      );
      await under.compact(topic);
      expect((await read(topic)).map(({ offset }) => offset).slice(0, 2)).toEqual([2, 4]);
      const { records, nextOffset } = await under.log.read(topic, 0, 3, { maxRecords: 1, maxBytes: 10 });
      expect([records.map(({ offset }) => offset), nextOffset]).toEqual([[4], 5]);
    });

    it('deletes records older than retention.ms, and keeps their offsets used', async () => {
      const topic = await newTopic(1, { 'retention.ms': '500' });
      await under.log.append(topic, [record('a'), record('b')]);
      await under.pass(501, async () => (await ends(topic))[0]?.[0] === 2);
      expect(await ends(topic)).toEqual([[2, 2]]);
      await expect(read(topic, 1)).rejects.toEqual(refused('offset-out-of-range'));
      expect(await under.log.append(topic, [record('c')])).toEqual([2]);
    });

    it('tells which brokers there are, and who leads and follows', async () => {
      const topic = await newTopic(3);
      const brokers = await under.log.brokers();
      expect(brokers.length).toBeGreaterThan(0);
      const partitions = await under.log.partitions(topic);
      expect(partitions.map(({ partition }) => partition)).toEqual([0, 1, 2]);
      for (const { leader, replicas, isr } of partitions) {
        expect(brokers).toContainEqual(leader);
        expect(replicas).toEqual([leader]);
        expect(isr).toEqual([leader]);
      }
      expect(await under.log.topics()).toContainEqual({ name: topic, partitionCount: 3 });
    });

    it.each([{}, { partitionCount: -1 }, { replicationFactor: -1 }])(
      "gives a topic with %p the brokers' defaults",
      async (counts) => {
        const topic = newName();
        await under.log.createTopic({ name: topic, ...counts });
        expect(await ends(topic)).toEqual([[0, 0]]);
      },
    );

    const property = (name: string, value: string) => ({ properties: { [name]: value } });
    it.each<[Record<string, unknown>, LogFailure]>([
      [{ name: '' }, 'bad-topic-name'],
      [{ name: '.' }, 'bad-topic-name'],
      [{ name: '..' }, 'bad-topic-name'],
      [{ name: 'a b' }, 'bad-topic-name'],
      [{ name: 'ü' }, 'bad-topic-name'],
      [{ name: 'n'.repeat(250) }, 'bad-topic-name'],
      [{ partitionCount: 0 }, 'bad-partition-count'],
      [{ partitionCount: -2 }, 'bad-partition-count'],
      [{ partitionCount: 10_001 }, 'bad-partition-count'],
      [{ replicationFactor: 0 }, 'bad-replication-factor'],
      [{ replicationFactor: -2 }, 'bad-replication-factor'],
      [{ replicationFactor: 1_000 }, 'bad-replication-factor'],
      [{ replicationFactor: 2 ** 31 - 1 }, 'bad-replication-factor'],
      [property('no.such', '1'), 'bad-topic-property'],
      [property('retention.ms', 'x'), 'bad-topic-property'],
      [property('retention.ms', '-2'), 'bad-topic-property'],
      [property('retention.ms', '1.0'), 'bad-topic-property'],
      [property('retention.ms', ''), 'bad-topic-property'],
      [property('retention.ms', '9223372036854775808'), 'bad-topic-property'],
      [property('max.message.bytes', '2147483648'), 'bad-topic-property'],
      [property('cleanup.policy', 'DELETE'), 'bad-topic-property'],
      [property('cleanup.policy', 'delete,'), 'bad-topic-property'],
      [property('min.cleanable.dirty.ratio', '1.5'), 'bad-topic-property'],
      [property('message.timestamp.type', 'createTime'), 'bad-topic-property'],
      [property('unclean.leader.election.enable', 'yes'), 'bad-topic-property'],
      [property('leader.replication.throttled.replicas', '1'), 'bad-topic-property'],
    ])('refuses the topic %j', async (topic, failure) => {
      const before = (await under.log.topics()).length;
      await expect(under.log.createTopic({ name: newName(), ...topic })).rejects.toEqual(refused(failure));
      expect(await under.log.topics()).toHaveLength(before);
    });

    it.each([
      ['retention.ms', ' 1 '],
      ['retention.ms', '+1'],
      ['retention.ms', '9223372036854775807'],
      ['retention.bytes', '-2'],
      ['cleanup.policy', ''],
      ['cleanup.policy', 'compact, delete'],
      ['min.cleanable.dirty.ratio', '.5'],
      ['min.cleanable.dirty.ratio', '1e-1'],
      ['unclean.leader.election.enable', 'TRUE'],
      ['leader.replication.throttled.replicas', '*'],
      ['follower.replication.throttled.replicas', '0:1001,1:1002'],
      ['compression.type', 'zstd'],
    ])('takes the property %s=%s', async (name, value) => {
      await expect(newTopic(1, { [name]: value })).resolves.toBeDefined();
    });

    it('refuses a topic that stands, or differs from one in dots and underscores alone', async () => {
      const topic = await newTopic(1);
      const twin = `${topic}.a_b`;
      await under.log.createTopic({ name: twin });
      const again = (name: string) => under.log.createTopic({ name });
      await expect(again(topic)).rejects.toEqual(refused('topic-exists'));
      await expect(again(`${topic}_a.b`)).rejects.toEqual(refused('bad-topic-name'));
    });

    it('refuses what has to do with a topic or partition that it has not', async () => {
      const topic = await newTopic(1);
      const none = newName();
      await expect(under.log.partitions(none)).rejects.toEqual(refused('unknown-topic'));
      await expect(under.log.append(none, [])).rejects.toEqual(refused('unknown-topic'));
      await expect(under.log.append(none, [record('a')])).rejects.toEqual(refused('unknown-topic'));
      await expect(under.log.read(none, 0, 0, all)).rejects.toEqual(refused('unknown-topic'));
      await expect(under.log.read(topic, 9, 0, all)).rejects.toEqual(refused('unknown-partition'));
    });
  });
}
