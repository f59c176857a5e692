import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { readFile } from 'node:fs/promises';
import { type HttpMethod, HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { type StandIns, type StandInOptions, startStandIns } from '../../local/stand-ins.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { handle, type Respond } from '../../shared/http/handle.ts';
import { complaintsOf, describedOperations, type Got } from './conformance.ts';

/** The app's parts in this process, on stand-ins whose logs and faults the test can reach. */
export interface App {
  readonly standIns: StandIns;
  readonly dependencies: Dependencies;
  readonly close: () => Promise<void>;
}

export interface AppOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly kafkaRest?: StandInOptions['kafkaRest'];
}

export async function startApp(options: AppOptions = {}): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-rest-functions-'));
  const kafkaRest = { metadata: { refreshMs: 0 }, ...options.kafkaRest };
  const standIns = await startStandIns({ folder, kafkaRest });
  setDefaultCACertificates([...getCACertificates(), await readFile(standIns.caFile, 'utf8')]);
  process.env['IDENTITY_ENDPOINT'] = standIns.environment['IDENTITY_ENDPOINT'];
  process.env['IDENTITY_HEADER'] = standIns.environment['IDENTITY_HEADER'];
  const close = async () => {
    await standIns.close();
    await rm(folder, { recursive: true });
  };
  try {
    const dependencies = createDependencies({ ...standIns.environment, ...options.settings });
    return { standIns, dependencies, close };
  } catch (error) {
    // Left listening, they would keep the whole run from ending.
    await close();
    throw error;
  }
}

export interface Call {
  readonly method?: HttpMethod;
  readonly query?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Ends when the caller goes. */
  readonly closed?: AbortSignal;
  /** Calls it when the answer has left; left out, as soon as it is made. */
  readonly onOver?: (then: () => void) => void;
  /** False for what is no route of this app. */
  readonly isDescribed?: boolean;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: Buffer;
  /** The JSON body; an empty object where there is none, or another one. */
  readonly body: Record<string, unknown>;
  /** What the function logged. */
  readonly log: readonly string[];
}

function atOnce(then: () => void): void {
  then();
}

/**
 * Calls a handler as the library does, with the genuine request and context, and reads its answer; rejects where that is
 * cut, or is not as the API description says.
 */
export async function call(respond: Respond, options: Call = {}): Promise<Answered> {
  const { method = 'GET', query = '', params = {}, headers = {}, body } = options;
  const { closed = new AbortController().signal, onOver = atOnce } = options;
  const request = new HttpRequest({
    method,
    url: `http://localhost:7071/api/test${query}`,
    params: { ...params },
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: { bytes: Buffer.from(body) } }),
  });
  const log: string[] = [];
  const context = new InvocationContext({ logHandler: (_level, ...args) => log.push(args.join(' ')) });
  const connection = { closed, onOver, drained: () => Promise.resolve(), cut: () => undefined };
  const answer = (await handle(respond, () => connection)(request, context)) as HttpResponseInit;
  const made = new Response((answer.body ?? null) as ReadableStream | string | null);
  const bytes = Buffer.from(await made.arrayBuffer());
  const text = bytes.toString();
  const answered = { status: answer.status ?? 200, headers: answer.headers as Record<string, string>, text };
  if (options.isDescribed !== false) mustConform(params, { method, ...answered });
  const type = answered.headers['content-type'] ?? '';
  const isJson = text !== '' && /[/+]json/.test(type);
  return {
    status: answer.status,
    headers: answer.headers as Record<string, string>,
    text,
    bytes,
    body: (isJson ? JSON.parse(text) : {}) as Record<string, unknown>,
    log,
  };
}

/** Which route was called its handler does not say: the answer must be one of those that have this method and these parameters, or fewer. */
function mustConform(params: Readonly<Record<string, string>>, got: Got): void {
  if (got.headers['content-encoding'] === 'gzip') return;
  const routes = describedOperations.filter(
    ({ method, path }) =>
      method === got.method && [...path.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => name in params),
  );
  const told = routes.map((route) => ({ name: route.name, complaints: complaintsOf(route, got) }));
  if (told.some(({ complaints }) => complaints.length === 0)) return;
  const lines = told.map(({ name, complaints }) => `${name}: ${complaints.join('; ')}`);
  throw new Error(`No answer of the API description, status ${got.status}:\n${lines.join('\n')}`);
}
