import { AppError } from '../errors.ts';
import type { Token } from '../auth/token-cache.ts';
import type { ExchangeOnce } from './client.ts';
import { type Exchange, isAccepted, type Send } from './operation.ts';

export interface SendOptions {
  readonly exchange: ExchangeOnce;
  readonly token: { readonly get: () => Promise<Token>; readonly invalidate: (token: Token) => void };
}

/** Runs operations with the shared token; a 401 wrote nothing, so it is tried once more with a new one. */
export function createSend({ exchange, token }: SendOptions): Send {
  return async (operation, signal) => {
    const { method, path, body } = operation;
    const attempt = async () => {
      const bearer = await withinDeadline(token.get(), signal);
      const result = await exchange({ method, path, body, token: bearer.value }, signal);
      return { bearer, result };
    };
    const first = await attempt();
    if (isUnauthorized(first.result)) token.invalidate(first.bearer);
    const { result } = isUnauthorized(first.result) ? await attempt() : first;
    if (result.kind !== 'answer' || !isAccepted(result.answer)) throw operation.failed(result);
    return operation.read(result.answer);
  };
}

function isUnauthorized(result: Exchange): boolean {
  return result.kind === 'answer' && result.answer.status === 401;
}

/** Ends with the signal also where the promise does not; what it waits for goes on for others. */
async function withinDeadline<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const end = () => {
    ended.reject(new AppError('token-unavailable', 'No token came in time.', { cause: 'deadline' }));
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await Promise.race([promise, ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
