import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readPartition } from '../../functions/http/read-partition.ts';
import { type Assumptions, assumptions } from '../../local/kafka-rest/assumptions.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { type App, call, startApp } from '../support/app.ts';

/**
 * Whatever the real proxy does where nobody documents it, every form of a read gives the same. Assumptions that
 * matter to a plain read alone are in assumptions.test.ts.
 */
const positions: Partial<Assumptions>[] = [
  {},
  ...assumptions['offset-out-of-range'].options.slice(1).map((option) => ({ 'offset-out-of-range': option })),
  { 'consume-answer-shape': 'array' },
  { 'sends-next-offset': 'false' },
  { 'consume-answer-shape': 'array', 'sends-next-offset': 'false', 'offset-out-of-range': 'empty' },
  { 'wait-at-end-ms': '5000', 'timestamp-type-strings': 'CREATE_TIME', 'null-key-form': 'absent' },
];
const HOUR_MS = 3_600_000;
const now = Date.now();

let app: App;
const log = new MemoryLog();

beforeAll(async () => {
  app = await startApp({ kafkaRest: { log } });
  await log.createTopic({
    name: 'orders',
    partitionCount: 2,
    properties: { 'retention.ms': String(24 * HOUR_MS) },
  });
  const append = (
    count: number,
    timeOf: (index: number) => number,
    keyOf: (index: number) => Buffer | null,
  ) =>
    log.append(
      'orders',
      Array.from({ length: count }, (_, index) => ({
        partition: 0,
        key: keyOf(index),
        value: Buffer.from(`{"n":${index}.0}`),
        timestampMs: timeOf(index),
      })),
    );
  // Offsets 0 to 4 are gone; of 5 to 24 the last two are left; 25 to 29 are whole.
  await append(
    5,
    () => now - 48 * HOUR_MS,
    () => null,
  );
  await append(
    20,
    (index) => now - HOUR_MS + index * 1000,
    (index) => Buffer.from(String(index % 2)),
  );
  log.compact('orders');
  await append(
    5,
    (index) => now - HOUR_MS + (20 + index) * 1000,
    () => null,
  );
});
afterAll(() => app.close());

describe('A read of one partition is the same when the proxy has', () => {
  test.each(positions)('%j', async (assume) => {
    const proxy = await app.standIns.anotherKafkaRest({
      assume,
      metadata: { refreshMs: 0 },
      log,
      sleep: () => Promise.resolve(),
    });
    const dependencies = createDependencies({ ...app.standIns.environment, KAFKA_REST_URL: proxy.url });
    const read = async (query: string, partition = '0', topic = 'orders') => {
      const params = { topic, partition };
      const { status, body } = await call((request, of) => readPartition(request, dependencies, of), {
        params,
        query,
      });
      const records = (body['records'] ?? []) as { offset: number; value: unknown }[];
      return { status, body, offsets: records.map(({ offset }) => offset), records };
    };
    try {
      const whole = [23, 24, 25, 26, 27, 28, 29];
      const seen: number[] = [];
      for (let next = 5; next < 30;) {
        const { offsets, body } = await read(`?offset=${next}&count=2`);
        seen.push(...offsets);
        expect(body['nextOffset']).toBeGreaterThan(next);
        next = body['nextOffset'] as number;
      }
      expect(seen).toEqual(whole);
      for (const query of [
        '?offset=25&count=3',
        '?offset=25&count=3&lag=false',
        '?offset=25&untilOffset=28',
      ]) {
        expect((await read(query)).offsets).toEqual([25, 26, 27]);
      }
      expect((await read('?last=2')).offsets).toEqual([28, 29]);
      expect((await read(`?timestamp=${now - HOUR_MS + 21_500}`)).offsets).toEqual([27, 28, 29]);
      expect((await read(`?timestamp=${now}`)).body).toMatchObject({ records: [], nextOffset: 30, lag: 0 });
      expect((await read('?offset=29&value=json')).records[0]?.value).toEqual({ n: 4 });
      const end = { records: [], nextOffset: 30, endOffset: 30, lag: 0 };
      expect((await read('?offset=latest')).body).toEqual(end);
      expect((await read('?offset=30&waitMs=120')).body).toEqual(end);

      for (const offset of [2, 31]) {
        expect(await read(`?offset=${offset}`)).toMatchObject({
          status: 400,
          body: { code: 'offset-out-of-range', offset, earliestOffset: 5, endOffset: 30 },
        });
        expect(await read(`?offset=${offset}&onOutOfRange=earliest&count=1`)).toMatchObject({
          offsets: [23],
          body: { skipped: { from: offset, to: 5 } },
        });
        expect((await read(`?offset=${offset}&onOutOfRange=latest`)).body).toMatchObject({
          ...end,
          skipped: { from: offset, to: 30 },
        });
      }
      expect((await read('?offset=0', '1')).body).toEqual({
        records: [],
        nextOffset: 0,
        endOffset: 0,
        lag: 0,
      });
      expect(await read('?offset=0', '2')).toMatchObject({ body: { code: 'partition-not-found' } });
      expect(await read('?offset=0', '0', 'nowhere')).toMatchObject({ body: { code: 'topic-not-found' } });
    } finally {
      await proxy.close();
    }
  });
});
