import type { Token, TokenCache } from '../auth/token-cache.ts';
import { tokenInTime } from '../auth/token-in-time.ts';
import type { ExchangeOnce } from './client.ts';
import { BodyCut, type Exchange, isAccepted, type Open, type Operation, type Send } from './operation.ts';
import { traced } from './trace.ts';

export interface SendOptions {
  readonly exchange: ExchangeOnce;
  readonly token: Pick<TokenCache, 'get' | 'invalidate'>;
}

type Attempt = (operation: Operation<unknown>, signal: AbortSignal) => Promise<Exchange>;

/** A 401 wrote nothing, so it is tried once more with a new token; all else, 403 too, is what it is. */
function withToken({ exchange, token }: SendOptions, asStream: boolean): Attempt {
  function attempt(operation: Operation<unknown>, { value }: Token, signal: AbortSignal): Promise<Exchange> {
    const { method, path, body } = operation;
    const request = { method, path, body, token: value, ...(asStream && { asStream }) };
    return traced(operation, () => exchange(request, signal));
  }

  return async (operation, signal) => {
    const bearer = await tokenInTime(token, signal);
    const result = await attempt(operation, bearer, signal);
    if (result.kind !== 'answer' || result.answer.status !== 401) return result;
    token.invalidate(bearer);
    return attempt(operation, await tokenInTime(token, signal), signal);
  };
}

/** Runs operations with the shared token, and reads their answers whole. */
export function createSend(options: SendOptions): Send {
  const attempt = withToken(options, false);
  return async (operation, signal) => {
    const result = await attempt(operation, signal);
    if (result.kind !== 'answer' || !isAccepted(result.answer)) throw operation.failed(result);
    return operation.read(result.answer);
  };
}

/** Runs operations with the shared token, and gives their answers as they come. */
export function createOpen(options: SendOptions): Open {
  const attempt = withToken(options, true);
  return async (operation, signal) => {
    const result = await attempt(operation, signal);
    if (result.kind !== 'answer' || !isAccepted(result.answer)) throw operation.failed(result);
    const { status, headers, bytes, body } = result.answer;
    return { status, headers, body: body === undefined ? only(bytes) : toldAs(operation, body) };
  };
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* only(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

async function* toldAs(
  operation: Operation<unknown>,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw error instanceof BodyCut ? operation.failed(error.exchange) : error;
  }
}
