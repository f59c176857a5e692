import { AppError } from '../errors.ts';
import { type BackOffState, createBackOff } from './back-off.ts';

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
export interface TokenState extends BackOffState {
  /** Since the token came. */
  readonly ageSeconds: number | null;
  readonly expiresInSeconds: number | null;
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

interface Held {
  readonly token: Token;
  readonly sinceMonotonicMs: number;
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
  const backOff = createBackOff(clock, random);
  let held: Held | undefined;
  let flight: Promise<Token> | undefined;
  let forcedAtMs = -Infinity;

  // Whichever clock says earlier.
  const leftMs = ({ token, expiresAtMonotonicMs }: Held) =>
    Math.min(token.expiresAtMs - clock.wallMs(), expiresAtMonotonicMs - clock.monotonicMs());

  async function fetchAndHold(): Promise<Token> {
    try {
      const token = await fetch();
      held = hold(token, clock, random);
      backOff.succeed();
      return token;
    } catch (error) {
      throw backOff.fail(error);
    }
  }

  function fly(): Promise<Token> {
    flight ??= fetchAndHold().finally(() => {
      flight = undefined;
    });
    return flight;
  }

  async function flyOrKeep(current: Held): Promise<Token> {
    try {
      return await fly();
    } catch (error) {
      // While it was waited for, the old token may have ended.
      if (leftMs(current) > 0) return current.token;
      throw error;
    }
  }

  return {
    async get() {
      const left = held === undefined ? 0 : leftMs(held);
      if (held === undefined || left <= 0) {
        const refusal = backOff.waiting();
        if (refusal !== undefined) throw refusal;
        return fly();
      }
      if (left > held.shouldRefreshMs || backOff.waiting() !== undefined) return held.token;
      if (left <= held.mustRefreshMs) return flyOrKeep(held);
      fly().catch(() => undefined);
      return held.token;
    },
    invalidate(token) {
      if (held?.token.value !== token.value) return;
      // A proxy that refuses every token must not turn each call into a token request.
      if (clock.monotonicMs() - forcedAtMs < FORCED_REFRESH_EVERY_MS) return;
      forcedAtMs = clock.monotonicMs();
      held = undefined;
    },
    state: () => ({
      ageSeconds: held === undefined ? null : seconds(clock.monotonicMs() - held.sinceMonotonicMs),
      expiresInSeconds: held === undefined ? null : seconds(leftMs(held)),
      ...backOff.state(),
    }),
  };
}

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

function hold(token: Token, clock: Clock, random: () => number): Held {
  const lifeMs = token.expiresAtMs - clock.wallMs();
  // Held, it would be asked for again by every caller.
  if (lifeMs <= 0) throw new AppError('token-unavailable', 'The token had ended before it came.');
  const askedMs = token.refreshAfterMs === undefined ? 0 : token.expiresAtMs - token.refreshAfterMs;
  const windowMs = Math.max(askedMs, Math.min(SHOULD_REFRESH_MS, lifeMs / 4));
  return {
    token,
    sinceMonotonicMs: clock.monotonicMs(),
    expiresAtMonotonicMs: clock.monotonicMs() + lifeMs,
    // Jitter is within the window, so that many instances started together do not ask together.
    shouldRefreshMs: windowMs * (1 - 0.2 * random()),
    mustRefreshMs: Math.min(MUST_REFRESH_MS, lifeMs / 10),
  };
}
