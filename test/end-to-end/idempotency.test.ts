import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FunctionHost } from '../../local/function-host.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';
import { type StorageFront, startStorageFront } from '../support/storage-front.ts';
import { writtenValues } from '../support/written-topic.ts';

const TIMEOUT_SECONDS = 5;
// The deadline, the 30 seconds of margin, and two for a Date that knows no fractions.
const UNKNOWN_AFTER_MS = (TIMEOUT_SECONDS + 32) * 1000;

let storage: StorageFront;
let app: RunningApp;
let other: FunctionHost;
let keys = 0;
let key: string;

beforeAll(async () => {
  storage = await startStorageFront();
  const settings = {
    KafkaStorage: storage.connectionString,
    KAFKA_REST_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
  };
  app = await startRunningApp({ settings });
  other = await app.startAnother();
  await app.standIns.kafkaRest.log.createTopic({ name: 'orders', partitionCount: 1 });
}, 60_000);
afterAll(async () => {
  await app.close();
  await storage.close();
});
beforeEach(() => {
  keys += 1;
  key = `key-nobody-may-see-${keys}`;
  storage.judge = () => 'pass';
  storage.laterMs = 0;
  app.standIns.kafkaRest.faults.clear();
});

interface Sent {
  readonly to?: string;
  readonly headers?: Record<string, string>;
  readonly value?: string;
}

/** Produces one record whose value is the key, unless another one is given. */
async function send({ to = app.url, headers = { 'idempotency-key': key }, value = key }: Sent = {}) {
  const answer = await fetch(`${to}/topics/orders/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ records: [{ value }] }),
  });
  return {
    status: answer.status,
    isReplayed: answer.headers.get('idempotent-replayed') === 'true',
    retryAfter: answer.headers.get('retry-after'),
    body: (await answer.json()) as Record<string, unknown>,
  };
}

/** How often the value is in the topic, read from the stand-in's log and not through the app. */
async function written(value = key): Promise<number> {
  const values = await writtenValues(app.standIns.kafkaRest.log, 'orders');
  return values.filter((each) => each === value).length;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 15_000;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error('it never was');
    await sleep(20);
  }
}

async function rows(): Promise<unknown[]> {
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(storage.connectionString, 'kafkaIdempotency', options);
  const found: unknown[] = [];
  for await (const row of table.listEntities()) found.push(row);
  return found;
}

const elsewhere = () => `${other.url}/api`;

describe('With an Idempotency-Key', () => {
  test('100 concurrent sends through two hosts write once, and all are told of it', async () => {
    const sends = Array.from({ length: 100 }, (_, index) => send(index % 2 === 0 ? {} : { to: elsewhere() }));
    const first = await Promise.all(sends);
    expect(await written()).toBe(1);
    expect(first.filter(({ status, isReplayed }) => status === 200 && !isReplayed)).toHaveLength(1);
    for (const { status, body, retryAfter } of first.filter((told) => told.status !== 200)) {
      expect([status, body['code']]).toEqual([409, 'idempotency-in-progress']);
      expect(retryAfter).toMatch(/^([1-9]|10)$/);
    }
    for (const to of [app.url, elsewhere()]) {
      expect(await send({ to })).toMatchObject({
        status: 200,
        isReplayed: true,
        body: { topic: 'orders', accepted: 1, idempotentReplayed: true },
      });
    }
    expect(await written()).toBe(1);
  });

  test('another body is refused, another way to write the key is not', async () => {
    expect(await send()).toMatchObject({ status: 200, isReplayed: false });
    expect(await send({ headers: { 'idempotency-key': `"${key}"` } })).toMatchObject({ isReplayed: true });
    expect(await send({ value: 'another', to: elsewhere() })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused', outcome: 'not-written', retryable: false },
    });
    expect(await written('another')).toBe(0);
  });

  test('a bad key is told, and nothing is written', async () => {
    expect(await send({ headers: { 'idempotency-key': 'two, keys' } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', outcome: 'not-written', errors: [{ parameter: 'Idempotency-Key' }] },
    });
    expect(await written()).toBe(0);
  });

  test('callers with other function keys do not meet in one key', async () => {
    const as = (code: string) => ({ 'idempotency-key': key, 'x-functions-key': code });
    expect(await send({ headers: as('one') })).toMatchObject({ status: 200, isReplayed: false });
    expect(await send({ headers: as('two') })).toMatchObject({ status: 200, isReplayed: false });
    expect(await send({ headers: as('one'), to: elsewhere() })).toMatchObject({ isReplayed: true });
    expect(await written()).toBe(2);
  });

  test('a refusal frees the key', async () => {
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault: { kind: 'status', status: 413 }, times: 1 });
    expect(await send()).toMatchObject({ status: 413, body: { outcome: 'not-written' } });
    expect(await send({ to: elsewhere() })).toMatchObject({ status: 200, isReplayed: false });
    expect(await written()).toBe(1);
  });

  test('an unknown outcome stays unknown, and no second write is made', async () => {
    const fault = { kind: 'cut', where: 'before-answer' } as const;
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault, takesEffect: true, times: 1 });
    const unknown = { status: 504, body: { code: 'produce-outcome-unknown', outcome: 'unknown' } };
    expect(await send()).toMatchObject({ ...unknown, isReplayed: false });
    expect(await send({ to: elsewhere() })).toMatchObject({ ...unknown, isReplayed: true });
    expect(await written()).toBe(1);
  });
});

test.each([true, false])(
  'after a SIGKILL between claim and finish (written: %s) the outcome is unknown, never written again untold',
  async (takesEffect) => {
    const { faults } = app.standIns.kafkaRest;
    const victim = await app.startAnother();
    const before = faults.hits('produce');
    faults.add({ call: 'produce', fault: { kind: 'hang' }, takesEffect, times: 1 });
    const lost = send({ to: `${victim.url}/api` }).catch(() => 'lost');
    await until(() => faults.hits('produce') > before);
    await victim.kill();
    expect(await lost).toBe('lost');

    expect(await send()).toMatchObject({ status: 409, body: { code: 'idempotency-in-progress' } });
    storage.laterMs = UNKNOWN_AFTER_MS;
    for (const to of [app.url, elsewhere()]) {
      expect(await send({ to })).toMatchObject({
        status: 504,
        isReplayed: true,
        body: { code: 'produce-outcome-unknown', outcome: 'unknown', idempotentReplayed: true },
      });
    }
    expect(await written()).toBe(takesEffect ? 1 : 0);
  },
);

describe('When storage is down', () => {
  test('at the claim, nothing is sent; requests without a key do not notice', async () => {
    const before = app.standIns.kafkaRest.faults.hits('produce');
    storage.judge = () => 'cut';
    expect(await send()).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: { code: 'storage-unavailable', outcome: 'not-written', retryable: true },
    });
    expect(app.standIns.kafkaRest.faults.hits('produce')).toBe(before);
    const requests = storage.requests();
    expect(await send({ headers: {} })).toMatchObject({ status: 200 });
    expect(storage.requests()).toBe(requests);
  });

  test('at the finish, the answer is right and the next caller is told that it is unknown', async () => {
    storage.judge = (method) => (method === 'PUT' ? 'cut' : 'pass');
    expect(await send()).toMatchObject({ status: 200, isReplayed: false });
    expect(app.output()).toContain('outcome not stored');
    expect(await send({ to: elsewhere() })).toMatchObject({ status: 409 });
    storage.laterMs = UNKNOWN_AFTER_MS;
    expect(await send()).toMatchObject({ status: 504, body: { outcome: 'unknown' } });
    expect(await written()).toBe(1);
  });
});

test('neither keys nor values are stored or logged, and the timer removes what is older than a day by the clock of the store', async () => {
  const stored = await rows();
  expect(stored.length).toBeGreaterThan(5);
  expect(JSON.stringify(stored)).not.toContain('nobody-may-see');
  expect(app.output()).not.toContain('nobody-may-see');
  const clean = () =>
    fetch(`${other.url}/admin/functions/removeExpiredKeys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  const runs = () => app.output().split('expired idempotency keys removed').length - 1;
  expect((await clean()).status).toBe(202);
  await until(() => runs() === 1);
  expect(await rows()).toHaveLength(stored.length);
  storage.laterMs = 24 * 3_600_000 + 60_000;
  await clean();
  await until(() => runs() === 2);
  expect(await rows()).toEqual([]);
}, 30_000);
