import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { produceRecords } from '../../functions/http/produce-records.ts';
import { type App, call, startApp } from '../support/app.ts';

let app: App;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

let topics = 0;

/** Produces to a new topic of one partition; gives the answer and what is in the topic's log. */
async function produce(body: string | Buffer, headers: Record<string, string>) {
  const topic = `events-${(topics += 1)}`;
  await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
  const request = { method: 'POST', params: { topic }, headers, body } as const;
  const answer = await call((received, own) => produceRecords(received, app.dependencies, own), request);
  const { records } = await app.standIns.kafkaRest.log.read(topic, 0, 0, { maxRecords: 100, maxBytes: 1e9 });
  const text = (bytes: Buffer | null) => bytes?.toString() ?? null;
  return { answer, written: records.map(({ key, value }) => [text(key), text(value)]) };
}

const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batched = { 'content-type': 'application/cloudevents-batch+json' };
const event = '{"specversion":"1.0", "id":"a-1","source":"/sensors","type":"reading","data":{"t":21.50}}';

describe('A CloudEvent in structured mode', () => {
  test('is written as it was sent, without a key', async () => {
    const { answer, written } = await produce(` ${event}\n`, structured);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(written).toEqual([[null, event]]);
  });

  test.each([
    ['"room 5"', 'room 5'],
    ['17', '17'],
    ['2147483647', '2147483647'],
    ['"12345678901234567890"', '12345678901234567890'],
  ])('is keyed by its partitionkey %s', async (partitionkey, key) => {
    const keyed = event.replace('{', `{"partitionkey":${partitionkey},`);
    expect((await produce(keyed, structured)).written).toEqual([[key, keyed]]);
  });

  test.each([
    ['no id', event.replace('"id":"a-1",', ''), '#/id'],
    ['an empty source', event.replace('/sensors', ''), '#/source'],
    ['another specversion', event.replace('1.0', '0.3'), '#/specversion'],
    ['a time that is none', event.replace('{', '{"time":"yesterday",'), '#/time'],
    ['a time on the 32nd', event.replace('{', '{"time":"2026-01-32T00:00:00Z",'), '#/time'],
    ['a time on the 29th of February', event.replace('{', '{"time":"2026-02-29T00:00:00Z",'), '#/time'],
    ['a time in the 25th hour', event.replace('{', '{"time":"2026-01-31T24:00:00Z",'), '#/time'],
    [
      'a partitionkey whose digits a number does not keep',
      event.replace('{', '{"partitionkey":12345678901234567890,'),
      '#/partitionkey',
    ],
    ['an extension with a hyphen', event.replace('{', '{"my-key":"x",'), '#/my-key'],
    ['an extension that is an object', event.replace('{', '{"extra":{},'), '#/extra'],
    ['an attribute given twice', event.replace('{', '{"id":"a-2",'), '#/id'],
    ['data twice over', event.replace('{', '{"data_base64":"AA==",'), '#/data_base64'],
    ['base64 that is none', event.replace('"data":{"t":21.50}', '"data_base64":"A"'), '#/data_base64'],
  ])('with %s is refused', async (_what, body, pointer) => {
    const { answer, written } = await produce(body, structured);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request', outcome: 'not-written' } });
    expect(answer.body['errors']).toEqual([expect.objectContaining({ pointer })]);
    expect(written).toEqual([]);
  });
});

test.each(['2024-02-29T23:59:59.999+05:30', '2016-12-31t23:59:60z'])('%s is a time', async (time) => {
  const { answer } = await produce(event.replace('{', `{"time":"${time}",`), structured);
  expect(answer).toMatchObject({ status: 200 });
});

describe('CloudEvents in batched mode', () => {
  test('are written in their order', async () => {
    const second = event.replace('a-1', 'a-2');
    const { answer, written } = await produce(`[${event}, ${second}]`, batched);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 2 } });
    expect(written).toEqual([
      [null, event],
      [null, second],
    ]);
  });

  test('may be none', async () => {
    expect((await produce('[]', batched)).answer).toMatchObject({ status: 200, body: { accepted: 0 } });
  });

  test('are refused together, each with its faults', async () => {
    const { answer, written } = await produce(`[${event},{"specversion":"1.0"},5]`, batched);
    const pointers = (answer.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['#/1/id', '#/1/source', '#/1/type', '#/2']);
    expect(written).toEqual([]);
  });

  test('must be an array', async () => {
    expect((await produce(event, batched)).answer).toMatchObject({ status: 400 });
  });
});

describe('A CloudEvent in binary mode', () => {
  const attributes = {
    'ce-specversion': '1.0',
    'ce-id': 'a-1',
    'ce-source': '/sensors',
    'ce-type': 'reading',
  };

  test('is written in JSON format, its JSON data to the character, its attributes decoded', async () => {
    const headers = { ...attributes, 'ce-partitionkey': 'caf%C3%A9', 'content-type': 'application/json' };
    const { answer, written } = await produce('{"t": 21.50}', headers);
    expect(answer).toMatchObject({ status: 200 });
    const [[key, value] = []] = written;
    expect(key).toBe('café');
    expect(value).toContain('"data":{"t": 21.50}');
    expect(JSON.parse(value ?? '')).toEqual({
      specversion: '1.0',
      id: 'a-1',
      source: '/sensors',
      type: 'reading',
      partitionkey: 'café',
      datacontenttype: 'application/json',
      data: { t: 21.5 },
    });
  });

  test.each([
    ['text/plain', Buffer.from('21.50 °C'), { data: '21.50 °C' }],
    ['text/plain', Buffer.of(0xff, 0x00), { data_base64: '/wA=' }],
    ['application/octet-stream', Buffer.of(1, 2), { data_base64: 'AQI=' }],
  ])('carries a body of type %s', async (type, body, data) => {
    const { written } = await produce(body, { ...attributes, 'content-type': type });
    expect(JSON.parse(written[0]?.[1] ?? '')).toMatchObject({ datacontenttype: type, ...data });
  });

  test.each([
    ['an empty attribute', 'ce-id', ''],
    ['one that is not percent-encoded', 'ce-subject', '50%'],
    ['one that no event has', 'ce-my-key', 'x'],
    ['one that would be lost', 'ce-__proto__', 'x'],
    ['the data', 'ce-data', 'x'],
    ['the data as base64', 'ce-data_base64', 'AA=='],
  ])('with %s in a header is refused, naming it', async (_what, header, value) => {
    const headers = { ...attributes, [header]: value, 'content-type': 'application/json' };
    const { answer, written } = await produce('', headers);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([expect.objectContaining({ parameter: header, in: 'header' })]);
    expect(written).toEqual([]);
  });

  test('is told of all faults of its headers at once', async () => {
    const { answer } = await produce('{}', { 'ce-specversion': '0.3', 'ce-subject': '%', 'ce-id': 'a' });
    const parameters = (answer.body['errors'] as { parameter: string }[]).map(({ parameter }) => parameter);
    expect(parameters.sort()).toEqual(['ce-source', 'ce-specversion', 'ce-subject', 'ce-type']);
  });
});
