import { AppError } from '../errors.ts';
import { retryDelaysMs } from './retry-delays.ts';
import type { Produce } from './produce.ts';

export interface RetryOptions {
  /** Rejects when the signal ends. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whether the proxy's nodes may not know the topic yet. */
  readonly isNewTopic: (topic: string) => boolean;
  /** Whether calls are refused here for a while, so that waiting a moment is in vain. */
  readonly isOpen: () => boolean;
}

const MAX_ATTEMPTS = 4;
/** A longer Retry-After is the caller's to wait for. */
const MAX_RETRY_AFTER_MS = 5000;

/**
 * Sends again what is certainly not written and can pass in a moment: no connection, throttled, or a 404 of a topic
 * made moments ago. What may have been written is never sent again; the deadline ends all waiting.
 */
export function withRetry(produce: Produce, options: RetryOptions): Produce {
  const { sleep, random } = options;
  return async (topic, records, signal) => {
    const delaysMs = retryDelaysMs(random);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await produce(topic, records, signal);
      } catch (error) {
        if (!(error instanceof AppError) || !canPass(error, topic, attempt, options)) throw error;
        const waitMs = (error.options.retryAfterSeconds ?? 0) * 1000 + delaysMs.next().value;
        const inTime = await sleep(waitMs, signal).then(
          () => true,
          () => false,
        );
        if (!inTime) throw error;
      }
    }
  };
}

function canPass(
  { code, options }: AppError,
  topic: string,
  attempt: number,
  { isNewTopic, isOpen }: RetryOptions,
): boolean {
  if (options.outcome !== 'not-written' || isOpen()) return false;
  switch (code) {
    case 'proxy-unavailable':
      return attempt < MAX_ATTEMPTS && (options.retryAfterSeconds ?? 0) * 1000 <= MAX_RETRY_AFTER_MS;
    case 'topic-not-found':
      return isNewTopic(topic);
    default:
      return false;
  }
}
