import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../local/build.ts';
import { startFunctionHost } from '../local/function-host.ts';
import { startStandIns } from '../local/stand-ins.ts';

/**
 * What the whole does on this machine: requests a second of `live` and of single-record produces through host and
 * stand-in (closed loop), and how long the bundle and the unbundled code take to load. Absolute figures: they say
 * something only beside others of the same machine and run.
 */

const root = join(import.meta.dirname, '..');
const CALLERS = 32;
const SECONDS = 5;
const LOADS = 7;

interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function load(call: () => Promise<number>): Promise<Load> {
  const end = performance.now() + SECONDS * 1000;
  const took: number[] = [];
  const caller = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      const status = await call();
      if (status !== 200) throw new Error(`answered ${status}`);
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  took.sort((a, b) => a - b);
  const at = (share: number) => Math.round((took[Math.floor(took.length * share)] ?? 0) * 10) / 10;
  return { perSecond: Math.round(took.length / SECONDS), p50Ms: at(0.5), p99Ms: at(0.99) };
}

function caller(url: string, agent: Agent, body?: string): () => Promise<number> {
  return () =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
        answer.resume().once('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      });
      sent.once('error', reject).end(body);
    });
}

async function throughHost(): Promise<Record<string, Load>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const standIns = await startStandIns({ folder });
  await buildApp();
  const host = await startFunctionHost({
    kind: 'local',
    appFolder: root,
    port: 0,
    environment: standIns.environment,
    print: () => undefined,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  try {
    await standIns.kafkaRest.log.createTopic({ name: 'bench', partitionCount: 4 });
    await standIns.kafkaRest.metadata.refresh();
    const record = JSON.stringify({ records: [{ key: 'k', value: 'x'.repeat(1000) }] });
    const live = caller(`${host.url}/api/health/live`, agent);
    const produce = caller(`${host.url}/api/topics/bench/records`, agent, record);
    await Promise.all([live(), produce()]);
    return { live: await load(live), 'produce, 1 record of 1 KB': await load(produce) };
  } finally {
    agent.destroy();
    await host.stop();
    await standIns.close();
    await rm(folder, { recursive: true });
  }
}

/** Median milliseconds of loading the app in a new process, with a core module that takes registrations. */
function loadMs(entry: string): number {
  const core = `const M = require('node:module'), load = M._load;
    M._load = (name, ...rest) => name === '@azure/functions-core'
      ? { version: '4', hostVersion: '4', registerHook() {}, setProgrammingModel() {}, getProgrammingModel() {},
          registerFunction() {}, log() {}, Disposable: class {} }
      : load(name, ...rest);
    const start = performance.now();
    import(${JSON.stringify(entry)}).then(() => console.log(performance.now() - start));`;
  const runs = Array.from({ length: LOADS }, () =>
    Number(spawnSync(process.execPath, ['-e', core], { cwd: root }).stdout.toString()),
  );
  return Math.round(runs.sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? 0);
}

const figures = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}`,
  callers: CALLERS,
  ...(await throughHost()),
  'load ms': {
    bundle: loadMs(join(root, 'dist/index.cjs')),
    unbundled: loadMs(join(root, 'functions/index.ts')),
  },
};
console.log(JSON.stringify(figures, null, 2));
