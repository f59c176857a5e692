import { setTimeout as sleep } from 'node:timers/promises';

/** Waits `ms`, or less when the signal is given; never rejects and leaves no timer. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

// What one timer of Node can wait at most: 2^31 − 1 ms, some 24.8 days.
const longestTimerMs = 2_147_483_647;

export const pause: Pause = async (ms, signal) => {
  for (let leftMs = ms; leftMs > 0 && !signal.aborted; leftMs -= longestTimerMs) {
    await sleep(Math.min(leftMs, longestTimerMs), undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
};
