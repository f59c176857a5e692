import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Target } from './promise.ts';

export interface CallOptions {
  /** JSON as text, sent as it is. */
  readonly body?: string;
  /** Left out: the target's own; null: no Authorization at all. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back; `json` throws where the body is none. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: () => unknown;
}

// The deadline of the service's own sample code (S-ms S6).
const deadlineMs = 10_000;

/** One HTTP call on a connection of its own, with nothing between the case and the wire. */
export async function call(
  target: Target,
  method: string,
  path: string,
  { body, token = target.token, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const send = target.url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(target.url + path, {
      method,
      agent: false,
      signal: AbortSignal.timeout(deadlineMs),
      ...(target.authority !== undefined && { ca: target.authority }),
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    request.once('error', reject);
    request.once('response', (response) => {
      text(response).then((read) => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, text: read, json: () => JSON.parse(read) as unknown });
      }, reject);
    });
    request.end(body);
  });
}
