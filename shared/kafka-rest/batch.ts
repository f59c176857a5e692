import { Caller, isMergeable, noTurn } from './batch-caller.ts';
import { sendTogether } from './batch-call.ts';
import { type BatchLimits, createBatchQueue } from './batch-queue.ts';
import type { Produce } from './produce.ts';
import type { Turns } from './turns.ts';

export interface BatchOptions extends BatchLimits {
  readonly turns: Pick<Turns, 'as' | 'caller'>;
  /** Runs once what has arrived is in the queue: nobody waits longer than this turn of the event loop. */
  readonly turn?: (send: () => void) => void;
}

/** Whose a call is that carries records of several: it is dealt out beside what each of them has under way alone. */
const SEVERAL = 'several';

/**
 * Lets what waits for the same topic go to the proxy in one call; what may not be merged goes at once in a call of its
 * own. Nothing waits while fewer calls than `inFlight` are under way for the topic. A caller whose deadline passes
 * while it waits is not written.
 */
export function withBatching(produce: Produce, options: BatchOptions): Produce {
  const { turns, turn = setImmediate } = options;
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
    await turns.as(senderOf(callers), () => sendTogether(produce, callers));
    queue.ended(callers);
    sendSoon();
  }

  const leave = (caller: Caller) => {
    queue.remove(caller);
    caller.fail(noTurn());
  };

  return (topic, records, signal) => {
    if (signal.aborted) return Promise.reject(noTurn());
    if (!isMergeable(records)) return produce(topic, records, signal);
    const caller = new Caller(topic, records, signal, { sender: turns.caller(), whenEnded: leave });
    queue.add(caller);
    sendSoon();
    return caller.answer;
  };
}

function senderOf([first, ...others]: readonly Caller[]): string {
  const isOne = first !== undefined && others.every(({ sender }) => sender === first.sender);
  return isOne ? first.sender : SEVERAL;
}
