import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultRoutes } from './fault-routes.ts';
import type { Fault, Faults } from './faults.ts';

export interface StandInRequest {
  readonly method: string;
  /** Path as sent, percent-encoding kept. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One stand-in's behaviour: the name of each call (for faults and counters) and what it answers. */
export interface Behaviour {
  readonly faults: Faults;
  readonly nameOf: (request: StandInRequest) => string;
  readonly answer: (request: StandInRequest) => Promise<Answer> | Answer;
}

/** A listening server; `close` ends every connection and frees the port. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  /** Left out or 0: a free port. */
  readonly port?: number;
  readonly host?: string;
  /** With a key and certificate (PEM) the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** Listens on loopback; rejects with the system's error (`EADDRINUSE`) when the port is taken. */
export async function listen(listener: RequestListener, options: ListenOptions = {}): Promise<Running> {
  const { port = 0, host = '127.0.0.1', tls } = options;
  const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `${tls === undefined ? 'http' : 'https'}://localhost:${bound}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Turns a behaviour into a listener that reads the request whole, misbehaves where told, and always answers. */
export function serve(behaviour: Behaviour): RequestListener {
  return (incoming, response) => {
    respond(behaviour, incoming, response).catch((error: unknown) => {
      console.error(
        `stand-in failed on ${incoming.method ?? ''} ${incoming.url?.split('?')[0] ?? ''}:`,
        error,
      );
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
}

async function respond(
  behaviour: Behaviour,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await read(incoming);
  const admin = faultRoutes(behaviour.faults, request);
  if (admin !== undefined) {
    write(response, admin);
    return;
  }
  const rule = behaviour.faults.take(behaviour.nameOf(request), { body: request.body, response });
  if (rule === undefined) {
    write(response, await behaviour.answer(request));
    return;
  }
  if (rule.fault.kind === 'delay') await sleep(rule.fault.ms, undefined, { ref: false });
  const happens =
    rule.takesEffect === true || ['delay', 'drip'].includes(rule.fault.kind) || isCutMidAnswer(rule.fault);
  const answer = happens ? await behaviour.answer(request) : undefined;
  await strike(rule.fault, answer, response);
}

// A cut in mid-answer and a drip need an answer to spoil.
function isCutMidAnswer(fault: Fault): boolean {
  return fault.kind === 'cut' && fault.where === 'mid-answer';
}

async function strike(fault: Fault, answer: Answer | undefined, response: ServerResponse): Promise<void> {
  switch (fault.kind) {
    case 'status':
      write(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
      return;
    case 'html':
      write(response, {
        status: fault.status ?? 200,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><title>Gateway</title><p>Try again later.',
      });
      return;
    case 'empty':
      // Only the body is lost: where the call failed, the answer does not say otherwise.
      write(response, { status: fault.status ?? answer?.status ?? 200 });
      return;
    case 'delay':
      if (answer !== undefined) write(response, answer);
      return;
    case 'hang':
      return;
    case 'cut':
      if (answer !== undefined && fault.where === 'mid-answer') await writeHalf(response, answer);
      response.socket?.destroy();
      return;
    case 'drip':
      if (answer !== undefined) await drip(response, answer, fault.ms);
  }
}

async function read(incoming: IncomingMessage): Promise<StandInRequest> {
  const url = incoming.url ?? '/';
  const at = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: at < 0 ? url : url.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
    headers: incoming.headers,
    body: await whole(incoming),
  };
}

// As `buffer` of node:stream/consumers, without its Blob, which costs more than the rest of a small request.
function whole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    incoming.once('error', reject);
  });
}

// A string goes out as one: Node then sends head and body in a single write.
function write(response: ServerResponse, { status, headers, body = '' }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function writeHalf(response: ServerResponse, answer: Answer): Promise<void> {
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Math.max(body.length, 2) });
  await new Promise((resolve) => response.write(body.subarray(0, Math.floor(body.length / 2)), resolve));
}

async function drip(response: ServerResponse, answer: Answer, ms: number): Promise<void> {
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await sleep(ms, undefined, { ref: false });
  }
  response.end();
}
