import type { AppError } from '../errors.ts';

/** What the proxy answered, as it came. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, whole. */
  readonly bytes: Buffer;
  /** In place of `bytes`, where the request was for a body as it comes: of a 2xx; fails with a `BodyCut`. */
  readonly body?: AsyncIterable<Uint8Array>;
}

/**
 * What became of one HTTP exchange. `not-sent`: no connection was made, so nothing left this process; it may know
 * when one can be had again.
 * `timeout` and `cut`: the request may have arrived, but no whole answer came before the deadline, or at all.
 */
export type Exchange =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'not-sent'; readonly cause: string; readonly retryAfterSeconds?: number }
  | { readonly kind: 'timeout' | 'cut'; readonly cause: string };

/** An answer that ended before its body was whole. */
export class BodyCut extends Error {
  readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    super('The answer was cut off.');
    this.name = 'BodyCut';
    this.exchange = exchange;
  }
}

/** One call of the proxy as data: how to ask, how to read a 2xx answer, and what anything else means. */
export interface Operation<T> {
  /** The proxy's own operation name, for logs and messages. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST';
  /** From `/v1` on, percent-encoded. */
  readonly path: string;
  readonly body?: string;
  readonly read: (answer: Answer) => T;
  readonly failed: (exchange: Exchange) => AppError;
}

/** Runs an operation with a token, within the deadline that `signal` carries; rejects with an AppError only. */
export type Send = <T>(operation: Operation<T>, signal: AbortSignal) => Promise<T>;

/** The same, of an answer whose body is read as it comes, until the signal ends; its head has been accepted. */
export type Open = (operation: Operation<unknown>, signal: AbortSignal) => Promise<Opened>;

export interface Opened extends Pick<Answer, 'status' | 'headers'> {
  /** Fails as the operation does. It holds a connection until it was read, or the signal has ended. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** True for a 2xx that the proxy itself gave: a load balancer's page is none. */
export function isAccepted(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300 && !isHtml(answer);
}

const HEAD_BYTES = 1024;

/** True where an answer is a page of something in between, whatever its content type says. */
export function isHtml({ headers, bytes }: Answer): boolean {
  const head = bytes.toString('utf8', 0, HEAD_BYTES);
  return (headers['content-type'] ?? '').includes('html') || /^\s*<(!doctype|html)/i.test(head);
}
