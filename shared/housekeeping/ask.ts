import { AppError } from '../errors.ts';
import { retryDelaysMs } from '../kafka-rest/retry-delays.ts';
import type { Operation, Send } from '../kafka-rest/operation.ts';

/** Asks the proxy, and waits with all that share it where the proxy is busy. */
export interface Ask {
  /** Rejects with the operation's own failure, once patience, or the budget, has ended. */
  readonly ask: <T>(operation: Operation<T>, budget: AbortSignal) => Promise<T>;
  /** Calls of the proxy so far, those that were made again included. */
  readonly calls: () => number;
}

export interface AskOptions {
  readonly send: Send;
  /** Of one call. */
  readonly deadline: () => AbortSignal;
  /** Rejects when the signal ends. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly random: () => number;
  readonly nowMs: () => number;
}

/** A proxy that is busy or starts anew is waited for so long; a night's run has the time. */
const PATIENCE_MS = 60_000;
/** What may be one bad answer is asked for again so often. */
const MAX_ATTEMPTS = 3;
const PASSING = ['proxy-timeout', 'proxy-answer-invalid', 'token-unavailable'];

/** Where the proxy says how long to wait, all callers wait: many workers stay polite. */
export function createAsk({ send, deadline, sleep, random, nowMs }: AskOptions): Ask {
  let calls = 0;
  let quietUntilMs = 0;

  async function pause(error: AppError, delayMs: number, budget: AbortSignal): Promise<void> {
    const { retryAfterSeconds } = error.options;
    const untilMs = nowMs() + (retryAfterSeconds ?? 0) * 1000 + delayMs;
    if (retryAfterSeconds !== undefined) quietUntilMs = Math.max(quietUntilMs, untilMs);
    await waitUntil(untilMs, budget);
  }

  async function waitUntil(untilMs: number, budget: AbortSignal): Promise<void> {
    // A budget that ends is seen by whoever asks next.
    if (untilMs > nowMs()) await sleep(untilMs - nowMs(), budget).catch(() => undefined);
  }

  return {
    calls: () => calls,
    async ask(operation, budget) {
      const startedMs = nowMs();
      const delaysMs = retryDelaysMs(random);
      for (let attempt = 1; ; attempt += 1) {
        await waitUntil(quietUntilMs, budget);
        if (budget.aborted) throw outOfTime(operation.name);
        try {
          calls += 1;
          return await send(operation, AbortSignal.any([budget, deadline()]));
        } catch (error) {
          if (!canPass(error, attempt, nowMs() - startedMs)) throw error;
          await pause(error, delaysMs.next().value, budget);
        }
      }
    },
  };
}

function canPass(error: unknown, attempt: number, spentMs: number): error is AppError {
  if (!(error instanceof AppError)) return false;
  if (error.code === 'proxy-unavailable') return spentMs < PATIENCE_MS;
  return PASSING.includes(error.code) && attempt < MAX_ATTEMPTS;
}

function outOfTime(name: string): AppError {
  return new AppError('proxy-timeout', `${name}: the time of this run was up.`, { cause: 'budget' });
}
