import type { Invocation } from '../function.ts';
import { growingDelaysMs } from '../queues/backoff.ts';

/** A function's `retry`; `maxRetryCount` −1: without end. */
export interface RetryPolicy {
  readonly maxRetryCount: number;
  /** Waits before each retry, in milliseconds, without end. */
  readonly delaysMs: () => Iterator<number, never>;
}

/**
 * Reads what the library registers as retryOptions (`fixedDelay` or `exponentialBackoff`, durations as `{seconds}`, rounded to whole
 * seconds by it). Undefined: no policy, or one that retries nothing.
 */
export function readRetryPolicy(retryOptions: unknown, random: () => number): RetryPolicy | undefined {
  if (typeof retryOptions !== 'object' || retryOptions === null) return undefined;
  const options = retryOptions as Record<string, unknown>;
  const { maxRetryCount, retryStrategy } = options;
  if (typeof maxRetryCount !== 'number' || maxRetryCount === 0) return undefined;
  if (retryStrategy === 'exponentialBackoff') {
    const [leastMs, mostMs] = [
      durationMs(options['minimumInterval']),
      durationMs(options['maximumInterval']),
    ];
    return { maxRetryCount, delaysMs: () => growingDelaysMs(leastMs, mostMs, random) };
  }
  const delayMs = durationMs(options['delayInterval']);
  return { maxRetryCount, delaysMs: () => growingDelaysMs(delayMs, delayMs, random) };
}

function durationMs(duration: unknown): number {
  const seconds = (duration as { readonly seconds?: unknown } | undefined)?.seconds;
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}

/** How one run went; `retryContext` is undefined for the first attempt. */
export type Attempt = (retryContext: Invocation['retryContext']) => Promise<boolean>;

/** Runs attempts until one succeeds, the policy is used up or `wait` answers false; answers whether one succeeded. */
export async function runWithRetries(
  policy: RetryPolicy | undefined,
  attempt: Attempt,
  wait: (delayMs: number) => Promise<boolean>,
): Promise<boolean> {
  if (await attempt(undefined)) return true;
  if (policy === undefined) return false;
  const { maxRetryCount } = policy;
  const delays = policy.delaysMs();
  for (let retryCount = 1; maxRetryCount === -1 || retryCount <= maxRetryCount; retryCount += 1) {
    if (!(await wait(delays.next().value))) return false;
    if (await attempt({ retryCount, maxRetryCount })) return true;
  }
  return false;
}
