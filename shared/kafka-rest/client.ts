import { Agent, request as httpsRequest } from 'node:https';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer as bytesOf } from 'node:stream/consumers';
import axios, { isAxiosError } from 'axios';
import { type Answer, BodyCut, type Exchange, isAccepted } from './operation.ts';

export interface ClientOptions {
  readonly baseUrl: URL;
  readonly maxSockets: number;
  /** How long a kept connection may be idle. */
  readonly idleMs?: number;
  /** How long a new connection may take, TLS included. */
  readonly connectMs?: number;
  /** A larger answer than the proxy's 6 MB of data can make counts as cut. */
  readonly maxAnswerBytes?: number;
}

export interface ProxyRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly body?: string | undefined;
  readonly token: string;
  /** Gives the body of a 2xx as it comes. */
  readonly asStream?: boolean;
}

/** One HTTP exchange with the proxy; never rejects, ends at the latest when the signal does. */
export type ExchangeOnce = (request: ProxyRequest, signal: AbortSignal) => Promise<Exchange>;

// 6 MB of data as JSON text: escapes can make six characters of one byte.
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/**
 * A request on a connection that the upstream is just closing has an unknown outcome. Nobody documents how long the
 * upstream keeps idle ones: common servers do for 5 s and more, and where one says so (`Keep-Alive: timeout=`) the
 * agent drops them a second before that.
 */
const IDLE_MS = 4000;
const CONNECT_MS = 5000;

/**
 * The sole place that speaks HTTP to the proxy, and so the one that knows whether bytes left. An AxiosError carries
 * the bearer token and never leaves this file.
 */
export function createClient(options: ClientOptions): { exchange: ExchangeOnce; close: () => void } {
  const { baseUrl, maxSockets, idleMs = IDLE_MS, connectMs = CONNECT_MS } = options;
  const { maxAnswerBytes = MAX_ANSWER_BYTES } = options;
  const agent = new Agent({ keepAlive: true, maxSockets, timeout: idleMs });
  const secured = new WeakSet<Socket>();
  const http = axios.create({
    adapter: 'http',
    baseURL: baseUrl.origin,
    httpsAgent: agent,
    // Redirects would carry the token to another host; an environment's proxy would see it.
    maxRedirects: 0,
    proxy: false,
    maxContentLength: maxAnswerBytes,
    maxBodyLength: Infinity,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: null,
  });

  const exchange: ExchangeOnce = async (request, signal) => {
    const wire = watchConnection(secured, connectMs);
    try {
      signal.throwIfAborted();
      const { status, headers, data } = await http.request<Buffer | Readable>({
        method: request.method,
        url: request.path,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${request.token}`,
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { data: request.body }),
        // A stream is bounded where it is read: axios would put a second one around it.
        ...(request.asStream === true && { responseType: 'stream', maxContentLength: -1 }),
        signal,
        ...{ transport: wire.transport },
      });
      const head = { status, headers: plain(headers) };
      if (Buffer.isBuffer(data)) return { kind: 'answer', answer: { ...head, bytes: data } };
      const body = bounded(data, maxAnswerBytes, signal);
      const begun = { ...head, bytes: Buffer.alloc(0) };
      if (isAccepted(begun)) return { kind: 'answer', answer: { ...begun, body } };
      return { kind: 'answer', answer: { ...head, bytes: await bytesOf(body) } };
    } catch (error) {
      const cause = causeOf(error, signal);
      if (!wire.connected()) return { kind: 'not-sent', cause };
      return { kind: signal.aborted ? 'timeout' : 'cut', cause };
    }
  };
  return {
    exchange,
    close: () => {
      agent.destroy();
    },
  };
}

function bounded(data: Readable, maxBytes: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
  // When the signal ends before anybody reads, axios has nobody else to tell.
  data.on('error', () => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      let bytes = 0;
      try {
        for await (const chunk of data as AsyncIterable<Uint8Array>) {
          bytes += chunk.byteLength;
          if (bytes > maxBytes) throw new Error('too large');
          yield chunk;
        }
      } catch (error) {
        const cause = causeOf(error, signal);
        // Without its cause, which carries the token.
        throw new BodyCut({ kind: signal.aborted ? 'timeout' : 'cut', cause });
      }
    },
  };
}

/**
 * axios's own transport, and whether its request got a connection that could carry bytes to the proxy. A new one that
 * takes longer than `connectMs` is given up, while it is still certain that nothing was sent.
 */
function watchConnection(secured: WeakSet<Socket>, connectMs: number) {
  let connected = false;
  const transport = {
    request(...args: Parameters<typeof httpsRequest>): ClientRequest {
      const request = httpsRequest(...args);
      request.once('socket', (socket: Socket) => {
        // Not `reusedSocket`: it is false for a request that waited until a kept connection was free.
        connected = secured.has(socket);
        if (connected) return;
        const late = setTimeout(() => {
          request.destroy(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' }));
        }, connectMs);
        request.once('close', () => {
          clearTimeout(late);
        });
        // It stays when the request has ended: the agent may give the connection to another one then.
        socket.once('secureConnect', () => {
          clearTimeout(late);
          secured.add(socket);
          connected = true;
        });
      });
      return request;
    },
  };
  return { transport, connected: () => connected };
}

function plain(headers: unknown): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers as Record<string, unknown>).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  );
}

// The code alone: messages and properties of the error hold the request with its token.
function causeOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'deadline';
  return isAxiosError(error) ? (error.code ?? 'connection failed') : 'connection failed';
}
