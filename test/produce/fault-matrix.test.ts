import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { produceRecords } from '../../functions/http/produce-records.ts';
import type { KafkaRest } from '../../local/kafka-rest/start.ts';
import type { Fault } from '../../local/stand-in/faults.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { checkStatus } from '../../shared/kafka-rest/operations/admin.ts';
import { type Answered, type App, call, startApp } from '../support/app.ts';
import { valuesIn } from './ledger.ts';

let app: App;
let proxy: KafkaRest;

beforeAll(async () => {
  app = await startApp();
  proxy = app.standIns.kafkaRest;
  await proxy.log.createTopic({ name: 'orders' });
  await proxy.log.createTopic({ name: 'narrow', properties: { 'max.message.bytes': '100' } });
});
afterAll(() => app.close());

/** How long the app has; short where the proxy never answers. */
const DEADLINE_MS = { usual: 10_000, short: 300 };
const assumeNothing = {
  KAFKA_ASSUME_THROTTLED_BEFORE_WRITE: 'false',
  KAFKA_ASSUME_REFUSAL_WRITES_NOTHING: 'false',
};
let produced = 0;

interface Case {
  readonly settings?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
  readonly topic?: string;
  readonly count?: number;
}

/** Produces records of values that no other test has; the answer, and how many of them are in the log. */
async function produce(options: Case = {}): Promise<Answered & { written: number }> {
  const { settings = {}, deadlineMs = DEADLINE_MS.usual, topic = 'orders', count = 1 } = options;
  const values = Array.from({ length: count }, () => {
    produced += 1;
    return `matrix-${produced}`.padEnd(topic === 'narrow' ? 200 : 0, '-');
  });
  const dependencies: Dependencies = {
    ...createDependencies({ ...app.standIns.environment, ...settings }),
    deadline: () => AbortSignal.timeout(deadlineMs),
  };
  // So that a short deadline is the proxy's alone.
  await dependencies.send(checkStatus(), AbortSignal.timeout(DEADLINE_MS.usual)).catch(() => undefined);
  const body = `{"records":[${values.map((value) => `{"value":"${value}"}`).join(',')}]}`;
  const request = { method: 'POST', params: { topic }, body } as const;
  const answer = await call((received, own) => produceRecords(received, dependencies, own), request);
  const log = await valuesIn(proxy.log, topic);
  return { ...answer, written: values.reduce((sum, value) => sum + (log.get(value) ?? 0), 0) };
}

const status = (code: number, retryAfter?: string): Fault => ({
  kind: 'status',
  status: code,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});
const html: Fault = { kind: 'html' };
const hang: Fault = { kind: 'hang' };
const resetBefore: Fault = { kind: 'cut', where: 'before-answer' };
const resetWithin: Fault = { kind: 'cut', where: 'mid-answer' };
const drip: Fault = { kind: 'drip', ms: 200 };

type Row = [what: string, form: 'written' | 'absent', fault: Fault, told: number, options?: Case];

const short: Case = { deadlineMs: DEADLINE_MS.short };
const notAssumed: Case = { settings: assumeNothing };
// What the proxy refuses is in no log, whatever becomes of its answer.
const refused: Case = { topic: 'narrow' };

const rows: Row[] = [
  ['400', 'absent', status(400), 400],
  [
    '400 to several, of which a part may be written',
    'written',
    status(400),
    504,
    { ...notAssumed, count: 2 },
  ],
  ['401', 'absent', status(401), 503],
  ['403', 'absent', status(403), 500],
  ['404', 'absent', status(404), 404],
  ['413', 'absent', status(413), 413],
  [
    '413 to several, of which a part may be written',
    'written',
    status(413),
    504,
    { ...notAssumed, count: 2 },
  ],
  ['429 with Retry-After', 'absent', status(429, '7'), 503],
  ['429 with Retry-After that may come too late', 'written', status(429, '7'), 504, notAssumed],
  ['503 with Retry-After', 'absent', status(503, '7'), 503],
  ['503 with Retry-After that may come too late', 'written', status(503, '7'), 504, notAssumed],
  ['503', 'absent', status(503), 504],
  ['503', 'written', status(503), 504],
  ['500', 'absent', status(500), 504],
  ['500', 'written', status(500), 504],
  ['HTML with 200', 'absent', html, 504],
  ['HTML with 200', 'written', html, 504],
  ['nothing with 200', 'written', { kind: 'empty' }, 200],
  ['a reset before the answer', 'absent', resetBefore, 504],
  ['a reset before the answer', 'written', resetBefore, 504],
  ['a reset in mid-answer', 'absent', resetWithin, 504, refused],
  ['a reset in mid-answer', 'written', resetWithin, 504],
  ['a hang', 'absent', hang, 504, short],
  ['a hang', 'written', hang, 504, short],
  ['a drip', 'absent', drip, 504, { ...refused, ...short }],
  ['a drip', 'written', drip, 504, short],
];

const outcomes: Readonly<Record<number, string | undefined>> = { 200: undefined, 504: 'unknown' };

describe.each(['true', 'false'])('with KAFKA_BATCHING=%s, the answer to', (batching) => {
  test.each(rows)('%s, the records being %s', async (_, form, fault, told, options = {}) => {
    const settings = { KAFKA_BATCHING: batching, ...options.settings };
    proxy.faults.add({ call: 'produce', fault, takesEffect: form === 'written' });
    const { status: answered, body, written } = await produce({ ...options, settings });
    proxy.faults.clear();
    expect(answered).toBe(told);
    expect(body['outcome']).toBe(told in outcomes ? outcomes[told] : 'not-written');
    expect(written).toBe(form === 'written' ? (options.count ?? 1) : 0);
  });

  test('a refused connection is not written, after it was tried again', async () => {
    const settings = { KAFKA_REST_URL: `https://localhost:${await closedPort()}`, KAFKA_BATCHING: batching };
    const { status: answered, body, written } = await produce({ settings });
    expect([answered, body['outcome'], body['code'], written]).toEqual([
      503,
      'not-written',
      'proxy-unavailable',
      0,
    ]);
  });

  test('what is certainly not written and passes is the acceptance', async () => {
    proxy.faults.add({ call: 'produce', fault: status(503, '0'), times: 2 });
    const { status: answered, written } = await produce({ settings: { KAFKA_BATCHING: batching } });
    expect([answered, written]).toEqual([200, 1]);
  });
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a request over the limits', () => {
  const settings = { KAFKA_BATCH_MAX_RECORDS: '2' };

  test('is accepted as a whole when every part is', async () => {
    const { status: answered, body, written } = await produce({ settings, count: 5 });
    expect([answered, body['accepted'], written]).toEqual([200, 5, 5]);
  });

  test('stops at the part that is not, and tells what became of each record', async () => {
    const pass: Fault = { kind: 'delay', ms: 0 };
    proxy.faults.add({ call: 'produce', fault: pass, times: 1 });
    proxy.faults.add({ call: 'produce', fault: status(500), times: 1 });
    const { status: answered, body, written } = await produce({ settings, count: 5 });
    expect(answered).toBe(502);
    expect(body).toMatchObject({
      code: 'produce-partial',
      outcome: 'partial',
      retryable: false,
      outcomes: [
        { from: 0, to: 1, outcome: 'accepted' },
        { from: 2, to: 3, outcome: 'unknown', code: 'produce-outcome-unknown' },
        { from: 4, to: 4, outcome: 'not-written' },
      ],
    });
    expect(written).toBe(2);
  });
});

test('a topic made moments ago is tried again until the proxy knows it', async () => {
  const dependencies = createDependencies(app.standIns.environment);
  await dependencies.createTopic('young', { partitionCount: 1 });
  proxy.faults.add({ call: 'produce', fault: status(404), times: 3 });
  const request = { method: 'POST', params: { topic: 'young' }, body: '{"records":[{"value":1}]}' } as const;
  expect(await call((received, own) => produceRecords(received, dependencies, own), request)).toMatchObject({
    status: 200,
  });
  expect(await valuesIn(proxy.log, 'young')).toEqual(new Map([['1', 1]]));
});

test('callers whose call was merged and refused are told what became of each, and of duplicates', async () => {
  const dependencies = createDependencies(app.standIns.environment);
  await proxy.log.createTopic({ name: 'strict', properties: { 'max.message.bytes': '1000' } });
  // Two calls keep the topic busy until the others wait together.
  proxy.faults.add({ call: 'produce', fault: { kind: 'delay', ms: 100 }, times: 2 });
  const send = (value: string) =>
    call((received, own) => produceRecords(received, dependencies, own), {
      method: 'POST',
      params: { topic: 'strict' },
      body: `{"records":[{"value":"${value}"}]}`,
    });
  const busy = [send('busy-1')];
  const until = async (hits: number) => {
    while (proxy.faults.hits('produce') < hits) await new Promise((resolve) => setImmediate(resolve));
  };
  const before = proxy.faults.hits('produce');
  await until(before + 1);
  busy.push(send('busy-2'));
  await until(before + 2);
  const answers = await Promise.all(['a', 'b', 'x'.repeat(2000), 'd'].map(send));
  await Promise.all(busy);
  expect(answers.map(({ status: answered }) => answered)).toEqual([200, 200, 400, 200]);
  for (const { body } of answers) expect(body['duplicatesPossible']).toBe(true);
  expect(await valuesIn(proxy.log, 'strict')).toEqual(
    new Map(['busy-1', 'busy-2', 'a', 'b', 'd'].map((value) => [value, 1])),
  );
});
