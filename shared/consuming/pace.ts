/** Bounds work of many steps, each of which is to heed the signal. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Ends the signal when `limit` ends before the step. */
  readonly inTime: <T>(step: Promise<T>, limit: AbortSignal) => Promise<T>;
  /** Ends the signal: nobody wants the rest. */
  readonly stop: () => void;
}

/** A slow reader of a long answer is no slow proxy: the time between steps counts towards `totalMs` alone. */
export function createPace(closed: AbortSignal, totalMs: number): Pace {
  const stopped = new AbortController();
  const signal = AbortSignal.any([closed, stopped.signal, AbortSignal.timeout(totalMs)]);
  return {
    signal,
    stop: () => {
      stopped.abort();
    },
    async inTime(step, limit) {
      const late = () => {
        stopped.abort(limit.reason);
      };
      limit.addEventListener('abort', late, { once: true });
      if (limit.aborted) late();
      try {
        return await step;
      } finally {
        limit.removeEventListener('abort', late);
      }
    },
  };
}
