import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../function.ts';
import type { Keys } from '../keys.ts';
import type { Cors } from '../local-settings.ts';
import type { Webhooks } from '../webhook.ts';
import { type AdminAnswer, type AdminOptions, answerAdmin } from './admin.ts';
import { mayAdminister, mayCallWebhook, presentedKey } from './authorize.ts';
import { callFunction, type CallFunctionOptions } from './call-function.ts';
import { applyCors } from './cors.ts';
import { answerEmpty } from './http-call.ts';
import { BodyTooLarge, readBody } from './read-body.ts';
import { splitTarget } from './request-path.ts';

export interface HostListenerOptions {
  readonly call: CallFunctionOptions;
  readonly admin: AdminOptions;
  readonly webhooks: Webhooks;
  readonly keys: Keys | undefined;
  readonly cors: Cors | undefined;
  readonly bodyLimitBytes: number;
  /** Told of what an admin call left running. */
  readonly onBackground: (work: Promise<unknown>) => void;
  readonly log: Log;
}

export type HostListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Everything the host answers over HTTP: admin API, webhooks, functions, home page. Never rejects. */
export function createHostListener(options: HostListenerOptions): HostListener {
  return async (request, response) => {
    // A caller that leaves shows as `close`; without this listener its reset would end the process.
    response.on('error', () => undefined);
    try {
      await answer(request, response, options);
    } catch (error) {
      if (error instanceof BodyTooLarge) {
        answerEmpty(response, 413);
        return;
      }
      options.log('error', `${request.method ?? ''} could not be answered: ${(error as Error).message}`);
      answerEmpty(response, 500);
    }
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HostListenerOptions,
): Promise<void> {
  const target = splitTarget(request.url ?? '/');
  request.url = target.query === '' ? target.path : `${target.path}?${target.query}`;
  if (options.cors !== undefined && applyCors(options.cors, request, response)) return;
  const [, area = '', rest = ''] = /^\/(admin|runtime\/webhooks)\/(.*)$/i.exec(target.path) ?? [];
  if (area.toLowerCase() === 'admin') {
    await answerAdminCall(request, response, rest, target.query, options);
  } else if (area !== '') {
    await answerWebhook(request, response, rest.replace(/\/$/, '').toLowerCase(), target.query, options);
  } else if (!(await callFunction(request, response, target, options.call))) {
    if (target.path === '/' && request.method === 'GET') homePage(response);
    else answerEmpty(response, 404);
  }
}

async function answerAdminCall(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  { keys, admin, bodyLimitBytes, onBackground }: HostListenerOptions,
): Promise<void> {
  if (keys !== undefined && !mayAdminister(keys, presentedKey(request.headers, query))) {
    answerEmpty(response, 401);
    return;
  }
  const body = await readBody(request, bodyLimitBytes);
  const given: AdminAnswer = answerAdmin(request.method ?? 'GET', path, body, admin);
  if (given.background !== undefined) onBackground(given.background);
  if (given.json === undefined) answerEmpty(response, given.status);
  else
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.json));
}

async function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  extension: string,
  query: string,
  { keys, webhooks, bodyLimitBytes }: HostListenerOptions,
): Promise<void> {
  const webhook = webhooks.get(extension);
  const { method } = request;
  if (keys !== undefined && !mayCallWebhook(extension, keys, presentedKey(request.headers, query))) {
    answerEmpty(response, 401);
    return;
  }
  if (webhook === undefined || (method !== 'POST' && method !== 'OPTIONS')) {
    answerEmpty(response, 404);
    return;
  }
  const body = await readBody(request, bodyLimitBytes);
  const given = await webhook({ method, query: new URLSearchParams(query), headers: request.headers, body });
  const bytes = Buffer.from(given.body ?? '');
  response.writeHead(given.status, { ...given.headers, 'content-length': bytes.length }).end(bytes);
}

function homePage(response: ServerResponse): void {
  const page = '<!doctype html><title>Functions</title><p>Your Functions app is up and running.';
  response.writeHead(200, { 'content-type': 'text/html' }).end(page);
}
