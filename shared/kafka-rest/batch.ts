import { Caller, noTurn } from './batch-caller.ts';
import { sendTogether } from './batch-call.ts';
import { type BatchLimits, createBatchQueue } from './batch-queue.ts';
import type { Produce } from './produce.ts';

export interface BatchOptions extends BatchLimits {
  /** Runs once what has arrived is in the queue: nobody waits longer than this turn of the event loop. */
  readonly turn?: (send: () => void) => void;
}

/**
 * Lets what waits for the same topic go to the proxy in one call. Nothing waits while fewer calls than `inFlight`
 * are under way for the topic. A caller whose deadline passes while it waits is not written.
 */
export function withBatching(produce: Produce, options: BatchOptions): Produce {
  const { turn = setImmediate } = options;
  const queue = createBatchQueue<Caller>(options);
  let isDue = false;

  function sendSoon(): void {
    if (isDue) return;
    isDue = true;
    turn(() => {
      isDue = false;
      for (let callers = queue.next(); callers !== undefined; callers = queue.next()) void send(callers);
    });
  }

  async function send(callers: readonly Caller[]): Promise<void> {
    await sendTogether(produce, callers);
    queue.ended(callers);
    sendSoon();
  }

  const leave = (caller: Caller) => {
    queue.remove(caller);
    caller.fail(noTurn());
  };

  return (topic, records, signal) => {
    if (signal.aborted) return Promise.reject(noTurn());
    const caller = new Caller(topic, records, signal, leave);
    queue.add(caller);
    sendSoon();
    return caller.answer;
  };
}
