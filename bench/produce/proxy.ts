import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startNode } from '../../local/child-process.ts';

export interface ProxyOptions {
  readonly latencyMs?: number;
  readonly capacityPerSecond?: number;
}

/** The stand-in of the proxy in a process of its own, so that its work is not this one's. */
export interface Proxy {
  readonly url: string;
  /** PEM of the authority behind its certificate. */
  readonly ca: string;
  /** CPU time since its start, in ms. */
  readonly cpuMs: () => Promise<number>;
  /** How often each call was made, by the stand-in's name of it. */
  readonly hits: () => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
}

const main = join(import.meta.dirname, '../../local/kafka-rest/main.ts');
const START_DEADLINE_MS = 15_000;
// `getconf CLK_TCK` on Linux, whatever the kernel's own tick is.
const MS_PER_TICK = 10;

/** Starts it with the topic `bench` of four partitions; asks for no token. */
export async function startProxy({ latencyMs = 0, capacityPerSecond }: ProxyOptions): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-proxy-'));
  const caFile = join(folder, 'ca.pem');
  const child = startNode([
    main,
    ...['--port', '0', '--ca-file', caFile, '--no-auth', '--topic', 'bench:4', '--max-bytes', '50000000'],
    ...['--latency-ms', `produce=${latencyMs}`],
    ...(capacityPerSecond === undefined ? [] : ['--capacity-per-second', String(capacityPerSecond)]),
  ]);
  const close = async () => {
    await child.stop();
    await rm(folder, { recursive: true });
  };
  try {
    const url = await urlOf(child);
    const hits = async () => (await (await fetchFrom(url, '/__hits')).json()) as Record<string, number>;
    return {
      url,
      ca: await readFile(caFile, 'utf8'),
      cpuMs: () => cpuMsOf(child.process.pid ?? 0),
      hits,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function fetchFrom(url: string, path: string): Promise<Response> {
  return fetch(new URL(path, url), { signal: AbortSignal.timeout(5000) });
}

function urlOf(child: Child): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`The proxy did not come up: ${printed}`));
    }, START_DEADLINE_MS);
    const read = (text: Buffer) => {
      printed += text.toString();
      const url = /stand-in: (\S+)/.exec(printed)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    };
    child.process.stdout?.on('data', read);
    child.process.stderr?.on('data', read);
  });
}

/** CPU time of a process since its start, in ms. */
export async function cpuMsOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
