import { AppError } from '../errors.ts';

export interface Token {
  readonly value: string;
  /** Epoch ms. */
  readonly expiresAtMs: number;
  /** Epoch ms from which the issuer wants a refresh (`refresh_in`), where it said so. */
  readonly refreshAfterMs?: number | undefined;
}

/** Two clocks, because the wall clock jumps and the monotonic one may stand still while a machine sleeps. */
export interface Clock {
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
}

export const systemClock: Clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

export interface TokenCacheOptions {
  /** Gets a new token within its own deadline, or rejects with an AppError. */
  readonly fetch: () => Promise<Token>;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/** What is held, without any value: for `ready` and for metrics. */
export interface TokenState {
  readonly expiresInSeconds: number | null;
  readonly lastFailure: { readonly cause: string; readonly at: string } | null;
  readonly nextAttemptAt: string | null;
}

export interface TokenCache {
  /** A token that is valid now; rejects with the last failure while a back-off runs and none is held. */
  readonly get: () => Promise<Token>;
  /** Drops this token if it is still the one held: a late 401 cannot drop a newer one. */
  readonly invalidate: (token: Token) => void;
  readonly state: () => TokenState;
}

const SHOULD_REFRESH_MS = 5 * 60_000;
const MUST_REFRESH_MS = 60_000;
const FORCED_REFRESH_EVERY_MS = 30_000;
const BACK_OFF_MS = { first: 1_000, most: 60_000 };

interface Held {
  readonly token: Token;
  readonly expiresAtMonotonicMs: number;
  /** Time left at which a refresh should, and must, be under way; smaller for tokens that live shortly. */
  readonly shouldRefreshMs: number;
  readonly mustRefreshMs: number;
}

/**
 * Keeps one token: fetched once however many ask, refreshed in the background before it ends, served through an
 * outage while it is valid; failures are remembered for a growing, jittered while.
 */
export function createTokenCache(options: TokenCacheOptions): TokenCache {
  const { fetch, clock = systemClock, random = Math.random } = options;
  let held: Held | undefined;
  let flight: Promise<Token> | undefined;
  let failure: { error: AppError; atMs: number; count: number; nextAttemptMs: number } | undefined;
  let forcedAtMs = -Infinity;

  const leftMs = ({ token, expiresAtMonotonicMs }: Held) =>
    Math.min(token.expiresAtMs - clock.wallMs(), expiresAtMonotonicMs - clock.monotonicMs());
  const backingOff = () => failure !== undefined && clock.monotonicMs() < failure.nextAttemptMs;

  function hold(token: Token): Held {
    const lifeMs = token.expiresAtMs - clock.wallMs();
    const asked = token.refreshAfterMs === undefined ? 0 : token.expiresAtMs - token.refreshAfterMs;
    const window = Math.max(asked, Math.min(SHOULD_REFRESH_MS, lifeMs / 4));
    return {
      token,
      expiresAtMonotonicMs: clock.monotonicMs() + lifeMs,
      // Jitter is within the window, so that many instances started together do not ask together.
      shouldRefreshMs: window * (1 - 0.2 * random()),
      mustRefreshMs: Math.min(MUST_REFRESH_MS, lifeMs / 10),
    };
  }

  function fail(error: unknown): AppError {
    const known =
      error instanceof AppError
        ? error
        : new AppError('token-unavailable', 'The token could not be fetched.', { cause: String(error) });
    const count = (failure?.count ?? 0) + 1;
    const growing = Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** (count - 1)) * (0.5 + random() / 2);
    const waitMs = Math.max(
      growing,
      Math.min(BACK_OFF_MS.most, (known.options.retryAfterSeconds ?? 0) * 1000),
    );
    failure = { error: known, atMs: clock.wallMs(), count, nextAttemptMs: clock.monotonicMs() + waitMs };
    return known;
  }

  function fly(): Promise<Token> {
    flight ??= fetch()
      .then((token) => {
        held = hold(token);
        failure = undefined;
        return token;
      })
      .catch((error: unknown) => {
        throw fail(error);
      })
      .finally(() => {
        flight = undefined;
      });
    return flight;
  }

  return {
    async get() {
      const left = held === undefined ? 0 : leftMs(held);
      if (held === undefined || left <= 0) {
        if (failure !== undefined && backingOff() && flight === undefined) throw failure.error;
        return fly();
      }
      const { token } = held;
      if (left > held.shouldRefreshMs || backingOff()) return token;
      const refreshed = fly().catch(() => token);
      return left > held.mustRefreshMs ? token : refreshed;
    },
    invalidate(token) {
      if (held?.token.value !== token.value) return;
      // A proxy that refuses every token must not turn each call into a token request.
      if (clock.monotonicMs() - forcedAtMs < FORCED_REFRESH_EVERY_MS) return;
      forcedAtMs = clock.monotonicMs();
      held = undefined;
    },
    state: () => ({
      expiresInSeconds: held === undefined ? null : Math.max(0, Math.floor(leftMs(held) / 1000)),
      lastFailure:
        failure === undefined
          ? null
          : { cause: failure.error.message, at: new Date(failure.atMs).toISOString() },
      nextAttemptAt:
        failure === undefined
          ? null
          : new Date(clock.wallMs() + failure.nextAttemptMs - clock.monotonicMs()).toISOString(),
    }),
  };
}
