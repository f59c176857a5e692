import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAppFolder } from '../../local/build.ts';
import { startFunctionHost } from '../../local/function-host.ts';
import { startStandIns, type StandIns } from '../../local/stand-ins.ts';
import { median, openLoop } from '../produce/load.ts';

/**
 * What the burst of one caller does to another: p50 and p99 of a steady caller alone, beside bursts that a share bounds,
 * and beside the same bursts without a bound; medians of interleaved rounds, as ratios of the same run. Through the
 * local host, which does the real one's work in the same process, so that a refusal costs more than in Azure.
 * `node bench/access/run.ts [seconds] [rounds] [requests in a burst] [share of a caller]`
 */

const [SECONDS = 8, ROUNDS = 3, BURST = 400, SHARE = 100] = process.argv.slice(2).map(Number);
const STEADY_PER_SECOND = 50;
const BURST_EVERY_MS = 1000;
const PROXY_MS = 20;
const UNBOUNDED = '100000';

const body = JSON.stringify({ records: [{ key: 'k', value: 'x'.repeat(1000) }] });

function produceAs(url: string, agent: Agent, key: string): () => Promise<number> {
  return () =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'x-functions-key': key };
      const sent = request(
        `${url}/api/topics/bench/records`,
        { agent, method: 'POST', headers },
        (answer) => {
          answer.resume().once('end', () => {
            resolve(answer.statusCode ?? 0);
          });
        },
      );
      sent.once('error', reject).end(body);
    });
}

interface Round {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly told: Readonly<Record<number, number>>;
}

async function measure(url: string, hasBursts: boolean): Promise<Round> {
  const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })] as const;
  const steady = produceAs(url, agents[0], 'steady');
  const greedy = produceAs(url, agents[1], 'greedy');
  const told: Record<number, number> = {};
  const under: Promise<void>[] = [];
  const burst = () => {
    for (let sent = 0; sent < BURST; sent += 1) {
      under.push(
        greedy()
          // A connection that was kept too long; the steady caller's would end the run.
          .catch(() => 0)
          .then((status) => {
            told[status] = (told[status] ?? 0) + 1;
          }),
      );
    }
  };
  const timer = hasBursts ? setInterval(burst, BURST_EVERY_MS) : undefined;
  try {
    const { p50Ms, p99Ms } = await openLoop(
      async () => {
        const status = await steady();
        if (status !== 200) throw new Error(`the steady caller was told ${status}`);
      },
      STEADY_PER_SECOND,
      SECONDS,
    );
    return { p50Ms, p99Ms, told };
  } finally {
    clearInterval(timer);
    await Promise.all(under);
    for (const agent of agents) agent.destroy();
  }
}

async function startApp(standIns: StandIns, folder: string, share: string) {
  return startFunctionHost({
    kind: 'local',
    appFolder: folder,
    port: 0,
    environment: { ...standIns.environment, KAFKA_CALLER_MAX_REQUESTS: share },
    print: () => undefined,
  });
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
await buildAppFolder(folder);
const standIns = await startStandIns({ folder, kafkaRest: { latencyMs: PROXY_MS } });
const hosts = [
  await startApp(standIns, folder, String(SHARE)),
  await startApp(standIns, folder, UNBOUNDED),
] as const;
try {
  await standIns.kafkaRest.log.createTopic({ name: 'bench', partitionCount: 4 });
  await standIns.kafkaRest.metadata.refresh();
  const subjects = {
    alone: () => measure(hosts[0].url, false),
    bounded: () => measure(hosts[0].url, true),
    unbounded: () => measure(hosts[1].url, true),
  };
  const rounds = { alone: [] as Round[], bounded: [] as Round[], unbounded: [] as Round[] };
  for (const run of Object.values(subjects)) await run();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['alone', 'bounded', 'unbounded'] as const) rounds[name].push(await subjects[name]());
  }
  const of = (name: keyof typeof rounds, key: 'p50Ms' | 'p99Ms') =>
    median(rounds[name].map((round) => round[key]));
  console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? ''}`);
  console.log(
    `${STEADY_PER_SECOND}/s beside ${BURST} at once every second, share ${SHARE}, proxy ${PROXY_MS} ms, ${ROUNDS} rounds of ${SECONDS} s`,
  );
  for (const name of ['alone', 'bounded', 'unbounded'] as const) {
    const [p50, p99] = [of(name, 'p50Ms'), of(name, 'p99Ms')];
    const ratios = `${(p50 / of('alone', 'p50Ms')).toFixed(2)} ×, ${(p99 / of('alone', 'p99Ms')).toFixed(2)} ×`;
    const told = JSON.stringify(rounds[name].at(-1)?.told);
    console.log(
      `${name.padEnd(10)} p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  (${ratios})  ${told}`,
    );
  }
} finally {
  for (const host of hosts) await host.stop();
  await standIns.close();
  await rm(folder, { recursive: true });
}
