import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

let app: RunningApp;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  const keys = { master: 'the-master', host: { default: 'a-host-key' }, functions: {}, system: {} };
  await writeFile(join(folder, 'keys.json'), JSON.stringify(keys));
  app = await startRunningApp({ hostFlags: ['--enableAuth', '--keys', join(folder, 'keys.json')] });
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['GET', 'health/live', undefined, 200],
  ['GET', 'topics', undefined, 401],
  ['GET', 'topics', 'a-wrong-key', 401],
  ['GET', 'topics', 'a-host-key', 200],
  ['GET', 'health/ready', undefined, 401],
  ['PUT', 'topics/made', 'a-host-key', 401],
  ['PUT', 'topics/made', 'the-master', 201],
  ['DELETE', 'topics/made', 'a-host-key', 401],
  ['DELETE', 'topics/made', 'the-master', 405],
  ['GET', 'nothing/here', undefined, 401],
])('%s %s with the key %s answers %i', async (method, path, key, status) => {
  const headers = key === undefined ? {} : { 'x-functions-key': key };
  expect((await fetch(`${app.url}/${path}`, { method, headers })).status).toBe(status);
});
