import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandIns, startStandIns } from '../../local/stand-ins.ts';
import { type LoadCase, loads } from './loads.ts';
import { median } from './load.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { createSubjects, names, type SubjectName } from './subjects.ts';

/**
 * Produce, port and handler, with the shipped settings, beside bare axios and beside the handler without batching:
 * medians of interleaved rounds, as ratios of the same run. The proxy is the stand-in in a process of its own; the
 * load comes from the process that is measured. `node bench/produce/run.ts [part of a load's name]`.
 */

const ROUNDS = 3;

interface Round {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly late: number;
  readonly ownCpuUs: number;
  readonly proxyCpuUs: number;
  readonly callsPerRecord: number;
  /** Shares of one core while it ran. */
  readonly ownBusy: number;
  readonly proxyBusy: number;
}

async function produceCalls({ hits }: Proxy): Promise<number> {
  return (await hits())['produce'] ?? 0;
}

async function measure(load: LoadCase, proxy: Proxy, produce: () => Promise<unknown>): Promise<Round> {
  const before = {
    ms: performance.now(),
    own: process.cpuUsage(),
    proxy: await proxy.cpuMs(),
    calls: await produceCalls(proxy),
  };
  const { perSecond, p50Ms, p99Ms, answered, late } = await load.run(produce);
  const ms = performance.now() - before.ms;
  const { user, system } = process.cpuUsage(before.own);
  const proxyUs = ((await proxy.cpuMs()) - before.proxy) * 1000;
  const calls = (await produceCalls(proxy)) - before.calls;
  const records = Math.max(1, answered) * load.recordsPerRequest;
  return {
    perSecond: perSecond * load.recordsPerRequest,
    p50Ms,
    p99Ms,
    late,
    ownCpuUs: (user + system) / records,
    proxyCpuUs: proxyUs / records,
    callsPerRecord: calls / records,
    ownBusy: (user + system) / 1000 / ms,
    proxyBusy: proxyUs / 1000 / ms,
  };
}

function middle(rounds: readonly Round[]): Round {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  return {
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    late: of('late'),
    ownCpuUs: of('ownCpuUs'),
    proxyCpuUs: of('proxyCpuUs'),
    callsPerRecord: of('callsPerRecord'),
    ownBusy: of('ownBusy'),
    proxyBusy: of('proxyBusy'),
  };
}

async function compare(load: LoadCase, standIns: StandIns): Promise<Record<SubjectName, Round>> {
  const proxy = await startProxy(load.proxy);
  const subjects = await createSubjects(standIns, proxy);
  const rounds: Record<SubjectName, Round[]> = { axios: [], port: [], unbatched: [], handler: [] };
  try {
    for (const name of names) await subjects[name](load.recordsPerRequest)();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of names) {
        rounds[name].push(await measure(load, proxy, subjects[name](load.recordsPerRequest)));
      }
    }
  } finally {
    subjects.close();
    await proxy.close();
  }
  return {
    axios: middle(rounds.axios),
    port: middle(rounds.port),
    unbatched: middle(rounds.unbatched),
    handler: middle(rounds.handler),
  };
}

const digits = (figure: number, places = 1) => figure.toFixed(figure >= 100 ? 0 : places);

/** The shares of a core that app and proxy had: near one, that process is what holds the rest up. */
function busy({ ownBusy, proxyBusy }: Round): string {
  return `${Math.round(ownBusy * 100)} % / ${Math.round(proxyBusy * 100)} %`;
}

function print(load: LoadCase, results: Record<SubjectName, Round>): void {
  const baselines: Record<SubjectName, SubjectName> = {
    axios: 'axios',
    port: 'axios',
    unbatched: 'unbatched',
    handler: load.handlerBaseline,
  };
  for (const name of names) {
    const one = results[name];
    const ratio = one.perSecond / results[baselines[name]].perSecond;
    const cells = [
      load.name,
      name,
      digits(one.perSecond, 0),
      baselines[name] === name ? '' : `${digits(ratio, 2)} ×`,
      `${digits(one.p50Ms)} / ${digits(one.p99Ms)}`,
      `${digits(one.ownCpuUs, 0)} / ${digits(one.proxyCpuUs, 0)}`,
      digits(one.callsPerRecord, 3),
      busy(one),
      one.late === 0 ? '' : `${one.late} given up`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const standIns = await startStandIns({ folder });
try {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}, medians of ${ROUNDS} rounds\n`,
  );
  console.log(
    '| load | subject | records/s | ratio | p50 / p99 ms | CPU µs per record, app / proxy | calls per record | busy, app / proxy | |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  const wanted = process.argv[2] ?? '';
  for (const load of loads.filter(({ name }) => name.includes(wanted))) {
    print(load, await compare(load, standIns));
  }
} finally {
  await standIns.close();
  await rm(folder, { recursive: true });
}
