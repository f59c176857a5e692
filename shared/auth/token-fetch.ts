import { AppError } from '../errors.ts';
import { createBoundedHttp } from './bounded-http.ts';
import { type EntraFailure, type FetchOutcome, readFailure } from './entra-failure.ts';
import { type AuthMode, type Registration, requestToken } from './entra-token.ts';
import type { Secret, SecretSource } from './secret-source.ts';
import type { Token } from './token-cache.ts';

export interface TokenFetchOptions {
  readonly mode: AuthMode;
  readonly registration: Registration;
  readonly secrets: SecretSource;
  /** Total for one token request, retries included. */
  readonly timeoutMs: number;
  /** Called once for each token request, however many tries it took. */
  readonly onOutcome?: (outcome: FetchOutcome) => void;
}

type Attempt = { readonly token: Token } | { readonly failure: EntraFailure };

/**
 * Gets a token; a secret or certificate that Entra refuses is read again once, and tried once more if there is a
 * newer one. Rejects with `token-unavailable`, whose detail never holds what the app proves itself with.
 */
export function createTokenFetch(options: TokenFetchOptions): () => Promise<Token> {
  const { mode, registration, secrets, timeoutMs, onOutcome = () => undefined } = options;
  const newHttp = createBoundedHttp(timeoutMs);

  async function attempt(secret: Secret): Promise<Attempt> {
    const http = newHttp();
    try {
      const token = await requestToken(mode, registration, secret.value, http);
      onOutcome('ok');
      return { token };
    } catch (error) {
      const failure = readFailure(error, mode, registration, http);
      onOutcome(failure.outcome);
      return { failure };
    }
  }

  async function readProof(): Promise<Secret> {
    try {
      return await secrets.get();
    } catch (error) {
      onOutcome('no-proof');
      throw error;
    }
  }

  return async () => {
    const secret = await readProof();
    const first = await attempt(secret);
    if ('token' in first) return first.token;
    if (!first.failure.stale) throw first.failure.error;
    const newer = await secrets.reread(secret).catch((error: unknown) => {
      throw bothFailed(first.failure.error, error);
    });
    if (newer.version === secret.version) throw first.failure.error;
    const second = await attempt(newer);
    if ('token' in second) return second.token;
    throw second.failure.error;
  };
}

// Whoever mends it must know both: a valid secret in a vault that cannot be read would not help.
function bothFailed(refused: AppError, unread: unknown): AppError {
  if (!(unread instanceof AppError)) return refused;
  const cause = `${refused.options.cause ?? ''}, then ${unread.options.cause ?? ''}`;
  return new AppError(refused.code, `${refused.message} ${unread.message}`, { ...refused.options, cause });
}
