import { setTimeout as timer } from 'node:timers/promises';

export interface HeartbeatOptions {
  readonly everyMs: number;
  /** What is sent where nothing else was for so long. */
  readonly beat: () => Promise<string> | string;
  /** Rejects when the signal ends. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** The chunks of a source, and a beat whenever none came for a while. */
export async function* withHeartbeat(
  source: AsyncGenerator<string>,
  { everyMs, beat, sleep = (ms, signal) => timer(ms, undefined, { signal }) }: HeartbeatOptions,
): AsyncGenerator<string> {
  try {
    for (let next = source.next(); ;) {
      const spoke = new AbortController();
      const silence = sleep(everyMs, spoke.signal).then(() => undefined);
      const result = await Promise.race([next, silence]).finally(() => {
        spoke.abort();
      });
      if (result?.done === true) return;
      yield result === undefined ? await beat() : result.value;
      if (result !== undefined) next = source.next();
    }
  } finally {
    // One that waits ends by itself, when it hears that the caller has gone.
    void source.return(undefined).catch(() => undefined);
  }
}
