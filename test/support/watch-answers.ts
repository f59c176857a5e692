import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { gunzipSync } from 'node:zlib';
import { complaintsOf, operationOf } from './conformance.ts';

/** Every answer that `fetch` gets from an origin, held against the API description. */
export interface WatchedAnswers {
  /** How many were compared. */
  readonly count: () => number;
  /** Ends the watch; throws where an answer was not as described. */
  readonly end: () => void;
}

interface Request {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: Buffer[];
}

/** Node's own channels, on which `fetch` tells what comes: the test and the app see nothing of it. */
const BEGUN = 'undici:request:headers';
const CHUNK = 'undici:request:bodyChunkReceived';
const ENDED = 'undici:request:trailers';

export function watchAnswers(origins: () => readonly string[]): WatchedAnswers {
  const open = new WeakMap<object, Answer>();
  const wrong = new Set<string>();
  let count = 0;

  const onBegun = (message: unknown) => {
    const { request, response } = message as {
      request: Request;
      response: { statusCode: number; headers: readonly Buffer[] };
    };
    if (!origins().includes(request.origin)) return;
    open.set(request, { status: response.statusCode, headers: named(response.headers), chunks: [] });
  };
  const onChunk = (message: unknown) => {
    const { request, chunk } = message as { request: Request; chunk: Buffer };
    open.get(request)?.chunks.push(Buffer.from(chunk));
  };
  const onEnded = (message: unknown) => {
    const { request } = message as { request: Request };
    const answer = open.get(request);
    if (answer === undefined) return;
    const [path = ''] = request.path.replace(/^\/api/, '').split('?');
    const operation = operationOf(request.method, path);
    if (operation === undefined) return;
    count += 1;
    const { status, headers } = answer;
    const got = { method: request.method, status, headers, text: textOf(answer) };
    for (const complaint of complaintsOf(operation, got)) {
      wrong.add(`${operation.name}, ${status}: ${complaint}`);
    }
  };

  subscribe(BEGUN, onBegun);
  subscribe(CHUNK, onChunk);
  subscribe(ENDED, onEnded);
  return {
    count: () => count,
    end() {
      unsubscribe(BEGUN, onBegun);
      unsubscribe(CHUNK, onChunk);
      unsubscribe(ENDED, onEnded);
      if (wrong.size > 0)
        throw new Error(`Answers that openapi.json does not describe:\n${[...wrong].join('\n')}`);
    },
  };
}

function named(raw: readonly Buffer[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    found[String(raw[at]).toLowerCase()] = String(raw[at + 1]);
  }
  return found;
}

function textOf({ headers, chunks }: Answer): string {
  const bytes = Buffer.concat(chunks);
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}
