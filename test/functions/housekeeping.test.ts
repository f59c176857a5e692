import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approveHousekeeping } from '../../functions/http/approve-housekeeping.ts';
import { readHousekeepingReport } from '../../functions/http/read-housekeeping-report.ts';
import { revokeHousekeeping } from '../../functions/http/revoke-housekeeping.ts';
import { runHousekeeping } from '../../functions/http/run-housekeeping.ts';
import { tickOf } from '../../functions/timer/keep-topics.ts';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import type { AuditEntry } from '../../shared/access/audit.ts';
import { audited } from '../../shared/http/audited.ts';
import type { Report } from '../../shared/housekeeping/report.ts';
import { type App, call, type Call, startApp } from '../support/app.ts';

let azurite: Azurite;
let app: App;
let folder: string;
const rows: AuditEntry[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'housekeeping-'));
  const topicsFile = join(folder, 'topics.json');
  await writeFile(topicsFile, '{"topics":{"wanted":{"partitionCount":2}}}');
  azurite = await startAzurite();
  const settings = { AzureWebJobsStorage: azurite.connectionString, KAFKA_TOPICS_FILE: topicsFile };
  app = await startApp({ settings });
  await app.standIns.kafkaRest.log.createTopic({ name: 'extra' });
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
  await rm(folder, { recursive: true });
});

const keepRow = (entry: AuditEntry) => {
  rows.push(entry);
  return Promise.resolve();
};
const operator = (respond: typeof approveHousekeeping, options: Call = {}) =>
  call(
    audited(
      'it',
      (request, about) => respond(request, app.dependencies, about),
      () => keepRow,
    ),
    { method: 'POST', ...options },
  );
const reading = (accept = '') =>
  call((request, about) => readHousekeepingReport(request, app.dependencies, about), { headers: { accept } });
const json = (value: unknown) => ({ body: JSON.stringify(value) });

test('before the first run there is no report, and the answer says how to get one', async () => {
  expect(await reading()).toMatchObject({ status: 404, body: { code: 'report-not-found' } });
});

test('a run is dry as the setting says, or acts where it is told to; its report is the last one', async () => {
  const dry = await operator(runHousekeeping);
  expect(dry).toMatchObject({ status: 200, body: { dryRun: true, actions: [{ outcome: 'planned' }] } });
  expect((await reading()).body).toEqual(dry.body);
  const acted = await operator(runHousekeeping, { query: '?dryRun=false' });
  expect(acted.body).toMatchObject({ dryRun: false, actions: [{ kind: 'create', outcome: 'done' }] });
  expect(await operator(runHousekeeping, { query: '?dry=1' })).toMatchObject({ status: 400 });
  expect(rows.splice(0)).toMatchObject([
    { what: 'it', ids: ['dryRun=true'], result: 'done' },
    { ids: ['dryRun=false'], result: 'done' },
    { ids: [], result: 'invalid-request' },
  ]);
});

test('a report can be had for a person to read', async () => {
  const { headers, ...answer } = await call(
    (request, about) => readHousekeepingReport(request, app.dependencies, about),
    { headers: { accept: 'text/markdown' }, method: 'HEAD' },
  );
  expect([answer.status, headers['content-type']]).toEqual([200, 'text/markdown; charset=utf-8']);
  expect(await reading('image/png')).toMatchObject({ status: 406 });
});

describe('Approving and revoking', () => {
  const evidenceOf = async (id: string) =>
    ((await reading()).body as unknown as Report).findings.find((found) => found.id === id)?.evidence ?? '';

  test('take what the report shows, and are audited with findings and reason', async () => {
    const evidence = await evidenceOf('undeclared:extra');
    const named = { findings: [{ id: 'undeclared:extra', evidence }], reason: 'left over' };
    expect(await operator(approveHousekeeping, json(named))).toMatchObject({
      status: 200,
      body: { approved: ['undeclared:extra'] },
    });
    const revoke = json({ findings: [{ id: 'undeclared:extra' }], reason: 'needed' });
    expect((await operator(revokeHousekeeping, revoke)).body).toEqual({ revoked: ['undeclared:extra'] });
    expect((await operator(revokeHousekeeping, revoke)).body).toEqual({ revoked: [] });
    expect(rows.splice(0)).toMatchObject([
      { ids: ['undeclared:extra'], result: 'done', reason: 'left over' },
      { reason: 'needed' },
      { reason: 'needed' },
    ]);
  });

  test('name every fault of a body', async () => {
    const bad = { findings: [{ id: '', evidence: 'x', more: 1 }, 5], reasn: 'x' };
    const { status, body } = await operator(approveHousekeeping, json(bad));
    expect([status, body['code']]).toEqual([400, 'invalid-request']);
    expect(body['errors']).toEqual([
      { pointer: '#/reasn', detail: '"reasn" is not known: do you mean reason?' },
      { pointer: '#/reason', detail: 'Say why, in a text of 1 to 500 characters.' },
      expect.objectContaining({ pointer: '#/findings/0/more' }),
      expect.objectContaining({ pointer: '#/findings/0/id' }),
      expect.objectContaining({ pointer: '#/findings/1' }),
    ]);
    expect(await operator(approveHousekeeping, json({ findings: [], reason: 'x' }))).toMatchObject({
      status: 400,
    });
    expect(await operator(approveHousekeeping, { body: '{' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-json' },
    });
  });

  test('tell what is not there from what has changed', async () => {
    const named = (id: string) => json({ findings: [{ id, evidence: 'other' }], reason: 'x' });
    expect(await operator(approveHousekeeping, named('undeclared:none'))).toMatchObject({
      status: 404,
      body: { code: 'finding-not-found' },
    });
    expect(await operator(approveHousekeeping, named('undeclared:extra'))).toMatchObject({
      status: 409,
      body: { code: 'finding-changed' },
    });
    expect(await operator(approveHousekeeping, named('empty:extra'))).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    });
    expect(
      rows
        .splice(0)
        .slice(-3)
        .map(({ result }) => result),
    ).toEqual(['finding-not-found', 'finding-changed', 'invalid-request']);
  });
});

test('the tick of a timer is the time it was due, the same for whoever is late', () => {
  const status = (next: string) => ({ scheduleStatus: { last: '', lastUpdated: '', next } });
  const dueMs = Date.UTC(2026, 5, 30, 5);
  expect(tickOf(status('2026-06-30T05:00:00+00:00'), dueMs + 400)).toBe(dueMs);
  expect(tickOf(status('2026-06-29T05:00:00+00:00'), dueMs + 400)).toBe(dueMs - 86_400_000);
  // A host that has never run it tells no time, or one to come.
  expect(tickOf(status('0001-01-01T00:00:00+00:00'), dueMs + 400)).toBeLessThan(dueMs);
  expect(tickOf(status('2026-07-01T05:00:00+00:00'), dueMs + 400)).toBe(dueMs);
  expect(tickOf({ scheduleStatus: null } as never, dueMs + 59_000)).toBe(dueMs);
});
