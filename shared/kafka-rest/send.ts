import type { Token, TokenCache } from '../auth/token-cache.ts';
import { tokenInTime } from '../auth/token-in-time.ts';
import type { ExchangeOnce } from './client.ts';
import { type Exchange, isAccepted, type Operation, type Send } from './operation.ts';
import { traced } from './trace.ts';

export interface SendOptions {
  readonly exchange: ExchangeOnce;
  readonly token: Pick<TokenCache, 'get' | 'invalidate'>;
}

/**
 * Runs operations with the shared token; a 401 wrote nothing, so it is tried once more with a new one. All else,
 * 403 too, is the operation's failure at once.
 */
export function createSend({ exchange, token }: SendOptions): Send {
  function attempt(operation: Operation<unknown>, { value }: Token, signal: AbortSignal): Promise<Exchange> {
    const { method, path, body } = operation;
    return traced(operation, () => exchange({ method, path, body, token: value }, signal));
  }

  async function attemptTwice(operation: Operation<unknown>, signal: AbortSignal): Promise<Exchange> {
    const bearer = await tokenInTime(token, signal);
    const result = await attempt(operation, bearer, signal);
    if (result.kind !== 'answer' || result.answer.status !== 401) return result;
    token.invalidate(bearer);
    return attempt(operation, await tokenInTime(token, signal), signal);
  }

  return async (operation, signal) => {
    const result = await attemptTwice(operation, signal);
    if (result.kind !== 'answer' || !isAccepted(result.answer)) throw operation.failed(result);
    return operation.read(result.answer);
  };
}
