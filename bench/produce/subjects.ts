import { Agent } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { readFile } from 'node:fs/promises';
import { HttpRequest, InvocationContext } from '@azure/functions';
import axios from 'axios';
import { produceRecords } from '../../functions/http/produce-records.ts';
import type { StandIns } from '../../local/stand-ins.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { handle } from '../../shared/http/handle.ts';
import type { ProduceOne } from './load.ts';
import type { Proxy } from './proxy.ts';

export const names = ['axios', 'port', 'unbatched', 'handler'] as const;
export type SubjectName = (typeof names)[number];

/** What is compared, each sending the same records to the same proxy; `unbatched` is the handler without batching. */
export type Subjects = Readonly<Record<SubjectName, (records: number) => ProduceOne>> & {
  readonly close: () => void;
};

const json = `{"key":"k","value":"${'x'.repeat(1000)}"}`;
const MAX_SOCKETS = 32;

/** The app as shipped, twice, and bare axios with an agent like the app's. */
export async function createSubjects(standIns: StandIns, proxy: Proxy): Promise<Subjects> {
  await trustProxy(standIns, proxy);
  const environment = { ...standIns.environment, KAFKA_REST_URL: proxy.url };
  const shipped = createDependencies(environment);
  const unbatched = createDependencies({ ...environment, KAFKA_BATCHING: 'false' });
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  return {
    axios: (records) => {
      const [post, body] = [bareAxios(proxy, agent), bodyOf(records)];
      return () => post(body);
    },
    port: (records) => throughPort(shipped, records),
    unbatched: (records) => throughHandler(unbatched, records),
    handler: (records) => throughHandler(shipped, records),
    close: () => {
      agent.destroy();
    },
  };
}

/** Lets this process hold the app: it trusts the stand-ins and the proxy, and knows its managed identity. */
export async function trustProxy(standIns: StandIns, proxy: Proxy): Promise<void> {
  const own = await readFile(standIns.caFile, 'utf8');
  setDefaultCACertificates([...getCACertificates(), own, proxy.ca]);
  process.env['IDENTITY_ENDPOINT'] = standIns.environment['IDENTITY_ENDPOINT'];
  process.env['IDENTITY_HEADER'] = standIns.environment['IDENTITY_HEADER'];
}

/** The body of a request with so many records of 1 KB. */
export function bodyOf(records: number): string {
  return `{"records":[${Array.from({ length: records }, () => json).join(',')}]}`;
}

/** Posts a body to the proxy with nothing but axios. */
export function bareAxios(proxy: Proxy, httpsAgent: Agent): (body: string) => Promise<unknown> {
  // As long as a token of Entra.
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${'t'.repeat(1400)}` };
  const http = axios.create({ adapter: 'http', httpsAgent, maxRedirects: 0, proxy: false, headers });
  return (body) => http.post(`${proxy.url}/v1/producer/topics/bench`, body, { responseType: 'text' });
}

function throughPort({ produce, deadline }: Dependencies, records: number): ProduceOne {
  const all = Array.from({ length: records }, () => ({ json, partition: undefined }));
  return () => produce('bench', all, deadline());
}

function throughHandler(dependencies: Dependencies, records: number): ProduceOne {
  const bytes = Buffer.from(bodyOf(records));
  const handler = handle((request, call) => produceRecords(request, dependencies, call));
  return async () => {
    const request = new HttpRequest({
      method: 'POST',
      url: 'http://localhost:7071/api/topics/bench/records',
      params: { topic: 'bench' },
      headers: { 'content-type': 'application/json' },
      body: { bytes },
    });
    const answer = (await handler(request, new InvocationContext({ logHandler: () => undefined }))) as {
      status?: number;
      body?: string;
    };
    if (answer.status !== 200) throw new Error(`answered ${answer.status ?? ''}: ${answer.body ?? ''}`);
  };
}
