import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendRecords } from '../../docs/send-records.ts';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { type CuttingRelay, startCuttingRelay } from '../support/cutting-relay.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';
import { atHand } from './at-hand.ts';
import { readPage, root } from './pages.ts';
import { runInShell } from './shell.ts';

let azurite: Azurite;
let app: RunningApp;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docs-'));
  azurite = await startAzurite();
  app = await startRunningApp({
    settings: {
      KafkaStorage: azurite.connectionString,
      // The host looks at an idle queue every ten seconds otherwise.
      AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.200',
    },
  });
  const { log } = app.standIns.kafkaRest;
  for (const name of ['hello', 'nobody-knows']) await log.createTopic({ name, partitionCount: 1 });
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  app.standIns.kafkaRest.faults.clear();
});

const shellOf = (file: string) => readPage(file).blocks.filter(({ language }) => language === 'sh');

describe('The commands of the README, docs/local.md and docs/housekeeping.md', () => {
  const commands = ['README.md', 'docs/housekeeping.md', 'docs/local.md']
    .flatMap(shellOf)
    .flatMap(({ code }) => code.split('\n'))
    .map((line) => line.replace(/ # .*$/, '').trim())
    .filter((line) => line !== '');

  test('are those that the tests and CI run', () => {
    const others = commands.filter((command) => !command.startsWith('curl '));
    expect(others.sort()).toEqual([
      'npm ci && npm start',
      'npm ci && npm test',
      'npm run -s housekeeping -- plan --settings local.settings.json',
      'npm run -s stand-in -- --assumptions',
      'npm run -s stand-in -- --help',
      'npm run walkthrough',
    ]);
  });

  test('that call the app or the stand-in succeed, in their order', async () => {
    const calls = commands.filter((command) => command.startsWith('curl '));
    expect(calls.length).toBeGreaterThan(4);
    for (const call of calls) {
      const here = call
        .replace('http://localhost:7071/api', app.url)
        .replace('https://localhost:9400', app.standIns.kafkaRest.url);
      expect([call, await runInShell(here, { folder })]).toMatchObject([call, { exitCode: 0 }]);
    }
  });

  test.each(['--help', '--assumptions'])('npm run -s stand-in -- %s prints and ends', (flag) => {
    const { status, stdout } = spawnSync('npm', ['run', '-s', 'stand-in', '--', flag], { cwd: root });
    expect(status).toBe(0);
    expect(stdout.toString().split('\n').length).toBeGreaterThan(5);
  });
});

describe('The commands that an operator is told', () => {
  const hasJq = spawnSync('jq', ['--version']).status === 0;
  let environment: Record<string, string>;

  beforeAll(async () => {
    environment = { APP: app.url, KEY: 'none', ...(await atHand(app.url, azurite.connectionString)) };
  });

  describe.each(['docs/from-the-proxy.md', 'docs/operations.md'])('in %s', (file) => {
    const blocks = shellOf(file).filter(({ code }) => code.includes('$APP'));
    const [plain, withJq] = [false, true].map((wants) =>
      blocks.filter(({ code }) => /\bjq\b/.test(code) === wants),
    );
    const succeeds = async ({ code }: { code: string }) => {
      const ended = await runInShell(code, { folder, environment });
      expect(ended).toMatchObject({ exitCode: 0, output: expect.stringMatching(/\S/) as unknown });
    };

    test.each(plain ?? [])('succeed: $at', succeeds);
    if ((withJq ?? []).length > 0)
      (hasJq ? test : test.skip).each(withJq ?? [])('succeed, with jq: $at', succeeds);
  });
});

describe('The client of docs/from-the-proxy.md', () => {
  const records = [{ key: 'k', value: 1 }];
  const paused: number[] = [];
  const pause = (ms: number) => Promise.resolve(paused.push(ms));
  let topics = 0;
  let topic: string;
  let url: string;
  let relay: CuttingRelay;

  beforeAll(async () => {
    relay = await startCuttingRelay(app.url);
  });
  afterAll(() => relay.close());
  beforeEach(async () => {
    paused.length = 0;
    topic = `sent-${(topics += 1)}`;
    await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
    url = `${relay.url}/topics/${topic}/records`;
  });
  const written = async () => {
    const { log } = app.standIns.kafkaRest;
    return (await log.read(topic, 0, 0, { maxRecords: 100, maxBytes: 1e6 })).records.length;
  };

  test('is used as the page shows', async () => {
    const [, use] = readPage('docs/from-the-proxy.md').blocks.filter(({ language }) => language === 'ts');
    const code = use?.code.replace(/http:.*records(?=')/, url) ?? '';
    await copyFile(join(root, 'docs/send-records.ts'), join(folder, 'send-records.ts'));
    await writeFile(join(folder, 'use.mts'), code);
    const ended = await runInShell('node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON use.mts', { folder });
    expect([ended, await written()]).toEqual([{ exitCode: 0, output: '' }, 1]);
  });

  test('waits as long as Retry-After says, and sends again', async () => {
    const fault = { kind: 'status', status: 503, headers: { 'retry-after': '7' } } as const;
    app.standIns.kafkaRest.faults.add({ call: 'produce', times: 1, fault });
    await sendRecords(url, records, {}, pause);
    expect(paused).toEqual([7000]);
    expect(await written()).toBe(1);
  });

  test('writes once what it sends again because the way to the app was cut after the records were written', async () => {
    const fault = { kind: 'delay', ms: 100 } as const;
    const { faults } = app.standIns.kafkaRest;
    faults.add({ call: 'produce', times: 1, fault });
    const before = faults.hits('produce');
    const sent = sendRecords(url, records, {}, pause);
    while (faults.hits('produce') === before) await new Promise(setImmediate);
    relay.cut();
    await sent;
    expect(paused.length).toBeGreaterThan(0);
    expect(await written()).toBe(1);
  });

  test('tells an unknown outcome and does not send again', async () => {
    const { faults } = app.standIns.kafkaRest;
    faults.add({
      call: 'produce',
      times: 1,
      takesEffect: true,
      fault: { kind: 'cut', where: 'before-answer' },
    });
    const sent = sendRecords(url, records, {}, pause);
    await expect(sent).rejects.toMatchObject({
      cause: { code: 'produce-outcome-unknown', outcome: 'unknown' },
    });
    expect([paused, await written()]).toEqual([[], 1]);
  });

  test('tells what is refused, and why', async () => {
    const sent = sendRecords(url, [{ key: 'k' }], {}, pause);
    await expect(sent).rejects.toMatchObject({ cause: { code: 'invalid-request', outcome: 'not-written' } });
    expect(paused).toEqual([]);
  });
});
