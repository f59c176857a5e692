import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { APP_RESOURCE } from '../../local/stand-ins.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

let app: RunningApp;
let azurite: Azurite;
let folder: string;

const appId = '22222222-2222-4222-8222-222222222222';
const rules = {
  roles: { Writer: [{ topics: ['orders.*'], may: ['produce', 'describe'] }] },
  apps: { [appId]: [{ topics: ['*'], may: ['read'] }] },
  sources: { 'produce-queue': ['orders.one'] },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-'));
  await writeFile(join(folder, 'access.json'), JSON.stringify(rules));
  azurite = await startAzurite();
  app = await startRunningApp({
    settings: {
      KafkaStorage: azurite.connectionString,
      KAFKA_API_AUTH: 'entra',
      KAFKA_API_AUDIENCE: APP_RESOURCE,
      KAFKA_ACCESS_FILE: join(folder, 'access.json'),
    },
    hostFlags: ['--enableAuth'],
  });
  for (const name of ['orders.one', 'secret']) await app.standIns.kafkaRest.log.createTopic({ name });
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
  await rm(folder, { recursive: true });
});

/** A token for an application that calls by itself. */
async function tokenOf(roles: readonly string[], clientId = 'an-app-without-rules'): Promise<string> {
  const caller = { clientId, objectId: `object of ${clientId}`, roles };
  return (await app.standIns.entra.issue(caller, APP_RESOURCE)).token;
}

async function ask(path: string, token?: string, init: RequestInit = {}) {
  const headers = {
    ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(init.headers as Record<string, string> | undefined),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(`${app.url}/${path}`, { ...init, headers });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, body, challenge: answer.headers.get('www-authenticate') };
}

const record = { method: 'POST', body: '{"records":[{"value":1}]}' };

describe('In the mode entra, where the host asks for no key', () => {
  test('live is open, and all else asks for a token, without which nothing is told', async () => {
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    for (const path of ['topics', 'brokers', 'health/ready', 'no/such/route']) {
      expect(await ask(path)).toMatchObject({
        status: 401,
        body: { code: 'unauthenticated' },
        challenge: 'Bearer realm="kafka-rest-functions"',
      });
    }
  });

  test('what a gateway would say of the caller is not believed', async () => {
    const principal = Buffer.from('{"claims":[{"typ":"roles","val":"Kafka.Operator"}]}').toString('base64');
    const headers = { 'x-ms-client-principal': principal, 'x-functions-key': 'a-key' };
    expect(await ask('topics', undefined, { headers })).toMatchObject({ status: 401 });
  });

  test('a role opens its topics for its verbs, and lists show no others', async () => {
    const token = await tokenOf(['Writer']);
    expect(await ask('topics/orders.one/records', token, record)).toMatchObject({ status: 200 });
    expect((await ask('topics', token)).body).toEqual({ topics: ['orders.one'] });
    expect(await ask('topics/secret/records', token, record)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', outcome: 'not-written' },
      challenge: 'Bearer error="insufficient_scope"',
    });
    expect(await ask('topics/orders.one/partitions/0/records', token)).toMatchObject({ status: 403 });
    expect(await ask('topics/secret', token)).toMatchObject({ status: 403 });
    expect(await ask('topics/none', token)).toMatchObject({ status: 403 });
  });

  test('an application opens what its id has, for itself and not for its users', async () => {
    const path = 'topics/secret/partitions/0/records';
    expect(await ask(path, await tokenOf([], appId))).toMatchObject({ status: 200 });
    const user = await app.standIns.entra.issue({ clientId: appId, objectId: 'x' }, APP_RESOURCE, {
      claims: { scp: 'access', oid: 'a-user' },
    });
    expect(await ask(path, user.token)).toMatchObject({ status: 403 });
  });

  test('operators may do everything, and nobody else what is theirs', async () => {
    const put = { method: 'PUT', body: '{"partitionCount":1,"replicationFactor":1}' };
    expect(await ask('topics/orders.two', await tokenOf(['Writer']), put)).toMatchObject({
      status: 403,
      body: { detail: 'This takes the app role Kafka.Operator.' },
    });
    const operator = await tokenOf(['Kafka.Operator']);
    expect(await ask('topics/orders.two', operator, put)).toMatchObject({ status: 201 });
    expect(await ask('topics/secret/records', operator, record)).toMatchObject({ status: 200 });
  });

  test('callers do not meet in one idempotency key', async () => {
    const keyed = { ...record, headers: { 'idempotency-key': 'one' } };
    const send = async (clientId: string) =>
      (await ask('topics/orders.one/records', await tokenOf(['Writer'], clientId), keyed)).body;
    expect(await send('one')).toEqual({ topic: 'orders.one', accepted: 1 });
    expect(await send('two')).toEqual({ topic: 'orders.one', accepted: 1 });
    expect(await send('one')).toMatchObject({ accepted: 1, idempotentReplayed: true });
  });
});

test('what goes by the queue needs a right of the queue as well, told before anything is taken', async () => {
  const later = { ...record, headers: { prefer: 'respond-async' } };
  const token = await tokenOf(['Writer']);
  expect(await ask('topics/orders.one/records', token, later)).toMatchObject({ status: 202 });
  expect(await ask('topics/orders.two/records', token, later)).toMatchObject({
    status: 403,
    body: { outcome: 'not-written', detail: expect.stringContaining('the source produce-queue') as unknown },
  });
});

async function auditRows(): Promise<Record<string, unknown>[]> {
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(azurite.connectionString, 'kafkaAudit', options);
  const rows: Record<string, unknown>[] = [];
  for await (const row of table.listEntities()) rows.push(row);
  return rows;
}

test('operators’ calls and denied ones are in the audit table', async () => {
  const operator = { clientId: 'the-operator', objectId: 'x', roles: ['Kafka.Operator'] };
  await ask('topics/audited', (await app.standIns.entra.issue(operator, APP_RESOURCE)).token, {
    method: 'DELETE',
  });
  await ask('topics/audited', await tokenOf(['Writer'], 'the-writer'), { method: 'DELETE' });
  await ask('topics/audited', undefined, { method: 'DELETE' });
  const { tenantId } = app.standIns.entra;
  const wanted = [
    { who: `${tenantId}/the-operator`, result: 'topic-delete-unsupported' },
    { who: `${tenantId}/the-writer`, result: 'forbidden' },
    { who: 'anyone', result: 'unauthenticated' },
  ];
  // A denied caller is not kept waiting for the row.
  const found = async () => (await auditRows()).filter(({ ids }) => ids === '["audited"]');
  while ((await found()).length < wanted.length) await new Promise(setImmediate);
  const rows = (await found()).map(({ who, what, result }) => ({ who, what, result }));
  expect(rows).toEqual(expect.arrayContaining(wanted.map((row) => ({ ...row, what: 'deleteTopic' }))));
});

describe('New keys of the tenant', () => {
  test('count within the first request that is signed with one, and are fetched once for all', async () => {
    await ask('topics', await tokenOf(['Writer']));
    const { entra } = app.standIns;
    const before = entra.faults.hits('keys');
    await entra.rotateKeys();
    const token = await tokenOf(['Writer']);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask('topics', token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(entra.faults.hits('keys') - before).toBe(1);
  });
});

test('a token reaches neither a log nor an answer', async () => {
  const tokens = app.standIns.entra.issued().map(({ token }) => token);
  await ask('topics', `${tokens.at(-1) ?? ''}x`);
  expect(tokens.length).toBeGreaterThan(5);
  for (const token of tokens) expect(app.output()).not.toContain(token);
  expect(app.output()).toContain('unauthenticated: bad token');
});
