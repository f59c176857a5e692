import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { produceRecords } from '../../functions/http/produce-records.ts';
import type { FaultRule } from '../../local/stand-in/faults.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { afterHit } from '../support/after-hit.ts';
import { type Answered, type App, call, startApp } from '../support/app.ts';
import { writtenValues } from '../support/written-topic.ts';

let app: App;
const topic = 'orders.v1';

beforeAll(async () => {
  app = await startApp({ settings: { KAFKA_REST_TIMEOUT_SECONDS: '5' } });
  await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 2 });
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

interface Options {
  readonly topic?: string;
  readonly headers?: Record<string, string>;
  readonly deadline?: () => AbortSignal;
}

function produce(body: string | Buffer, options: Options = {}) {
  const { deadline = app.dependencies.deadline } = options;
  return call((request, own) => produceRecords(request, { ...app.dependencies, deadline }, own), {
    method: 'POST',
    params: { topic: options.topic ?? topic },
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    body,
  });
}

/** What is in the topic, read from the stand-in's log and not through the app. */
const written = (name = topic) => writtenValues(app.standIns.kafkaRest.log, name);

describe('produceRecords writes', () => {
  test('every record as it was sent, to the character', async () => {
    const values = ['1.10', '12345678901234567890', '-0', '1e400', '{"a":1, "a":2}', '[ ]', '"text"', 'null'];
    const before = (await written()).length;
    const answer = await produce(`{"records":[${values.map((value) => `{"value":${value}}`).join(', ')}]}`);
    expect(answer).toMatchObject({ status: 200, body: { topic, accepted: values.length } });
    const sent = values.map((value) => (value === '"text"' ? 'text' : value));
    expect((await written()).slice(before).sort()).toEqual(sent.sort());
  });

  test('of a body that was sent as gzip', async () => {
    const before = (await written()).length;
    const headers = { 'content-encoding': 'gzip' };
    const answer = await produce(gzipSync('{"records":[{"value":"zipped"}]}'), { headers });
    expect(answer).toMatchObject({ status: 200, body: { topic, accepted: 1 } });
    expect(await written()).toHaveLength(before + 1);
    expect(await written()).toContain('zipped');
  });

  test.each(['a..b', 'x'.repeat(249), 'orders.v2'])('to the legal topic name %s', async (name) => {
    await app.standIns.kafkaRest.log.createTopic({ name });
    expect(await produce('{"records":[{"key":null,"value":null}]}', { topic: name })).toMatchObject({
      status: 200,
    });
    expect(await written(name)).toEqual(['null']);
  });

  test('to the partition that a record names, after one look at the topic', async () => {
    const before = app.standIns.kafkaRest.faults.hits('partitions');
    expect(await produce('{"records":[{"value":1,"partition":1}]}')).toMatchObject({ status: 200 });
    expect(await produce('{"records":[{"value":1,"partition":0}]}')).toMatchObject({ status: 200 });
    expect(app.standIns.kafkaRest.faults.hits('partitions') - before).toBeLessThanOrEqual(1);
  });
});

const invalid: [what: string, body: string, pointer: string | null][] = [
  ['an array', '[]', null],
  ['a number', '5', null],
  ['no records', '{}', '#/records'],
  ['empty records', '{"records":[]}', '#/records'],
  ['records that are no array', '{"records":{}}', '#/records'],
  ['a record that is no object', '{"records":[5]}', '#/records/0'],
  ['a record without value', '{"records":[{"key":"a"}]}', '#/records/0/value'],
  ['an unknown field', '{"records":[{"value":1,"valeu":2}]}', '#/records/0/valeu'],
  ['headers', '{"records":[{"value":1,"headers":{}}]}', '#/records/0/headers'],
  ['a timestamp', '{"records":[{"value":1,"timestamp":5}]}', '#/records/0/timestamp'],
  ['a value given twice', '{"records":[{"value":1,"value":2}]}', '#/records/0/value'],
  ['an unknown member of the body', '{"records":[{"value":1}],"acks":1}', '#/acks'],
  ['a negative partition', '{"records":[{"value":1,"partition":-1}]}', '#/records/0/partition'],
  ['a fractional partition', '{"records":[{"value":1,"partition":1.5}]}', '#/records/0/partition'],
  ['a partition as a string', '{"records":[{"value":1,"partition":"0"}]}', '#/records/0/partition'],
  ['a partition as null', '{"records":[{"value":1,"partition":null}]}', '#/records/0/partition'],
  ['half a surrogate pair in a key', '{"records":[{"key":"\\ud800","value":1}]}', '#/records/0/key'],
  ['nesting of 65 levels', `{"records":[{"value":${'['.repeat(65)}${']'.repeat(65)}}]}`, '#/records/0/value'],
];

describe('produceRecords refuses before it asks the proxy anything', () => {
  async function refused(action: () => Promise<Answered>): Promise<Answered> {
    const { faults } = app.standIns.kafkaRest;
    const before = faults.allHits();
    const answer = await action();
    expect(faults.allHits()).toEqual(before);
    expect(answer.body).toMatchObject({ outcome: 'not-written', retryable: false });
    return answer;
  }

  test.each(invalid)('%s', async (_what, body, pointer) => {
    const answer = await refused(() => produce(body));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    if (pointer !== null) expect(answer.body['errors']).toEqual([expect.objectContaining({ pointer })]);
  });

  test.each(['', 'hello secret', '{"records":[{"value":"secret}', '\ufeff{"records":[]}x', '{"value":NaN}'])(
    'the text %j, which is no JSON, without repeating it',
    async (body) => {
      const answer = await refused(() => produce(body));
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-json' } });
      expect(answer.text).not.toContain('secret');
    },
  );

  test('bytes that are not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"records":[{"value":"'), Buffer.of(0xff), Buffer.from('"}]}')]);
    expect(await refused(() => produce(body))).toMatchObject({ status: 400, body: { code: 'invalid-json' } });
  });

  test.each(['a/b', 'a b', 'ünicode', 'x'.repeat(250), '.', '..', ''])('the topic name %j', async (name) => {
    const answer = await refused(() => produce('{"records":[{"value":1}]}', { topic: name }));
    expect(answer.body['errors']).toEqual([expect.objectContaining({ parameter: 'topic', in: 'path' })]);
  });

  test.each(['__consumer_offsets', '_schemas'])('the internal topic %s', async (name) => {
    const answer = await refused(() => produce('{"records":[{"value":1}]}', { topic: name }));
    expect(answer).toMatchObject({ status: 403, body: { code: 'topic-internal' } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])('the content type %j', async (type) => {
    const answer = await refused(() => produce('{}', { headers: { 'content-type': type } }));
    expect(answer).toMatchObject({
      status: 415,
      headers: { 'accept-post': expect.stringMatching('^application/json, ') },
      body: { code: 'unsupported-media-type' },
    });
  });

  test('a body with another encoding', async () => {
    const answer = await refused(() => produce('{}', { headers: { 'content-encoding': 'br' } }));
    expect(answer).toMatchObject({
      status: 415,
      headers: { 'accept-encoding': 'gzip' },
      body: { code: 'unsupported-media-type' },
    });
  });

  test('a body that is not the gzip that it is said to be', async () => {
    const answer = await refused(() => produce('{}', { headers: { 'content-encoding': 'gzip' } }));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  test('an Idempotency-Key where no storage account is set', async () => {
    const headers = { 'idempotency-key': 'key' };
    const answer = await refused(() => produce('{"records":[{"value":1}]}', { headers }));
    expect(answer).toMatchObject({ status: 500, body: { code: 'settings-invalid' } });
    expect(answer.body['detail']).toContain('AzureWebJobsStorage');
  });

  test('all faults of a request at once', async () => {
    const body = '{"records":[{"value":1,"partition":-1},{"key":1},{"value":1,"headers":1}],"more":1}';
    const answer = await refused(() =>
      produce(body, { topic: 'a b', headers: { 'idempotency-key': 'two, keys' } }),
    );
    expect(answer.body['errors']).toHaveLength(6);
  });

  test('more than 100 faults by their first hundred and a count', async () => {
    const records = Array.from({ length: 250 }, () => '{"key":1}').join(',');
    const answer = await refused(() => produce(`{"records":[${records}]}`));
    expect(answer.body['errors']).toHaveLength(100);
    expect(answer.body['moreErrors']).toBe(150);
  });

  test('a record over the limit', async () => {
    const answer = await refused(() => produce(`{"records":[{"value":"${'x'.repeat(1_000_000)}"}]}`));
    expect(answer).toMatchObject({ status: 413, body: { code: 'record-too-large' } });
  });

  test('a body over the limit', async () => {
    const record = `{"value":"${'x'.repeat(900_000)}"}`;
    const body = `{"records":[${Array.from({ length: 20 }, () => record).join(',')}]}`;
    expect(await refused(() => produce(body))).toMatchObject({
      status: 413,
      body: { code: 'request-too-large' },
    });
  });
});

test('a partition beyond the topic is refused after the topic was looked at twice', async () => {
  const { faults } = app.standIns.kafkaRest;
  const before = { produce: faults.hits('produce'), partitions: faults.hits('partitions') };
  const answer = await produce('{"records":[{"value":1},{"value":1,"partition":2}]}');
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request', outcome: 'not-written' } });
  expect(answer.body['errors']).toEqual([expect.objectContaining({ pointer: '#/records/1/partition' })]);
  expect(faults.hits('produce')).toBe(before.produce);
  expect(faults.hits('partitions') - before.partitions).toBeLessThanOrEqual(2);
});

test('a body is refused while there is no memory left for it, and none of it stays taken', async () => {
  const { memory } = app.dependencies;
  const others = memory.hold();
  others.add(app.dependencies.config.maxBytesInFlight);
  const before = (await written()).length;
  expect(await produce('{"records":[{"value":1}]}')).toMatchObject({
    status: 429,
    headers: { 'retry-after': '1' },
    body: { code: 'too-many-requests', outcome: 'not-written' },
  });
  others.release();
  expect(await produce('{"records":[{"value":1}]}')).toMatchObject({ status: 200 });
  expect(await written()).toHaveLength(before + 1);
  const all = memory.hold();
  all.add(app.dependencies.config.maxBytesInFlight);
  all.release();
});

type Row = [what: string, rule: Omit<FaultRule, 'call'>, status: number, code: string, outcome: string];
const status = (code: number, headers = {}): FaultRule['fault'] => ({
  kind: 'status',
  status: code,
  headers,
});
const faultRows: Row[] = [
  ['400', { fault: status(400) }, 400, 'records-refused', 'not-written'],
  ['401 twice', { fault: status(401) }, 503, 'proxy-refused-token', 'not-written'],
  ['403', { fault: status(403) }, 500, 'proxy-forbidden', 'not-written'],
  ['404', { fault: status(404) }, 404, 'topic-not-found', 'not-written'],
  ['413', { fault: status(413) }, 413, 'request-too-large', 'not-written'],
  ['429', { fault: status(429, { 'retry-after': '7' }) }, 503, 'proxy-unavailable', 'not-written'],
  [
    '503 with Retry-After',
    { fault: status(503, { 'retry-after': '7' }) },
    503,
    'proxy-unavailable',
    'not-written',
  ],
  ['503 without', { fault: status(503) }, 504, 'produce-outcome-unknown', 'unknown'],
  ['500', { fault: status(500) }, 504, 'produce-outcome-unknown', 'unknown'],
  ['500 after writing', { fault: status(500), takesEffect: true }, 504, 'produce-outcome-unknown', 'unknown'],
  ['200 with HTML', { fault: { kind: 'html' } }, 504, 'produce-outcome-unknown', 'unknown'],
  ['a cut', { fault: { kind: 'cut', where: 'before-answer' } }, 504, 'produce-outcome-unknown', 'unknown'],
  [
    'a cut after writing',
    { fault: { kind: 'cut', where: 'before-answer' }, takesEffect: true },
    504,
    'produce-outcome-unknown',
    'unknown',
  ],
  [
    'a cut in mid-answer',
    { fault: { kind: 'cut', where: 'mid-answer' } },
    504,
    'produce-outcome-unknown',
    'unknown',
  ],
  ['a hang', { fault: { kind: 'hang' } }, 504, 'produce-outcome-unknown', 'unknown'],
  ['a drip', { fault: { kind: 'drip', ms: 900 } }, 504, 'produce-outcome-unknown', 'unknown'],
];

describe('produceRecords says what became of the records when the proxy gives', () => {
  // One that works after each, because many failures in a row open the breaker.
  afterEach(async () => {
    app.standIns.kafkaRest.faults.clear();
    expect(await produce('{"records":[{"value":"works"}]}')).toMatchObject({ status: 200 });
  });

  test('one 401: the records, with a new token', async () => {
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault: status(401), times: 1 });
    const before = (await written()).length;
    expect(await produce('{"records":[{"value":1}]}')).toMatchObject({ status: 200 });
    expect(await written()).toHaveLength(before + 1);
  });

  test.each(faultRows)('%s', async (_what, rule, wantedStatus, code, outcome) => {
    const before = await written();
    app.standIns.kafkaRest.faults.add({ call: 'produce', ...rule });
    // A deadline that is over when the call has reached the proxy, where nothing else ends it.
    const isEndless = rule.fault.kind === 'hang' || rule.fault.kind === 'drip';
    const deadline = isEndless ? afterHit(app.standIns.kafkaRest.faults, 'produce') : undefined;
    const answer = await produce(
      '{"records":[{"value":"told"}]}',
      deadline === undefined ? {} : { deadline },
    );
    expect(answer).toMatchObject({ status: wantedStatus, body: { code, outcome } });
    expect(answer.headers['retry-after'] === undefined).toBe(wantedStatus !== 503);
    if (outcome === 'not-written') expect(await written()).toEqual(before);
  });

  test('an empty 200: accepted', async () => {
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault: { kind: 'empty' }, takesEffect: true });
    expect(await produce('{"records":[{"value":1}]}')).toMatchObject({ status: 200 });
  });
});

// The last test, because it leaves the proxy down.
test('produceRecords says not written, and to be tried again, when the proxy is down', async () => {
  await app.standIns.kafkaRest.close();
  // New ones, because a kept connection that the proxy closed a moment ago is another case: bytes may have left.
  const dependencies = createDependencies(app.standIns.environment);
  const request = { method: 'POST', params: { topic }, body: '{"records":[{"value":1}]}' } as const;
  const answer = await call((received, own) => produceRecords(received, dependencies, own), request);
  expect(answer).toMatchObject({
    status: 503,
    body: { code: 'proxy-unavailable', outcome: 'not-written', retryable: true },
  });
});
