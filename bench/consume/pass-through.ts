import { Agent } from 'node:https';
import axios, { type AxiosRequestConfig } from 'axios';
import { median } from '../produce/load.ts';
import type { Bench, Line, Row } from './line.ts';
import { readThroughHandler } from './read-once.ts';

/** Odd, for the median. */
const ROUNDS = 9;
/** In one turn, so that nearly all the garbage of a subject is collected while it reads itself. */
const READS = 10;
const RECORDS = 5900;
const COUNT = 10_000;

interface Measured {
  readonly ms: number;
  /** Of this process, which is app and caller at once. */
  readonly cpuMs: number;
  readonly megabytes: number;
}

/** Reads of some 6 MB: bare axios in two ways, the handler with lag=false, and the handler as it is by default. */
export const passThrough: Line = {
  name: 'pass-through',
  async measure(bench) {
    await fill(bench);
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const subjects = new Map([
      ['bare axios', bareAxios(bench, agent)],
      ['bare axios, as a stream', bareStream(bench, agent)],
      ['lag=false', readThroughHandler(bench.dependencies, 0, `offset=0&count=${COUNT}&lag=false`)],
      ['with lag', readThroughHandler(bench.dependencies, 0, `offset=0&count=${COUNT}`)],
    ]);
    const rounds = new Map(Array.from(subjects.keys(), (name): [string, Measured[]] => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, read] of round % 2 === 0 ? [...subjects] : [...subjects].reverse()) {
        // The first of a turn collects what the one before has left, and is not counted.
        await read();
        rounds.get(name)?.push(await measure(read));
      }
    }
    agent.destroy();
    const speeds = new Map(Array.from(rounds, ([name, measured]) => [name, speedOf(measured)]));
    return Array.from(rounds, ([name, measured]) => rowOf(name, measured, speeds));
  },
};

async function measure(read: () => Promise<number>): Promise<Measured> {
  const beganMs = performance.now();
  const before = process.cpuUsage();
  let megabytes = 0;
  for (let left = READS; left > 0; left -= 1) megabytes += (await read()) / 1e6;
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - beganMs, cpuMs: (user + system) / 1000, megabytes };
}

function speedOf(measured: readonly Measured[]): number {
  return median(measured.map(({ ms, megabytes }) => (megabytes * 1000) / ms));
}

function rowOf(name: string, measured: readonly Measured[], speeds: ReadonlyMap<string, number>): Row {
  const speed = speedOf(measured);
  const cpu = median(measured.map(({ cpuMs, megabytes }) => cpuMs / megabytes));
  const ratios = [...speeds]
    .filter(([baseline]) => baseline.startsWith('bare') && !name.startsWith('bare'))
    .map(([baseline, of]) => `${(speed / of).toFixed(2)} × ${baseline}`);
  return {
    what: `reads of 6 MB, ${name}`,
    figure: `${speed.toFixed(0)} MB/s, ${cpu.toFixed(1)} ms of CPU per MB`,
    ...(ratios.length > 0 && { ratio: ratios.join('; ') }),
  };
}

async function fill({ dependencies: { produce, deadline } }: Bench): Promise<void> {
  const record = { json: `{"key":"k","value":"${'x'.repeat(1000)}","partition":0}`, partition: 0 };
  for (let left = RECORDS; left > 0; left -= 500) {
    await produce('bench', Array(Math.min(left, 500)).fill(record), deadline());
  }
}

/** A caller that wants the whole body, as text. */
function bareAxios(bench: Bench, agent: Agent): () => Promise<number> {
  const get = bareGet(bench, agent);
  return async () => {
    const { data } = await get<string>({ responseType: 'text', transformResponse: [] });
    return data.length;
  };
}

/** A caller that takes the body as it comes, and keeps nothing of it. */
function bareStream(bench: Bench, agent: Agent): () => Promise<number> {
  const get = bareGet(bench, agent);
  return async () => {
    const { data } = await get<AsyncIterable<Uint8Array>>({ responseType: 'stream' });
    let bytes = 0;
    for await (const chunk of data) bytes += chunk.byteLength;
    return bytes;
  };
}

function bareGet({ proxy }: Bench, agent: Agent) {
  const http = axios.create({ adapter: 'http', httpsAgent: agent, maxRedirects: 0, proxy: false });
  const url = `${proxy.url}/v1/consumer/topics/bench/partitions/0/offsets/0?count=${COUNT}`;
  const headers = { authorization: `Bearer ${'t'.repeat(1400)}` };
  return <T>(config: AxiosRequestConfig) => http.get<T>(url, { headers, ...config });
}
