import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { follow } from '../../local/child-process.ts';
import { type StandIns, startStandIns } from '../../local/stand-ins.ts';
import type { Report } from '../../shared/housekeeping/report.ts';

const program = join(import.meta.dirname, '../../commands/housekeeping.ts');
let folder: string;
let azurite: Azurite;
let standIns: StandIns;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'housekeeping-'));
  [azurite, standIns] = await Promise.all([
    startAzurite(),
    startStandIns({ folder, kafkaRest: { metadata: { refreshMs: 0 } } }),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all([azurite.stop(), standIns.close()]);
  await rm(folder, { recursive: true });
});

/** The command with these declared topics, on the stand-ins. */
async function plan(topics: string, ...flags: string[]) {
  const file = join(folder, 'topics.json');
  await writeFile(file, topics);
  const settings = join(folder, 'local.settings.json');
  const Values = {
    ...standIns.environment,
    AzureWebJobsStorage: azurite.connectionString,
    KAFKA_TOPICS_FILE: file,
  };
  await writeFile(settings, JSON.stringify({ Values }));
  // What Node itself reads when it starts cannot come from a file.
  const { NODE_EXTRA_CA_CERTS, IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_TOKEN_CREDENTIALS } =
    standIns.environment;
  const own = { NODE_EXTRA_CA_CERTS, IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_TOKEN_CREDENTIALS };
  const args = [program, 'plan', '--settings', settings, ...flags];
  const child = follow(process.execPath, args, { env: { ...process.env, ...own } });
  let [stdout, stderr] = ['', ''];
  child.process.stdout?.on('data', (text: Buffer) => (stdout += text.toString()));
  child.process.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
  return { code: await child.exited, stdout, stderr };
}

test('differences end with 3, for a person or as JSON, and nothing is changed', async () => {
  const told = await plan('{"topics":{"wanted":{"partitionCount":2}}}');
  expect([told.stderr, told.code]).toEqual(['', 3]);
  expect(told.stdout).toMatch(/^# Topics of localhost:\d+\n/);
  expect(told.stdout).toMatch(/kafka-topics\.sh \S+ \S+ --create --topic wanted --partitions 2/);
  const json = await plan('{"topics":{"wanted":{"partitionCount":2}}}', '--json');
  expect((JSON.parse(json.stdout) as Report).findings.map(({ id }) => id)).toEqual(['missing:wanted']);
  expect(await standIns.kafkaRest.log.topics()).toEqual([]);
});

test('no difference ends with 0, and what is broken with 1 and why', async () => {
  await standIns.kafkaRest.log.createTopic({ name: 'wanted', partitionCount: 2 });
  expect((await plan('{"topics":{"wanted":{"partitionCount":2}}}')).code).toBe(0);
  const broken = await plan('{"topics":{}}');
  expect([broken.code, broken.stdout]).toEqual([1, '']);
  expect(broken.stderr).toMatch(/topics\.json: must NOT have fewer than 1 properties/);
});

test('settings that are missing are all named', async () => {
  const child = follow(process.execPath, [program, 'plan'], { env: {} });
  let stderr = '';
  child.process.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
  expect(await child.exited).toBe(1);
  for (const name of ['KAFKA_REST_URL', 'KAFKA_REST_TENANT_ID', 'KAFKA_REST_CLIENT_ID']) {
    expect(stderr).toContain(`${name}: missing`);
  }
});
