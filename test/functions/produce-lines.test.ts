import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { produceRecords } from '../../functions/http/produce-records.ts';
import type { FaultRule } from '../../local/stand-in/faults.ts';
import { type Answered, type App, call, startApp } from '../support/app.ts';
import { writtenValues } from '../support/written-topic.ts';

let app: App;

beforeAll(async () => {
  app = await startApp({ settings: { KAFKA_REST_TIMEOUT_SECONDS: '5', KAFKA_BATCH_MAX_RECORDS: '10' } });
});

/** What went to the console: a stream that fails when it has begun is told there, as its invocation has returned. */
let toldLate: string[];
beforeEach(() => {
  toldLate = [];
  const note = (line: unknown) => {
    toldLate.push(String(line));
  };
  jest.spyOn(console, 'info').mockImplementation(note);
  jest.spyOn(console, 'warn').mockImplementation(note);
});
afterEach(() => {
  jest.restoreAllMocks();
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

let topics = 0;
async function newTopic(): Promise<string> {
  const name = `lines-${++topics}`;
  await app.standIns.kafkaRest.log.createTopic({ name, partitionCount: 1 });
  return name;
}

interface Options {
  readonly headers?: Record<string, string>;
}

function produce(topic: string, body: string | Buffer, { headers = {} }: Options = {}): Promise<Answered> {
  return call((request, own) => produceRecords(request, app.dependencies, own), {
    method: 'POST',
    params: { topic },
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body,
  });
}

const linesOf = ({ text }: Answered) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const written = (topic: string) => writtenValues(app.standIns.kafkaRest.log, topic);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `{"value":${index + 1}}`);
const values = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe('A stream of lines', () => {
  test('is written in order, to the character', async () => {
    const topic = await newTopic();
    const sent = ['1.10', '12345678901234567890', '{"a":1, "a":2}', '[ ]', 'null', ...values(6, 25)];
    const answer = await produce(topic, sent.map((value) => `{"value":${value}}`).join('\n'));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-ndjson' } });
    expect(linesOf(answer)).toEqual([
      { fromLine: 1, toLine: 10, outcome: 'accepted' },
      { fromLine: 11, toLine: 20, outcome: 'accepted' },
      { fromLine: 21, toLine: 25, outcome: 'accepted' },
      { done: true, topic, outcome: 'accepted', accepted: 25 },
    ]);
    expect(await written(topic)).toEqual(sent);
  });

  test('may come as gzip, with a byte order mark, with \\r\\n and with blank lines', async () => {
    const topic = await newTopic();
    const text = '\ufeff{"value":"ü"}\r\n\r\n{"value":"é"}\r\n';
    const answer = await produce(topic, gzipSync(text), { headers: { 'content-encoding': 'gzip' } });
    expect(linesOf(answer)).toEqual([
      { fromLine: 1, toLine: 3, outcome: 'accepted' },
      { done: true, topic, outcome: 'accepted', accepted: 2 },
    ]);
    expect(await written(topic)).toEqual(['ü', 'é']);
  });

  test('that is empty is accepted, and nobody is asked for anything', async () => {
    const before = app.standIns.kafkaRest.faults.allHits();
    const answer = await produce('lines-of-no-topic', '');
    expect(linesOf(answer)).toEqual([
      { done: true, topic: 'lines-of-no-topic', outcome: 'accepted', accepted: 0 },
    ]);
    expect(app.standIns.kafkaRest.faults.allHits()).toEqual(before);
  });

  test('ends at a line that is not valid, whose number it tells; those before it are written', async () => {
    const topic = await newTopic();
    const answer = await produce(topic, [...numbered(12), '{"value":"secret', ...numbered(3)].join('\n'));
    expect(answer.status).toBe(200);
    expect(linesOf(answer)).toEqual([
      { fromLine: 1, toLine: 10, outcome: 'accepted' },
      { fromLine: 11, toLine: 12, outcome: 'accepted' },
      {
        done: true,
        topic,
        outcome: 'partial',
        accepted: 12,
        notWrittenFromLine: 13,
        problem: expect.objectContaining({
          status: 400,
          code: 'invalid-json',
          outcome: 'not-written',
          errors: [expect.objectContaining({ line: 13, pointer: '#' })],
        }),
      },
    ]);
    expect(await written(topic)).toEqual(values(1, 12));
    expect(toldLate).toEqual([expect.stringMatching(/^invalid-json: /)]);
    expect([answer.text, ...answer.log, ...toldLate].join()).not.toContain('secret');
  });

  test('whose first line is not valid is a problem with its own status', async () => {
    const topic = await newTopic();
    const answer = await produce(topic, ['{"valeu":1}', ...numbered(3)].join('\n'));
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', outcome: 'not-written', accepted: 0, notWrittenFromLine: 1 },
    });
    expect(await written(topic)).toEqual([]);
  });

  test('with a partition that the topic does not have ends at the chunk of that line', async () => {
    const topic = await newTopic();
    const lines = [...numbered(10), '{"value":11,"partition":0}', '', '{"value":1,"partition":1}'];
    const [, receipt, ending] = linesOf(await produce(topic, lines.join('\n')));
    expect(receipt).toEqual({ fromLine: 11, toLine: 13, outcome: 'not-written', code: 'invalid-request' });
    expect(ending).toMatchObject({
      accepted: 10,
      notWrittenFromLine: 11,
      problem: { detail: `Line 13: Topic ${topic} has 1 partition: give 0.`, errors: [{ line: 13 }] },
    });
    expect(await written(topic)).toEqual(values(1, 10));
  });
});

describe('A stream of lines is refused', () => {
  test.each([
    ['with an Idempotency-Key', 'orders', { 'idempotency-key': 'k' }, 400, 'invalid-request'],
    ['with a bad topic name', 'a b', {}, 400, 'invalid-request'],
    ['for an internal topic', '__consumer_offsets', {}, 403, 'topic-internal'],
    ['with another encoding', 'orders', { 'content-encoding': 'br' }, 415, 'unsupported-media-type'],
    ['as gzip that is none', 'orders', { 'content-encoding': 'gzip' }, 400, 'invalid-request'],
  ])('%s', async (_what, topic, headers: Record<string, string>, status, code) => {
    const before = app.standIns.kafkaRest.faults.allHits();
    const answer = await produce(topic, '{"value":1}', { headers });
    expect(answer).toMatchObject({ status, body: { code, outcome: 'not-written' } });
    expect(app.standIns.kafkaRest.faults.allHits()).toEqual(before);
  });

  test('with all faults of the request at once', async () => {
    const answer = await produce('a b', '', { headers: { 'idempotency-key': 'k' } });
    expect(answer.body['errors']).toEqual([
      expect.objectContaining({ parameter: 'topic' }),
      expect.objectContaining({ parameter: 'Idempotency-Key', in: 'header' }),
    ]);
  });
});

type Row = [what: string, rule: Omit<FaultRule, 'call'>, code: string, outcome: 'unknown' | 'not-written'];
const status = (code: number): FaultRule['fault'] => ({ kind: 'status', status: code });
const rows: Row[] = [
  ['refuses', { fault: status(400) }, 'records-refused', 'not-written'],
  ['fails', { fault: status(500) }, 'produce-outcome-unknown', 'unknown'],
  ['writes and fails', { fault: status(500), takesEffect: true }, 'produce-outcome-unknown', 'unknown'],
  ['cuts', { fault: { kind: 'cut', where: 'before-answer' } }, 'produce-outcome-unknown', 'unknown'],
];

describe('When the proxy, in the middle of a stream,', () => {
  test.each(rows)('%s: the receipts agree with the log', async (_what, rule, code, outcome) => {
    const topic = await newTopic();
    const harmless = { call: 'produce', times: 2, fault: { kind: 'delay', ms: 0 } } as const;
    app.standIns.kafkaRest.faults.add(harmless, { call: 'produce', times: 1, ...rule });
    const [first, second, third, ending] = linesOf(await produce(topic, numbered(45).join('\n')));
    expect([first, second]).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(third).toEqual({ fromLine: 21, toLine: 30, outcome, code });
    expect(ending).toMatchObject({
      done: true,
      outcome: 'partial',
      accepted: 20,
      notWrittenFromLine: outcome === 'unknown' ? 31 : 21,
      problem: { code, outcome },
    });
    expect(toldLate).toEqual([expect.stringMatching(new RegExp(`^${code}: .*[(]${outcome}[)]`))]);
    expect(await written(topic)).toEqual(values(1, rule.takesEffect === true ? 30 : 20));
  });

  test.each(rows)('%s at the first chunk: the status says it', async (_what, rule, code, outcome) => {
    const topic = await newTopic();
    app.standIns.kafkaRest.faults.add({ call: 'produce', times: 1, ...rule });
    const answer = await produce(topic, numbered(45).join('\n'));
    const notWrittenFromLine = outcome === 'unknown' ? 11 : 1;
    expect(answer).toMatchObject({
      status: outcome === 'unknown' ? 504 : 400,
      body: { code, outcome, accepted: 0, notWrittenFromLine },
    });
    expect(await written(topic)).toEqual(values(1, rule.takesEffect === true ? 10 : 0));
  });
});
