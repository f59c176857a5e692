import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeTopic } from '../../functions/http/describe-topic.ts';
import { listPartitions } from '../../functions/http/list-partitions.ts';
import { type App, call, startApp } from '../support/app.ts';
import { describeReadFaults } from './read-faults.ts';

let app: App;
const topic = 'orders.v1';

beforeAll(async () => {
  app = await startApp();
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: topic, partitionCount: 2, replicationFactor: 3 });
  const timestampMs = Date.now();
  await log.append(topic, [{ partition: 1, key: null, value: Buffer.from('hidden-value'), timestampMs }]);
});
afterAll(() => app.close());

describe.each([
  ['describeTopic', describeTopic],
  ['listPartitions', listPartitions],
])('%s', (_, respond) => {
  const ask = (name: string, query = '') =>
    call((request) => respond(request, app.dependencies), { params: { topic: name }, query });

  test('gives each partition with offsets and replicas', async () => {
    const answer = await ask(topic);
    expect(answer).toMatchObject({ status: 200, body: { topic } });
    expect(answer.body['partitions']).toEqual([
      expect.objectContaining({ partition: 0, earliestOffset: 0, endOffset: 0 }),
      expect.objectContaining({ partition: 1, earliestOffset: 0, endOffset: 1 }),
    ]);
    for (const partition of answer.body['partitions'] as {
      leader: number;
      replicas: number[];
      isr: number[];
    }[]) {
      expect(partition.replicas).toHaveLength(3);
      expect(partition.isr.toSorted()).toEqual(partition.replicas.toSorted());
      expect(partition.replicas).toContain(partition.leader);
    }
  });

  test('says of a topic that is not there that it may be too new to show', async () => {
    const answer = await ask('absent');
    expect(answer).toMatchObject({ status: 404, body: { code: 'topic-not-found', retryable: true } });
    expect(answer.body['detail']).toContain('too new');
  });

  test.each(['a/b', 'a b', 'ä', 'x'.repeat(250), '.', '..', ''])(
    'refuses the topic name %j',
    async (name) => {
      expect(await ask(name)).toMatchObject({
        status: 400,
        body: { errors: [{ parameter: 'topic', in: 'path' }] },
      });
    },
  );

  test('takes no parameter', async () => {
    expect(await ask(topic, '?verbose=true')).toMatchObject({ status: 400 });
  });
});

test('describeTopic gives partition count and replication factor', async () => {
  const answer = await call((request) => describeTopic(request, app.dependencies), { params: { topic } });
  expect(answer.body).toMatchObject({ partitionCount: 2, replicationFactor: 3 });
});

describeReadFaults({
  app: () => app,
  call: 'partitions',
  ask: (dependencies) => call((request) => describeTopic(request, dependencies), { params: { topic } }),
  notFound: [404, 'topic-not-found'],
});
