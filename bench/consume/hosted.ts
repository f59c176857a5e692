import { Agent, request as openRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import type { Proxy } from '../produce/proxy.ts';

/** What is read, from the proxy with nothing but axios and through a host; each gives the bytes that came. */
export interface Hosted {
  readonly readBare: (partition: number, offset: number, count: number) => Promise<number>;
  /** One reader for each partition, to the end of all. */
  readonly drainBare: (partitions: number) => Promise<number>;
  readonly get: (path: string, accept?: string) => Promise<number>;
  readonly post: (path: string, body: unknown) => Promise<string>;
  readonly produce: (records: number, partition: number) => Promise<void>;
  readonly close: () => void;
}

const VALUE = 'x'.repeat(1000);
/** What both sides ask for at a time, as this app does for records of that size. */
const COUNT = 1000;

export function createHosted(url: string, proxy: Proxy): Hosted {
  const agent = new Agent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: 32 });
  const bare = bareAxios(proxy, httpsAgent);
  const readAt = async (partition: number, offset: number, count: number) => {
    const path = `/v1/consumer/topics/bench/partitions/${partition}/offsets/${offset}?count=${count}`;
    const { data, headers } = await bare.get<string>(path);
    return { bytes: data.length, nextOffset: Number(headers['nextoffset']) };
  };
  const drainOne = async (partition: number) => {
    let bytes = 0;
    for (let offset = 0; ;) {
      const read = await readAt(partition, offset, COUNT);
      if (read.nextOffset === offset) return bytes;
      bytes += read.bytes;
      offset = read.nextOffset;
    }
  };
  return {
    readBare: async (...place) => (await readAt(...place)).bytes,
    drainBare: async (partitions) => {
      const all = await Promise.all(
        Array.from({ length: partitions }, (_, partition) => drainOne(partition)),
      );
      return all.reduce((sum, bytes) => sum + bytes);
    },
    get: async (path, accept) => (await exchange(agent, url + path, undefined, accept)).length,
    post: async (path, body) => (await exchange(agent, url + path, JSON.stringify(body))).toString(),
    produce: async (records, partition) => {
      const all = Array.from({ length: records }, () => ({ key: 'k', value: VALUE, partition }));
      await bare.post('/v1/producer/topics/bench', JSON.stringify({ records: all }));
    },
    close: () => {
      agent.destroy();
      httpsAgent.destroy();
    },
  };
}

function bareAxios({ url }: Proxy, httpsAgent: HttpsAgent): AxiosInstance {
  return axios.create({
    ...{ adapter: 'http', baseURL: url, httpsAgent, maxRedirects: 0, proxy: false },
    ...{ responseType: 'text', transformResponse: [] },
    // As long as a token of Entra.
    headers: { 'content-type': 'application/json', authorization: `Bearer ${'t'.repeat(1400)}` },
  });
}

/** One exchange with the host, whose answer is taken as fast as it comes; rejects unless that is a whole 200. */
function exchange(agent: Agent, url: string, body?: string, accept = 'application/json'): Promise<Buffer> {
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const sent = openRequest(url, { method, agent, headers: { accept, 'content-type': 'application/json' } });
    sent.once('error', reject).once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
      answer.once('end', () => {
        const bytes = Buffer.concat(chunks);
        if (answer.statusCode === 200) resolve(bytes);
        else reject(new Error(`answered ${answer.statusCode ?? 0}: ${bytes.toString('utf8', 0, 200)}`));
      });
    });
    sent.end(body);
  });
}
