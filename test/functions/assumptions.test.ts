import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTopic } from '../../functions/http/create-topic.ts';
import { describePartition } from '../../functions/http/describe-partition.ts';
import { describeTopic } from '../../functions/http/describe-topic.ts';
import { listTopics } from '../../functions/http/list-topics.ts';
import { produceRecords } from '../../functions/http/produce-records.ts';
import { readPartition } from '../../functions/http/read-partition.ts';
import { readTopic } from '../../functions/http/read-topic.ts';
import { ready } from '../../functions/http/ready.ts';
import { type Assumption, assumptions } from '../../local/kafka-rest/assumptions.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { type Answered, type App, call, type Call, startApp } from '../support/app.ts';

/**
 * Nobody documents what the real proxy does in the places that the stand-in's assumptions name. Whatever it does,
 * what callers of this app see stays the same.
 */
const positions = Object.entries<Assumption>(assumptions).flatMap(([name, row]) =>
  row.options.filter((option) => option !== row.default).map((option) => [name, option] as const),
);

let app: App;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

type Function = (
  request: Parameters<typeof readPartition>[0],
  dependencies: Dependencies,
  of: Parameters<typeof readPartition>[2],
) => ReturnType<typeof readPartition>;

const records =
  '{"records":[{"key":"a","value":"text"},{"partition":1,"value":5},{"partition":1,"value":{"b":1}}]}';

describe('Callers see the same when the proxy has', () => {
  test.each([['error-body', 'json'], ...positions])('%s = %s', async (name, option) => {
    const proxy = await app.standIns.anotherKafkaRest({
      assume: { [name]: option },
      metadata: { refreshMs: 0 },
    });
    const dependencies = createDependencies({ ...app.standIns.environment, KAFKA_REST_URL: proxy.url });
    const ask = (respond: Function, options: Call): Promise<Answered> =>
      call((request, of) => respond(request, dependencies, of), options);
    const at = (topic: string, partition = '0') => ({ params: { topic, partition } });
    try {
      const put = { method: 'PUT', body: '{"partitionCount":2}', ...at('orders') } as const;
      expect(await ask(createTopic, put)).toMatchObject({ status: 201, body: { partitionCount: 2 } });
      expect(await ask(createTopic, put)).toMatchObject({ status: 200 });
      expect((await ask(listTopics, {})).body).toEqual({ topics: ['orders'] });
      expect(await ask(ready, {})).toMatchObject({ status: 200 });

      const post = { method: 'POST', body: records, ...at('orders') } as const;
      expect(await ask(produceRecords, post)).toMatchObject({ status: 200, body: { accepted: 3 } });
      const [first, second] = await proxy.log.partitions('orders');
      expect((first?.latestOffset ?? 0) + (second?.latestOffset ?? 0)).toBe(3);

      const end = second?.latestOffset ?? 0;
      const offsets: number[] = [];
      for (let offset = 0; offset < end;) {
        const page = await ask(readPartition, { query: `?offset=${offset}&count=1`, ...at('orders', '1') });
        offsets.push(...(page.body['records'] as { offset: number }[]).map((record) => record.offset));
        offset = page.body['nextOffset'] as number;
        expect(page.body['lag']).toBe((page.body['endOffset'] as number) - offset);
      }
      expect(offsets).toEqual(Array.from({ length: end }, (_, offset) => offset));
      expect(await ask(readPartition, { query: '?offset=latest', ...at('orders', '1') })).toMatchObject({
        status: 200,
        body: { records: [], nextOffset: end, endOffset: end, lag: 0 },
      });

      const seen: string[] = [];
      for (let cursor = '', caughtUp = false; !caughtUp;) {
        const page = await ask(readTopic, { query: `?count=2${cursor}`, ...at('orders') });
        const read = page.body['records'] as { partition: number; offset: number }[];
        seen.push(...read.map((record) => `${record.partition}/${record.offset}`));
        cursor = `&cursor=${String(page.body['cursor'])}`;
        caughtUp = page.body['caughtUp'] as boolean;
      }
      expect(seen.sort()).toEqual([...(end === 2 ? ['0/0'] : []), ...offsets.map((offset) => `1/${offset}`)]);
      expect(await ask(readTopic, at('nowhere'))).toMatchObject({ body: { code: 'topic-not-found' } });

      expect(await ask(readPartition, { query: '?offset=99', ...at('orders') })).toMatchObject({
        status: 400,
        body: { code: 'offset-out-of-range', offset: 99, earliestOffset: 0 },
      });
      expect(await ask(describeTopic, at('nowhere'))).toMatchObject({ body: { code: 'topic-not-found' } });
      expect(await ask(readPartition, { query: '?offset=0', ...at('nowhere') })).toMatchObject({
        body: { code: 'topic-not-found' },
      });
      expect(await ask(readPartition, { query: '?offset=0', ...at('orders', '2') })).toMatchObject({
        body: { code: 'partition-not-found' },
      });
      expect(await ask(describePartition, at('orders', '2'))).toMatchObject({
        body: { code: 'partition-not-found' },
      });
      const lost = await ask(produceRecords, {
        ...post,
        ...at('nowhere'),
        body: '{"records":[{"value":1}]}',
      });
      expect(['not-written', 'unknown']).toContain(lost.body['outcome']);
    } finally {
      await proxy.close();
    }
  });
});
