import { retryDelaysMs } from '../kafka-rest/retry-delays.ts';

export interface WaitOptions {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Rejects when the signal ends. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Polls until it gives something; undefined when nothing came in `waitMs`, or `closed` says that nobody waits any
 * more. The signal that a poll gets ends with the wait; a poll that fails before ends the wait with its failure.
 */
export type WaitFor = <T>(
  poll: (signal: AbortSignal) => Promise<T | undefined>,
  waitMs: number,
  closed: AbortSignal,
) => Promise<T | undefined>;

/** Makes long polls that do not hammer: pauses grow from 100 ms to 2 s, jittered; the first poll comes after one. */
export function createWaitFor({ random, sleep }: WaitOptions): WaitFor {
  async function pollOn<T>(poll: (signal: AbortSignal) => Promise<T | undefined>, signal: AbortSignal) {
    for (const pauseMs of retryDelaysMs(random)) {
      await sleep(pauseMs, signal);
      const found = await poll(signal);
      if (found !== undefined) return found;
      signal.throwIfAborted();
    }
    return undefined;
  }

  return async (poll, waitMs, closed) => {
    const over = new AbortController();
    const signal = AbortSignal.any([closed, over.signal]);
    const end = () => {
      over.abort();
    };
    void sleep(waitMs, signal).then(end, end);
    try {
      return await pollOn(poll, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      end();
    }
  };
}
