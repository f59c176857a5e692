import { AppError } from '../errors.ts';
import { backoff } from '../kafka-rest/backoff.ts';
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

const MAX_ATTEMPTS = 6;
/** What a busy or restarting proxy answers; all else would be the same the next time. */
const PASSING = ['proxy-unavailable', 'proxy-timeout', 'proxy-answer-invalid', 'token-unavailable'];

/** A refusal that can pass makes all callers wait, for as long as the proxy asks for or ever longer: many workers stay polite. */
export function createAsk({ send, deadline, sleep, random, nowMs }: AskOptions): Ask {
  let calls = 0;
  let quietUntilMs = 0;

  const wait = async (budget: AbortSignal) => {
    const waitMs = quietUntilMs - nowMs();
    if (waitMs > 0) await sleep(waitMs, budget);
  };

  return {
    calls: () => calls,
    async ask(operation, budget) {
      const delaysMs = backoff(random);
      for (let attempt = 1; ; attempt += 1) {
        const failed = await wait(budget).then(
          () => undefined,
          () => outOfTime(operation.name),
        );
        if (failed !== undefined || budget.aborted) throw failed ?? outOfTime(operation.name);
        try {
          calls += 1;
          return await send(operation, AbortSignal.any([budget, deadline()]));
        } catch (error) {
          if (!canPass(error) || attempt === MAX_ATTEMPTS) throw error;
          const pauseMs = (error.options.retryAfterSeconds ?? 0) * 1000 + delaysMs.next().value;
          quietUntilMs = Math.max(quietUntilMs, nowMs() + pauseMs);
        }
      }
    },
  };
}

function canPass(error: unknown): error is AppError {
  return error instanceof AppError && PASSING.includes(error.code);
}

function outOfTime(name: string): AppError {
  return new AppError('proxy-timeout', `${name}: the time of this run was up.`, { cause: 'budget' });
}
