import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { startFunctionHost } from '../../local/function-host.ts';
import { type Package, packageApp } from '../../local/package.ts';
import { startStandIns } from '../../local/stand-ins.ts';

const MEBIBYTE = 1024 * 1024;
let folder: string;
let made: Package;
let unpacked: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kafka-rest-functions-'));
  made = await packageApp(folder);
  unpacked = join(folder, 'unpacked');
  for (const [path, content] of Object.entries(unzipSync(await readFile(made.zipFile)))) {
    await mkdir(dirname(join(unpacked, path)), { recursive: true });
    await writeFile(join(unpacked, path), content);
  }
});

afterAll(() => rm(folder, { recursive: true }));

test('the package holds the bundle, host.json, package.json and config, in less than 3 MB', async () => {
  expect((await readdir(unpacked)).sort()).toEqual(['config', 'dist', 'host.json', 'package.json']);
  expect((await readdir(join(unpacked, 'dist'))).sort()).toEqual([
    'description.cjs',
    'index.cjs',
    'kafka-admin.cjs',
    'telemetry.cjs',
  ]);
  expect((await readFile(made.zipFile)).length).toBe(made.bytes);
  expect(made.bytes).toBeLessThan(3 * MEBIBYTE);
});

test('the manifest names what the host loads, and no dependency that a build in Azure would install', async () => {
  const manifest = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  expect(manifest).toMatchObject({ type: 'module', main: 'dist/index.cjs' });
  expect(Object.keys(manifest).filter((name) => /dependencies|scripts|overrides/i.test(name))).toEqual([]);
});

test('the same sources make the same bytes in another folder', async () => {
  const other = join(folder, 'somewhere/else');
  await mkdir(other, { recursive: true });
  const again = await packageApp(other);
  expect(await readFile(again.zipFile)).toEqual(await readFile(made.zipFile));
});

test('the package alone, far from node_modules, produces a record and reads it', async () => {
  const standIns = await startStandIns({ folder, kafkaRest: { metadata: { refreshMs: 0 } } });
  try {
    const host = await startFunctionHost({
      kind: 'local',
      appFolder: unpacked,
      port: 0,
      environment: standIns.environment,
      print: () => undefined,
    });
    try {
      const signal = AbortSignal.timeout(15_000);
      const topic = `${host.url}/api/topics/orders`;
      const headers = { 'content-type': 'application/json' };
      const shape = '{"partitionCount":1,"replicationFactor":1}';
      const created = await fetch(topic, { method: 'PUT', headers, body: shape, signal });
      expect(created.status).toBe(201);
      const produced = await fetch(`${topic}/records`, {
        method: 'POST',
        headers,
        body: '{"records":[{"key":"k","value":{"n":21.50},"partition":0}]}',
        signal,
      });
      expect([produced.status, await produced.json()]).toEqual([200, { topic: 'orders', accepted: 1 }]);
      const read = await fetch(`${topic}/partitions/0/records`, { signal });
      expect(await read.json()).toMatchObject({
        records: [{ key: 'k', value: '{"n":21.50}' }],
        nextOffset: 1,
      });
    } finally {
      await host.stop();
    }
  } finally {
    await standIns.close();
  }
});
