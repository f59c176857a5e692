import { AppError } from '../errors.ts';
import type { Clock } from './token-cache.ts';

/** Remembers failures: how long to leave the issuer alone, and what to tell those who ask meanwhile. */
export interface BackOff {
  /** Counts one more failure in a row; gives the error for whoever waited, an AppError in any case. */
  readonly fail: (error: unknown) => AppError;
  readonly succeed: () => void;
  /** The last error while it is too early for another attempt, with the seconds that remain. */
  readonly waiting: () => AppError | undefined;
  /** The last failure, kept after a success; the next attempt, where one is being waited for. */
  readonly state: () => BackOffState;
}

export interface BackOffState {
  readonly lastFailure: { readonly cause: string; readonly at: string } | null;
  readonly nextAttemptAt: string | null;
}

const WAIT_MS = { first: 1_000, most: 60_000 };

interface Failure {
  readonly error: AppError;
  /** Epoch ms. */
  readonly atMs: number;
  readonly nextAttemptMonotonicMs: number;
}

/** Waits double from a second to a minute, jittered down to their half; a longer `Retry-After` wins, up to a minute. */
export function createBackOff({ wallMs, monotonicMs }: Clock, random: () => number): BackOff {
  let last: Failure | undefined;
  let failuresInARow = 0;

  const leftMs = ({ nextAttemptMonotonicMs }: Failure) => nextAttemptMonotonicMs - monotonicMs();

  function told(failure: Failure): AppError {
    const { code, message, options } = failure.error;
    return new AppError(code, message, {
      ...options,
      retryAfterSeconds: Math.ceil(leftMs(failure) / 1000),
    });
  }

  return {
    fail(error) {
      const known = error instanceof AppError ? error : unexpected(error);
      const growingMs = Math.min(WAIT_MS.most, WAIT_MS.first * 2 ** failuresInARow) * (0.5 + random() / 2);
      const askedMs = Math.min(WAIT_MS.most, (known.options.retryAfterSeconds ?? 0) * 1000);
      failuresInARow += 1;
      const nextAttemptMonotonicMs = monotonicMs() + Math.max(growingMs, askedMs);
      last = { error: known, atMs: wallMs(), nextAttemptMonotonicMs };
      return told(last);
    },
    succeed() {
      failuresInARow = 0;
    },
    waiting: () => (last !== undefined && leftMs(last) > 0 ? told(last) : undefined),
    state: () => ({
      lastFailure:
        last === undefined ? null : { cause: last.error.message, at: new Date(last.atMs).toISOString() },
      nextAttemptAt:
        last !== undefined && leftMs(last) > 0 ? new Date(wallMs() + leftMs(last)).toISOString() : null,
    }),
  };
}

// Its name alone: what an unknown error says may hold a secret.
function unexpected(error: unknown): AppError {
  const cause = error instanceof Error ? error.name : 'no error';
  return new AppError('token-unavailable', 'The token could not be fetched.', { cause });
}
