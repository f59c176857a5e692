import { createTokenCache, type Token, type TokenCache } from '../../../shared/auth/token-cache.ts';
import { AppError } from '../../../shared/errors.ts';
import { createTestClock, MINUTE, type TestClock } from './test-clock.ts';

export interface Lifetime {
  readonly lifeMs: number;
  readonly refreshInMs?: number;
}

/** A cache on a clock and an issuer that the test moves: it issues, fails, or lets its callers wait. */
export interface TokenSource {
  readonly cache: TokenCache;
  readonly clock: TestClock;
  /** How often a token was asked for. */
  readonly asked: () => number;
  /** What the issuer does from now on. */
  readonly issue: (lifetime?: Lifetime) => void;
  readonly fail: (error?: Error) => void;
  /** Requests wait until the function that this gives is called, and then get what the issuer does at that time. */
  readonly hang: () => () => void;
}

const outage = () => new AppError('token-unavailable', 'Entra is down.');

export function createTokenSource(random: () => number = () => 0): TokenSource {
  const clock = createTestClock();
  let asked = 0;
  let gate = Promise.resolve();
  let answer: () => Token;
  const issue = ({ lifeMs, refreshInMs }: Lifetime = { lifeMs: 60 * MINUTE }) => {
    answer = () => ({
      value: `token-${asked}`,
      expiresAtMs: clock.wallMs() + lifeMs,
      refreshAfterMs: refreshInMs === undefined ? undefined : clock.wallMs() + refreshInMs,
    });
  };
  issue();
  const fetch = async () => {
    asked += 1;
    await gate;
    return answer();
  };
  return {
    cache: createTokenCache({ fetch, clock, random }),
    clock,
    asked: () => asked,
    issue,
    fail: (error = outage()) => {
      answer = () => {
        throw error;
      };
    },
    hang: () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      gate = promise.then(() => undefined);
      return () => {
        resolve(undefined);
      };
    },
  };
}

/** Lets a refresh in the background come to its end: nothing of it waits for a timer. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
