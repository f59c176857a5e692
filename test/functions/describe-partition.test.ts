import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describePartition } from '../../functions/http/describe-partition.ts';
import { type App, call, startApp } from '../support/app.ts';
import { describeReadFaults } from './read-faults.ts';

let app: App;

beforeAll(async () => {
  app = await startApp();
  await app.standIns.kafkaRest.log.createTopic({ name: 'orders', partitionCount: 2 });
});
afterAll(() => app.close());

const ask = (topic: string, partition: string, query = '', dependencies = app.dependencies) =>
  call((request) => describePartition(request, dependencies), { params: { topic, partition }, query });

test('describePartition gives offsets, leader and replicas', async () => {
  const { status, body } = await ask('orders', '1');
  expect(status).toBe(200);
  expect(body).toMatchObject({ topic: 'orders', partition: 1, earliestOffset: 0, endOffset: 0 });
  expect(Object.keys(body).sort()).toEqual(
    ['topic', 'partition', 'earliestOffset', 'endOffset', 'leader', 'replicas', 'isr'].sort(),
  );
});

test('describePartition tells a missing partition, with those there are, from a missing topic', async () => {
  expect(await ask('orders', '2')).toMatchObject({
    status: 404,
    body: { code: 'partition-not-found', detail: 'Topic orders has 2 partitions: give 0 to 1.' },
  });
  expect(await ask('absent', '0')).toMatchObject({ status: 404, body: { code: 'topic-not-found' } });
});

test.each(['-1', '1.5', 'abc', '', '2147483648'])(
  'describePartition refuses the partition %j',
  async (partition) => {
    expect(await ask('orders', partition)).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'partition', in: 'path' }] },
    });
  },
);

test('describePartition names all faults at once', async () => {
  expect((await ask('a b', 'x', '?y=1')).body['errors']).toHaveLength(3);
});

describeReadFaults({
  app: () => app,
  call: 'partition',
  ask: (dependencies) => ask('orders', '0', '', dependencies),
  notFound: [404, 'partition-not-found'],
});
