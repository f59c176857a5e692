import { type Agent, request as open } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FuzzRequest } from './make-request.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Sends a request; rejects where it is not answered in time, or the answer is cut. */
export function send(url: string, made: FuzzRequest, agent: Agent, timeoutMs: number): Promise<Answered> {
  const { method, path, headers, body, isChunked } = made;
  // Node frames no body of DELETE and OPTIONS by itself.
  const framing = isChunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body?.length) };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = open(
      `${url}/${path}`,
      { method, headers: { ...headers, ...(body === undefined ? {} : framing) }, agent, signal },
      (answer) => {
        text(answer).then((told) => {
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers as Record<string, string>,
            text: told,
          });
        }, reject);
      },
    );
    sent.once('error', reject);
    if (body !== undefined && isChunked) sent.write(body.subarray(0, Math.floor(body.length / 2)));
    sent.end(body === undefined ? undefined : isChunked ? body.subarray(Math.floor(body.length / 2)) : body);
  });
}
