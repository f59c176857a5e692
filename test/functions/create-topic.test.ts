import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createTopic } from '../../functions/http/create-topic.ts';
import type { Fault } from '../../local/stand-in/faults.ts';
import { type App, call, type Call, startApp } from '../support/app.ts';

let app: App;

beforeAll(async () => {
  app = await startApp({
    settings: {
      KAFKA_CREATE_WAIT_SECONDS: '1',
      KAFKA_MAX_REQUEST_BYTES: '1000',
      KAFKA_REST_TIMEOUT_SECONDS: '1',
    },
  });
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
  app.standIns.kafkaRest.metadata.thaw();
});
afterAll(() => app.close());

function create(topic: string, body?: string, options: Call = {}) {
  return call((request) => createTopic(request, app.dependencies), {
    method: 'PUT',
    params: { topic },
    ...(body === undefined ? {} : { body }),
    ...options,
  });
}

const stands = async (topic: string) => (await app.standIns.kafkaRest.log.partitions(topic)).length;

describe('createTopic', () => {
  test('makes a topic with the shape that was asked for, says where it is, and finds it when asked again', async () => {
    const body = '{"partitionCount":3,"replicationFactor":2,"topicProperties":{"retention.ms":60000}}';
    const made = await create('orders.v1', body);
    expect(made).toMatchObject({
      status: 201,
      headers: { location: '/api/topics/orders.v1' },
      body: { topic: 'orders.v1', state: 'created', partitionCount: 3, replicationFactor: 2 },
    });
    expect(await stands('orders.v1')).toBe(3);
    const again = await create('orders.v1', body);
    expect(again).toMatchObject({ status: 200, body: { state: 'stands', topicPropertiesCompared: false } });
    expect(again.headers).not.toHaveProperty('location');
  });

  test('leaves the shape to the cluster where there is no body', async () => {
    expect(await create('plain')).toMatchObject({ status: 201, body: { partitionCount: 1 } });
  });

  test.each(['a..b', 'x'.repeat(249), '_orders'])('takes the legal name %s', async (topic) => {
    expect(await create(topic)).toMatchObject({ status: 201, body: { topic } });
  });

  test('says that a topic was made which the proxy does not show within the wait', async () => {
    app.standIns.kafkaRest.metadata.freeze();
    expect(await create('unseen', '{"partitionCount":2}')).toMatchObject({
      status: 202,
      headers: { location: '/api/topics/unseen' },
      body: { state: 'invisible', partitionCount: null, replicationFactor: null },
    });
    expect(await stands('unseen')).toBe(2);
  });

  test('changes nothing of a topic that stands with another shape', async () => {
    await create('other', '{"partitionCount":2}');
    expect(await create('other', '{"partitionCount":3}')).toMatchObject({
      status: 409,
      body: { code: 'topic-differs', partitionCount: 2, retryable: false },
    });
    expect(await stands('other')).toBe(2);
  });
});

describe('createTopic refuses before it asks the proxy anything', () => {
  afterEach(() => {
    expect(app.standIns.kafkaRest.faults.hits('create-topic')).toBe(created);
  });
  let created = 0;
  beforeAll(() => {
    created = app.standIns.kafkaRest.faults.hits('create-topic');
  });

  test.each([
    ['{"partitionCount":0}', '#/partitionCount'],
    ['{"partitionCount":101}', '#/partitionCount'],
    ['{"replicationFactor":-1}', '#/replicationFactor'],
    ['{"partitions":3}', '#/partitions'],
    ['{"topicProperties":{"retention.ms":null}}', '#/topicProperties/retention.ms'],
  ])('the shape %s', async (body, pointer) => {
    expect(await create('refused', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ pointer }] },
    });
  });

  test.each(['a/b', 'a b', 'ä', 'x'.repeat(250), '.', '..', ''])('the name %j', async (topic) => {
    expect(await create(topic)).toMatchObject({ status: 400, body: { errors: [{ parameter: 'topic' }] } });
  });

  test('everything at once', async () => {
    const answer = await create('..', '{"partitionCount":0,"a":1}', { query: '?wait=1' });
    expect(answer.body['errors']).toHaveLength(4);
  });

  test.each(['__orders', '_schemas'])('the internal topic %s', async (topic) => {
    expect(await create(topic)).toMatchObject({ status: 403, body: { code: 'topic-internal' } });
  });

  test('a body that is no JSON', async () => {
    expect(await create('refused', '{"partitionCount"')).toMatchObject({
      status: 400,
      body: { code: 'invalid-json' },
    });
  });

  test('a body of another type', async () => {
    const headers = { 'content-type': 'application/yaml' };
    expect(await create('refused', 'partitionCount: 3', { headers })).toMatchObject({ status: 415 });
  });

  test('a body over the limit', async () => {
    const body = `{"topicProperties":{"a":"${'x'.repeat(1000)}"}}`;
    expect(await create('refused', body)).toMatchObject({ status: 413, body: { code: 'request-too-large' } });
  });
});

describe('createTopic says why the proxy made no topic:', () => {
  const status = (code: number): Fault => ({ kind: 'status', status: code });

  test('properties that Kafka refuses', async () => {
    const answer = await create('props', '{"topicProperties":{"no.such.property":"1"}}');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(answer.body['detail']).toContain('properties');
  });

  test('more replicas than brokers', async () => {
    expect(await create('replicas', '{"replicationFactor":9}')).toMatchObject({ status: 400 });
  });

  test.each([
    [401, 503, 'proxy-refused-token'],
    [403, 500, 'proxy-forbidden'],
    [404, 502, 'proxy-answer-invalid'],
    [500, 503, 'proxy-unavailable'],
    [503, 503, 'proxy-unavailable'],
  ])('%d', async (given, wanted, code) => {
    app.standIns.kafkaRest.faults.add({ call: 'create-topic', fault: status(given) });
    expect(await create('failing')).toMatchObject({ status: wanted, body: { code } });
  });

  test('no answer in time', async () => {
    app.standIns.kafkaRest.faults.add({ call: 'create-topic', fault: { kind: 'hang' } });
    expect(await create('failing')).toMatchObject({ status: 504, body: { code: 'proxy-timeout' } });
  });

  test('a failure after which the topic stands is none', async () => {
    const fault = { call: 'create-topic', fault: status(500), takesEffect: true };
    app.standIns.kafkaRest.faults.add(fault);
    expect(await create('survived', '{"partitionCount":2}')).toMatchObject({
      status: 200,
      body: { state: 'stands', partitionCount: 2 },
    });
  });

  test('no topic is made when it cannot be told whether it stands', async () => {
    app.standIns.kafkaRest.faults.add({ call: 'partitions', fault: status(403) });
    expect(await create('untold')).toMatchObject({ status: 500, body: { code: 'proxy-forbidden' } });
    await expect(stands('untold')).rejects.toThrow();
  });
});
