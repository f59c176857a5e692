import { AppError } from '../errors.ts';
import type { Token, TokenCache } from './token-cache.ts';

/** A token, or `token-unavailable` when the signal says so: what is waited for goes on for others. */
export async function tokenInTime(cache: Pick<TokenCache, 'get'>, signal: AbortSignal): Promise<Token> {
  const ended = Promise.withResolvers<never>();
  const end = () => {
    ended.reject(new AppError('token-unavailable', 'No token came in time.', { cause: 'deadline' }));
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await Promise.race([cache.get(), ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
