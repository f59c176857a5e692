import { Agent } from 'node:https';
import axios from 'axios';
import { median } from '../produce/load.ts';
import type { Bench, Line, Row } from './line.ts';
import { readThroughHandler } from './read-once.ts';

/** Odd, for the median. Subjects take turns read by read, so that a busy machine is busy for all of them. */
const ROUNDS = 41;
const RECORDS = 5900;
const COUNT = 10_000;

interface Measured {
  readonly ms: number;
  /** Of this process, which is app and caller at once. */
  readonly cpuMs: number;
  readonly megabytes: number;
}

/** Reads of some 6 MB: bare axios, the handler with lag=false, and the handler as it is by default. */
export const passThrough: Line = {
  name: 'pass-through',
  async measure(bench) {
    await fill(bench);
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const subjects = new Map([
      ['bare axios', bareAxios(bench, agent)],
      ['lag=false', readThroughHandler(bench.dependencies, 0, `offset=0&count=${COUNT}&lag=false`)],
      ['with lag', readThroughHandler(bench.dependencies, 0, `offset=0&count=${COUNT}`)],
    ]);
    const rounds = new Map(Array.from(subjects.keys(), (name): [string, Measured[]] => [name, []]));
    for (const read of subjects.values()) await read();
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each comes after each other one: what a read leaves to be collected as garbage falls to the next.
      const turn = [...subjects];
      for (let skipped = round % turn.length; skipped > 0; skipped -= 1) turn.push(...turn.splice(0, 1));
      if (round % 2 === 1) turn.reverse();
      for (const [name, read] of turn) rounds.get(name)?.push(await measure(read));
    }
    agent.destroy();
    return Array.from(rounds, ([name, measured]) => rowOf(name, measured, rounds.get('bare axios') ?? []));
  },
};

async function measure(read: () => Promise<number>): Promise<Measured> {
  const beganMs = performance.now();
  const before = process.cpuUsage();
  const megabytes = (await read()) / 1e6;
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - beganMs, cpuMs: (user + system) / 1000, megabytes };
}

function rowOf(name: string, measured: readonly Measured[], baseline: readonly Measured[]): Row {
  const speedOf = (all: readonly Measured[]) =>
    median(all.map(({ ms, megabytes }) => (megabytes * 1000) / ms));
  const cpu = median(measured.map(({ cpuMs, megabytes }) => cpuMs / megabytes));
  const ratio = `${(speedOf(measured) / speedOf(baseline)).toFixed(2)} × bare axios`;
  return {
    what: `a read of 6 MB, ${name}`,
    figure: `${speedOf(measured).toFixed(0)} MB/s, ${cpu.toFixed(1)} ms of CPU per MB`,
    ...(measured !== baseline && { ratio }),
  };
}

async function fill({ dependencies: { produce, deadline } }: Bench): Promise<void> {
  const record = { json: `{"key":"k","value":"${'x'.repeat(1000)}","partition":0}`, partition: 0 };
  for (let left = RECORDS; left > 0; left -= 500) {
    await produce('bench', Array(Math.min(left, 500)).fill(record), deadline());
  }
}

function bareAxios({ proxy }: Bench, agent: Agent): () => Promise<number> {
  const http = axios.create({ adapter: 'http', httpsAgent: agent, maxRedirects: 0, proxy: false });
  const url = `${proxy.url}/v1/consumer/topics/bench/partitions/0/offsets/0?count=${COUNT}`;
  const headers = { authorization: `Bearer ${'t'.repeat(1400)}` };
  return async () => {
    const { data } = await http.get<string>(url, { headers, responseType: 'text', transformResponse: [] });
    return data.length;
  };
}
