import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAzurite } from '../../local/azurite.ts';
import { startStandIns } from '../../local/stand-ins.ts';
import { startHost } from '../produce/host.ts';
import { median } from '../produce/load.ts';
import { cpuMsOf, startProxy } from '../produce/proxy.ts';
import { trustProxy } from '../produce/subjects.ts';
import { createHosted } from './hosted.ts';

/**
 * Reads through the local host, the genuine library in streaming mode, beside bare axios on the same proxy: subjects take
 * turns, ratios are of turns beside each other. The busiest process is the one that was never idle: the caller (this
 * one), the host or the proxy. `node bench/consume/through-host.ts [rounds]`.
 */

const ROUNDS = Number(process.argv[2] ?? 9);
const PARTITIONS = 4;
const RECORDS_EACH = 6000;
const BATCH = 1000;
const WAITING = 20;
/** By then the pauses between polls have grown to their longest. */
const IDLE_MS = 5000;

interface Turn {
  readonly ms: number;
  readonly bytes: number;
  /** CPU of caller, host and proxy, in ms. */
  readonly cpuMs: readonly number[];
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const [standIns, proxy, azurite] = await Promise.all([
  startStandIns({ folder }),
  startProxy({}),
  startAzurite(),
]);
await trustProxy(standIns, proxy);
const host = await startHost(folder, standIns, proxy, { KafkaStorage: azurite.connectionString });
const hosted = createHosted(host.url, proxy);

async function cpuMs(): Promise<number[]> {
  const { user, system } = process.cpuUsage();
  return [(user + system) / 1000, await cpuMsOf(host.pid), await proxy.cpuMs()];
}

async function turn(act: () => Promise<number>): Promise<Turn> {
  const before = await cpuMs();
  const beganMs = performance.now();
  const bytes = await act();
  const ms = performance.now() - beganMs;
  const after = await cpuMs();
  return { ms, bytes, cpuMs: after.map((each, index) => each - (before[index] ?? 0)) };
}

/** Compares subjects turn by turn, each with the first; the first round warms up. */
async function compare(
  line: string,
  subjects: Readonly<Record<string, () => Promise<number>>>,
): Promise<void> {
  const turns = new Map<string, Turn[]>();
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, act] of Object.entries(subjects)) {
      const taken = await turn(act);
      if (round >= 0) turns.set(name, [...(turns.get(name) ?? []), taken]);
    }
  }
  const [first = []] = turns.values();
  for (const [name, taken] of turns) {
    const ratio = median(
      taken.map(
        ({ ms, bytes }, round) => (bytes / ms) * ((first[round]?.ms ?? NaN) / (first[round]?.bytes ?? NaN)),
      ),
    );
    const speed = median(taken.map(({ ms, bytes }) => bytes / 1000 / ms));
    const figure = `${speed.toFixed(0)} MB/s, ${median(taken.map(({ ms }) => ms)).toFixed(0)} ms`;
    console.log(
      `| ${[line, name, figure, taken === first ? '' : ratio.toFixed(2), shares(taken)].join(' | ')} |`,
    );
  }
}

function shares(turns: readonly Turn[]): string {
  const share = (index: number) => median(turns.map(({ ms, cpuMs }) => ((cpuMs[index] ?? 0) / ms) * 100));
  return [0, 1, 2].map((index) => `${share(index).toFixed(0)} %`).join(' / ');
}

/** A batch of a group, each fetch with the commit of the one before. */
function fetchBatches(): () => Promise<number> {
  let commit: string | undefined;
  return async () => {
    const text = await hosted.post('/api/groups/bench/topics/bench/fetch', {
      count: BATCH,
      partitions: [2],
      commit,
    });
    const { records, lease } = JSON.parse(text) as { records: unknown[]; lease: string };
    if (records.length !== BATCH) throw new Error(`${records.length} records came`);
    commit = lease;
    return text.length;
  };
}

/** Milliseconds from the answer of a produce to that of each read that waited for it. */
async function wake(): Promise<number[]> {
  let producedMs = 0;
  const waiting = Array.from({ length: WAITING }, async () => {
    await hosted.get('/api/topics/bench/partitions/3/records?offset=latest&waitMs=20000');
    return performance.now() - producedMs;
  });
  await sleep(IDLE_MS);
  await hosted.produce(1, 3);
  producedMs = performance.now();
  return Promise.all(waiting);
}

try {
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const records = partition === 2 ? (ROUNDS + 1) * BATCH : RECORDS_EACH;
    for (let left = records; left > 0; left -= 500) await hosted.produce(500, partition);
  }
  const load = () => loadavg()[0]?.toFixed(1) ?? '';
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}, ${ROUNDS} rounds, load ${load()}\n`,
  );
  console.log(
    '| line | subject | figure | ratio | CPU of caller / host / proxy |\n| --- | --- | --- | --- | --- |',
  );
  const path = '/api/topics/bench/partitions/0/records?offset=0&count=5500';
  await compare('a read of 6 MB', {
    'bare axios': () => hosted.readBare(0, 0, 5500),
    'lag=false': () => hosted.get(`${path}&lag=false`),
    'with lag': () => hosted.get(path),
  });
  await compare(`${PARTITIONS} partitions as NDJSON`, {
    'bare axios, a reader each': () => hosted.drainBare(PARTITIONS),
    readTopic: () => hosted.get('/api/topics/bench/records', 'application/x-ndjson'),
  });
  let offset = 0;
  await compare(`a batch of ${BATCH} records`, {
    'a read': () =>
      hosted.get(`/api/topics/bench/partitions/2/records?offset=${offset}&count=${BATCH}`).finally(() => {
        offset += BATCH;
      }),
    'fetch and commit, on Azurite': fetchBatches(),
  });
  const tookMs = [...(await wake()), ...(await wake())].sort((a, b) => a - b);
  const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? NaN).toFixed(0);
  console.log(
    `| produce to answer of a long poll | | p50 ${at(0.5)} ms, p99 ${at(0.99)} ms | | |\n\nload ${load()}`,
  );
} finally {
  hosted.close();
  await host.stop();
  await azurite.stop();
  await proxy.close();
  await standIns.close();
  await rm(folder, { recursive: true });
}
