import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from '@platformatic/kafka';
import type { OpenLog } from '../../../local/kafka-rest/open-kafka-log.ts';
import { onRealKafka } from '../../support/real-kafka.ts';

const limit = { maxRecords: 100, maxBytes: 1_000_000 };

onRealKafka('records of other producers', ({ bootstrap, openLog }) => {
  describe('a record of another producer on real Kafka', () => {
    let log: OpenLog;
    let producer: Producer;
    let made = 0;

    beforeAll(async () => {
      log = await openLog();
    });
    afterAll(() => log.close());

    // One for each case: what a transaction leaves behind concerns its producer alone.
    beforeEach(async () => {
      const client = await import('@platformatic/kafka');
      producer = new client.Producer({
        clientId: 'another-producer',
        bootstrapBrokers: [bootstrap],
        idempotent: true,
        retries: 20,
        retryDelay: 200,
      });
    });
    afterEach(() => producer.close());

    const newTopic = async () => {
      const name = `others-${process.pid}-${Date.now()}-${made++}`;
      await log.createTopic({ name, partitionCount: 1 });
      return name;
    };
    const message = (topic: string, value: string) => ({ topic, partition: 0, value: Buffer.from(value) });
    // The coordinator answers a commit before the marker is in the log.
    const marked = async (topic: string, latestOffset: number) => {
      while ((await log.partitions(topic))[0]?.latestOffset !== latestOffset) await sleep(20);
    };
    const valuesFrom = async (topic: string, offset: number) => {
      const { records, nextOffset } = await log.read(topic, 0, offset, limit);
      return [records.map(({ value }) => value?.toString()).join(' '), nextOffset];
    };

    it('is read over the markers of transactions, whose offsets are used', async () => {
      const topic = await newTopic();
      const transaction = await producer.beginTransaction();
      await transaction.send({ messages: [message(topic, 'a'), message(topic, 'b')] });
      await transaction.commit();
      await marked(topic, 3);
      await producer.send({ messages: [message(topic, 'c')] });
      expect(await valuesFrom(topic, 0)).toEqual(['a b c', 4]);
      expect(await valuesFrom(topic, 2)).toEqual(['c', 4]);
      const one = await log.read(topic, 0, 0, { ...limit, maxRecords: 2 });
      expect(one.nextOffset).toBe(2);
    });

    it('ends behind a marker that is the last in the log', async () => {
      const topic = await newTopic();
      const transaction = await producer.beginTransaction();
      await transaction.send({ messages: [message(topic, 'a')] });
      await transaction.commit();
      await marked(topic, 2);
      expect(await valuesFrom(topic, 1)).toEqual(['', 2]);
    });

    it.each(['gzip', 'zstd', 'snappy', 'lz4'] as const)(
      'is read when it is compressed with %s',
      async (compression) => {
        const topic = await newTopic();
        const messages = ['a', 'b', 'c'].map((value) => message(topic, value));
        await producer.send({ messages, compression });
        expect(await valuesFrom(topic, 1)).toEqual(['b c', 3]);
      },
    );
  });
});
