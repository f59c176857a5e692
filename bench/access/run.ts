import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { produceRecords } from '../../functions/http/produce-records.ts';
import { routes } from '../../functions/routes.ts';
import { startStandIns } from '../../local/stand-ins.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { createAdmit } from '../../shared/http/admit.ts';
import { handle } from '../../shared/http/handle.ts';
import { closedLoop, median, openLoop } from '../produce/load.ts';
import { startProxy } from '../produce/proxy.ts';
import { trustProxy } from '../produce/subjects.ts';

/**
 * What the bursts of one caller do to another: p50 and p99 of a steady caller alone, beside bursts that a share bounds,
 * and beside the same bursts without a bound; medians of interleaved rounds, as ratios of the same run; and what a
 * caller that is alone gets done. Through the handler, with records that name a partition, so that each request is a
 * call and connections are what is scarce; or, `merged`, with records that go together.
 * `node bench/access/run.ts [seconds] [rounds] [share of a caller] [merged]`
 */

const [SECONDS = 8, ROUNDS = 3, SHARE = 100] = process.argv.slice(2, 5).map(Number);
const IS_MERGED = process.argv[5] === 'merged';
const STEADY_PER_SECOND = 50;
const BURST = 400;
const BURST_EVERY_MS = 1000;
const PROXY_MS = 50;
const UNBOUNDED = 100_000;
const ALONE_AT_ONCE = 64;

const record = { ...(!IS_MERGED && { partition: 0 }), value: 'x'.repeat(1000) };
const bytes = Buffer.from(JSON.stringify({ records: [record] }));

type ProduceAs = (key: string) => Promise<number>;

function createApp(environment: Readonly<Record<string, string>>, share: number): ProduceAs {
  const settings = { ...environment, KAFKA_CALLER_MAX_REQUESTS: String(share) };
  const dependencies = createDependencies(settings);
  const handler = handle(
    (request, call) => produceRecords(request, dependencies, call),
    undefined,
    createAdmit('produceRecords', routes.produceRecords, () => dependencies),
  );
  return async (key) => {
    const request = new HttpRequest({
      method: 'POST',
      url: 'http://localhost:7071/api/topics/bench/records',
      params: { topic: 'bench' },
      headers: { 'content-type': 'application/json', 'x-functions-key': key },
      body: { bytes },
    });
    const answer = await handler(request, new InvocationContext({ logHandler: () => undefined }));
    return (answer as { status?: number }).status ?? 0;
  };
}

interface Round {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What the greedy caller was told, by status. */
  readonly told: Readonly<Record<number, number>>;
}

async function measure(produce: ProduceAs, hasBursts: boolean): Promise<Round> {
  const told: Record<number, number> = {};
  const under: Promise<void>[] = [];
  const greedy = async () => {
    const status = await produce('greedy');
    told[status] = (told[status] ?? 0) + 1;
  };
  // As the host hands them on: one in each turn of the event loop.
  const burst = async () => {
    for (let sent = 0; sent < BURST; sent += 1) {
      under.push(greedy());
      await nextTurn();
    }
  };
  const steady = async () => {
    const status = await produce('steady');
    if (status !== 200) throw new Error(`the steady caller was told ${status}`);
  };
  const timer = hasBursts ? setInterval(() => void burst(), BURST_EVERY_MS) : undefined;
  try {
    return { ...(await openLoop(steady, STEADY_PER_SECOND, SECONDS)), told };
  } finally {
    clearInterval(timer);
    await Promise.all(under);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const standIns = await startStandIns({ folder });
const proxy = await startProxy({ latencyMs: PROXY_MS });
try {
  await trustProxy(standIns, proxy);
  const environment = { ...standIns.environment, KAFKA_REST_URL: proxy.url };
  const [bounded, unbounded] = [createApp(environment, SHARE), createApp(environment, UNBOUNDED)];
  for (const app of [bounded, unbounded]) await app('first');
  const subjects = {
    alone: () => measure(bounded, false),
    bounded: () => measure(bounded, true),
    unbounded: () => measure(unbounded, true),
  };
  const names = ['alone', 'bounded', 'unbounded'] as const;
  const rounds = { alone: [] as Round[], bounded: [] as Round[], unbounded: [] as Round[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) rounds[name].push(await subjects[name]());
  }
  const of = (name: keyof typeof rounds, key: 'p50Ms' | 'p99Ms') =>
    median(rounds[name].map((round) => round[key]));
  console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? ''}`);
  console.log(
    `${STEADY_PER_SECOND}/s beside ${BURST} at once every second,${IS_MERGED ? ' merged,' : ''} share ${SHARE}, proxy ${PROXY_MS} ms, ${ROUNDS} rounds of ${SECONDS} s`,
  );
  for (const name of names) {
    const [p50, p99] = [of(name, 'p50Ms'), of(name, 'p99Ms')];
    const ratios = `${(p50 / of('alone', 'p50Ms')).toFixed(2)} ×, ${(p99 / of('alone', 'p99Ms')).toFixed(2)} ×`;
    const told = JSON.stringify(rounds[name].at(-1)?.told);
    console.log(
      `${name.padEnd(10)} p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  (${ratios})  ${told}`,
    );
  }
  const accepted = async () => {
    const status = await bounded('greedy');
    if (status !== 200) throw new Error(`the caller that is alone was told ${status}`);
  };
  const lone = await closedLoop(accepted, ALONE_AT_ONCE, SECONDS);
  console.log(
    `a caller alone, ${ALONE_AT_ONCE} at once: ${lone.perSecond.toFixed(0)}/s, p99 ${lone.p99Ms.toFixed(1)} ms`,
  );
} finally {
  await proxy.close();
  await standIns.close();
  await rm(folder, { recursive: true });
}
