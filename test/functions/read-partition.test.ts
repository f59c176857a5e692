import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readPartition } from '../../functions/http/read-partition.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { type App, call, startApp } from '../support/app.ts';
import { describeReadFaults } from './read-faults.ts';

let app: App;
const topic = 'orders.v1';
// Now, because retention would take away records of another age.
const timestamp = Date.now();
const values = ['first', '{"a": 1.10}', null, '12345678901234567890', 'ü'];

beforeAll(async () => {
  app = await startApp();
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: topic, partitionCount: 2 });
  await log.createTopic({ name: '__internal' });
  const records = values.map((value, index) => ({
    partition: 0,
    key: index === 0 ? null : Buffer.from(`key-${index}`),
    value: value === null ? null : Buffer.from(value),
    timestampMs: timestamp + index,
  }));
  await log.append(topic, records);
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

interface Read {
  readonly topic?: string;
  readonly partition?: string;
}

function read(query = '', at: Read = {}, dependencies = app.dependencies) {
  const params = { topic, partition: '0', ...at };
  return call((request, of) => readPartition(request, dependencies, of), { params, query });
}

const valuesOf = (body: Record<string, unknown>) =>
  (body['records'] as { value: string | null }[]).map(({ value }) => value);

describe('readPartition gives', () => {
  test('from the earliest by default, with where to read on in body, header and link', async () => {
    const { status, headers, body, log } = await read();
    expect(status).toBe(200);
    expect(valuesOf(body)).toEqual(values);
    expect(body).toMatchObject({ nextOffset: 5, endOffset: 5, lag: 0 });
    expect(headers['nextoffset']).toBe('5');
    expect(headers['link']).toBe('<?offset=5&count=100>; rel="next"');
    expect(log).toEqual([]);
  });

  test('each record with the fields of the proxy, in the proxy’s own text', async () => {
    const { text, body } = await read('?count=2');
    expect(body['records']).toEqual([
      { key: null, value: 'first', partition: 0, offset: 0, timestamp, timestampType: 'CreateTime' },
      {
        key: 'key-1',
        value: '{"a": 1.10}',
        partition: 0,
        offset: 1,
        timestamp: timestamp + 1,
        timestampType: 'CreateTime',
      },
    ]);
    expect(text).toContain(JSON.stringify('{"a": 1.10}'));
  });

  test.each([
    ['?offset=2&count=2', values.slice(2, 4), 4],
    ['?offset=5', [], 5],
    ['?offset=earliest&count=1', values.slice(0, 1), 1],
    ['?offset=latest', [], 5],
    ['?count=10000', values, 5],
    ['?offset=1&maxBytes=1', values.slice(1, 2), 2],
  ])('what %s asks for', async (query, wanted, nextOffset) => {
    const { body } = await read(query);
    expect(valuesOf(body)).toEqual(wanted);
    expect(body).toMatchObject({ nextOffset, endOffset: 5, lag: 5 - nextOffset });
  });

  test('a whole partition to who follows the links, to the end', async () => {
    const seen: unknown[] = [];
    let query = '?count=2&maxBytes=1000';
    for (let lag = 1; lag > 0;) {
      const { body, headers } = await read(query);
      seen.push(...valuesOf(body));
      lag = body['lag'] as number;
      query = /^<(\?[^>]+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1] ?? '';
    }
    expect(seen).toEqual(values);
    expect(query).toBe('?offset=5&count=2&maxBytes=1000');
  });

  test('no key of the host in its link', async () => {
    expect((await read('?code=hidden-key')).headers['link']).not.toContain('hidden-key');
  });

  test('nothing of an empty partition, whose earliest and latest are the same', async () => {
    const { body } = await read('', { partition: '1' });
    expect(body).toEqual({ records: [], nextOffset: 0, endOffset: 0, lag: 0 });
  });

  test('its records also where the metadata cannot be had', async () => {
    app.standIns.kafkaRest.faults.add({ call: 'partitions', fault: { kind: 'status', status: 500 } });
    // New dependencies, because the others hold metadata that is young enough.
    const { status, body } = await read('?offset=0', {}, createDependencies(app.standIns.environment));
    expect(status).toBe(200);
    expect(body).toMatchObject({ endOffset: null, lag: null, nextOffset: 5 });
  });
});

describe('readPartition refuses, without a call of the proxy,', () => {
  const refusals: [query: string, parameter: string, told: string][] = [
    ...['abc', '1.5', '-1', '9223372036854775808', '', '+1', '0x1', 'EARLIEST'].map(
      (offset): [string, string, string] => [
        `?offset=${encodeURIComponent(offset)}`,
        'offset',
        'offset: give a whole number from 0 to 9223372036854775807, earliest or latest.',
      ],
    ),
    ...['0', '-1', 'abc', '10001', '1.5', ''].map((count): [string, string, string] => [
      `?count=${count}`,
      'count',
      'count: give a whole number from 1 to 10000.',
    ]),
    ['?maxBytes=0', 'maxBytes', 'maxBytes: give a whole number from 1 to 6000000.'],
    ['?maxBytes=6000001', 'maxBytes', 'maxBytes: give a whole number from 1 to 6000000.'],
    ['?ofset=1', 'ofset', '"ofset" is not known: do you mean offset?'],
    ['?cuont=1', 'cuont', '"cuont" is not known: do you mean count?'],
    ['?offset=1&offset=2', 'offset', 'Given twice: give it once.'],
    ['?count=1&count=1', 'count', 'Given twice: give it once.'],
  ];

  test.each(refusals)('%s', async (query, parameter, detail) => {
    const before = app.standIns.kafkaRest.faults.allHits();
    expect(await read(query)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ parameter, in: 'query', detail }] },
    });
    expect(app.standIns.kafkaRest.faults.allHits()).toEqual(before);
  });

  test.each(['a/b', 'a b', 'ä', 'x'.repeat(250), '.', '..'])('the topic name %s', async (name) => {
    const answer = await read('', { topic: name });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ parameter: 'topic', in: 'path' }] } });
  });

  test.each(['-1', '1.5', 'abc', '2147483648'])('the partition %s', async (partition) => {
    expect(await read('', { partition })).toMatchObject({ status: 400, body: { errors: [{ in: 'path' }] } });
  });

  test('everything at once', async () => {
    const { body } = await read('?offset=-1&count=0&since=5', { topic: '..', partition: 'x' });
    expect(body['errors']).toHaveLength(5);
  });

  test.each(['__internal', '_schemas'])('the internal topic %s', async (name) => {
    expect(await read('', { topic: name })).toMatchObject({ status: 403, body: { code: 'topic-internal' } });
  });
});

describe('readPartition says what is not there:', () => {
  test.each([6, 2 ** 53, '9223372036854775807'])('the offset %s', async (offset) => {
    expect(await read(`?offset=${offset}`)).toMatchObject({
      status: 400,
      body: { code: 'offset-out-of-range', offset: Number(offset), earliestOffset: 0, endOffset: 5 },
    });
  });

  test.each(['?offset=0', '?offset=earliest', '?offset=latest'])('the partition, for %s', async (query) => {
    expect(await read(query, { partition: '2' })).toMatchObject({
      status: 404,
      body: { code: 'partition-not-found', detail: 'Topic orders.v1 has 2 partitions: give 0 to 1.' },
    });
  });

  test.each(['?offset=0', '?offset=earliest', '?offset=latest'])('the topic, for %s', async (query) => {
    expect(await read(query, { topic: 'absent' })).toMatchObject({
      status: 404,
      body: { code: 'topic-not-found' },
    });
  });
});

describeReadFaults({
  app: () => app,
  call: 'consume',
  ask: (dependencies) => read('?offset=0', {}, dependencies),
  notFound: [404, 'partition-not-found'],
});
