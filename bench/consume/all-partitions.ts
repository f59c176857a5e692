import { Agent } from 'node:https';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import axios from 'axios';
import { readTopic } from '../../functions/http/read-topic.ts';
import { handle } from '../../shared/http/handle.ts';
import { median } from '../produce/load.ts';
import type { Bench, Line } from './line.ts';

const ROUNDS = 15;
const PARTITIONS = [0, 1, 2, 3];
const RECORDS_EACH = 6000;
/** What both sides ask for at a time, as this app does for records of that size. */
const COUNT = 1000;

interface Drained {
  readonly records: number;
  readonly bytes: number;
}

/** A whole topic from its beginning to its end: as NDJSON, beside one bare reader for each partition. */
export const allPartitions: Line = {
  name: 'all-partitions',
  async measure(bench) {
    await fill(bench);
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const subjects = new Map([
      ['bare axios', () => drainBare(bench, agent, false)],
      ['bare axios that parses', () => drainBare(bench, agent, true)],
      ['readTopic', () => drainTopic(bench)],
    ]);
    const rounds: [name: string, Measured][] = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [name, drain] of subjects) {
        const measured = await measure(drain);
        // The first round warms up.
        if (round >= 0) rounds.push([name, measured]);
      }
    }
    agent.destroy();
    const middle = (of: string, key: keyof Measured) =>
      median(rounds.filter(([name]) => name === of).map(([, measured]) => measured[key]));
    return [...subjects.keys()].map((name) => {
      const [speed, cpu] = [middle(name, 'megabytesPerSecond'), middle(name, 'cpuMsPerMegabyte')];
      const times = (of: string) => `${middleRatio(rounds, name, of).toFixed(2)} × ${of}`;
      return {
        what: `records of 1 KB in 4 partitions, ${name}`,
        figure: `${speed.toFixed(0)} MB/s, ${cpu.toFixed(1)} ms of CPU per MB`,
        ...(name === 'readTopic' && { ratio: `${times('bare axios')}, ${times('bare axios that parses')}` }),
      };
    });
  },
};

/** Of what stood side by side: a machine that is busy for a while is busy for all subjects of a round. */
function middleRatio(rounds: readonly [name: string, Measured][], one: string, other: string): number {
  const speeds = (of: string) =>
    rounds.filter(([name]) => name === of).map(([, { megabytesPerSecond }]) => megabytesPerSecond);
  const others = speeds(other);
  return median(speeds(one).map((speed, round) => speed / (others[round] ?? NaN)));
}

interface Measured {
  readonly megabytesPerSecond: number;
  /** Of this process, which is app and caller at once. */
  readonly cpuMsPerMegabyte: number;
}

async function measure(drain: () => Promise<Drained>): Promise<Measured> {
  const before = process.cpuUsage();
  const beganMs = performance.now();
  const { records, bytes } = await drain();
  const tookMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(before);
  if (records < RECORDS_EACH * PARTITIONS.length) throw new Error(`${records} records came`);
  return {
    megabytesPerSecond: bytes / 1000 / tookMs,
    cpuMsPerMegabyte: (user + system) / 1000 / (bytes / 1e6),
  };
}

async function drainTopic({ dependencies }: Bench): Promise<Drained> {
  const connection = {
    closed: new AbortController().signal,
    onOver: (then: () => void) => {
      then();
    },
    drained: () => Promise.resolve(),
    cut: () => undefined,
  };
  const handler = handle(
    (request, call) => readTopic(request, dependencies, call),
    () => connection,
  );
  const request = new HttpRequest({
    method: 'GET',
    url: 'http://localhost:7071/api/topics/bench/records',
    params: { topic: 'bench' },
    headers: { accept: 'application/x-ndjson' },
  });
  const context = new InvocationContext({ logHandler: () => undefined });
  const { body } = (await handler(request, context)) as HttpResponseInit;
  let [records, bytes] = [0, 0];
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) records += 1;
  }
  return { records: records - 1, bytes };
}

async function drainBare({ proxy }: Bench, agent: Agent, parses: boolean): Promise<Drained> {
  const http = axios.create({ adapter: 'http', httpsAgent: agent, maxRedirects: 0, proxy: false });
  const headers = { authorization: `Bearer ${'t'.repeat(1400)}` };
  let [records, bytes] = [0, 0];
  const drainOne = async (partition: number) => {
    for (let offset = 0; ;) {
      const url = `${proxy.url}/v1/consumer/topics/bench/partitions/${partition}/offsets/${offset}?count=${COUNT}`;
      const answer = await http.get<string>(url, { headers, responseType: 'text', transformResponse: [] });
      const next = Number(answer.headers['nextoffset']);
      if (next === offset) return;
      bytes += answer.data.length;
      records += parses ? (JSON.parse(answer.data) as { records: unknown[] }).records.length : next - offset;
      offset = next;
    }
  };
  await Promise.all(PARTITIONS.map(drainOne));
  return { records, bytes };
}

async function fill({ dependencies: { produce, deadline } }: Bench): Promise<void> {
  for (const partition of PARTITIONS) {
    const record = { json: `{"key":"k","value":"${'x'.repeat(1000)}","partition":${partition}}`, partition };
    for (let left = RECORDS_EACH; left > 0; left -= 500) {
      await produce('bench', Array(500).fill(record), deadline());
    }
  }
}
