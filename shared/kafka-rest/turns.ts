import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExchangeOnce } from './client.ts';
import type { Exchange } from './operation.ts';
import { createTurnQueue, type TurnQueueOptions, type WaitingCall } from './turn-queue.ts';

/**
 * On whose behalf the proxy is called, and when it is one's turn. The caller goes along with the asynchronous work, as
 * a trace does: else each port from the functions down to the connection would have it in its signature.
 */
export interface Turns {
  /** Runs work whose calls are this caller's. */
  readonly as: <T>(caller: string, work: () => T) => T;
  /** Whose work this is. */
  readonly caller: () => string;
  /** Makes each exchange wait for its turn; one whose signal ends before is `not-sent`. */
  readonly guard: (exchange: ExchangeOnce) => ExchangeOnce;
}

/** Whose calls those are that no caller waits for: of timers, queues and events. */
const OWN_WORK = 'this app';

const NOT_SENT: Exchange = { kind: 'not-sent', cause: 'deadline' };

interface Turn extends WaitingCall {
  readonly begin: () => void;
}

/** As many calls under way as there are connections, dealt out as `TurnQueue` says. */
export function createTurns(options: TurnQueueOptions): Turns {
  const context = new AsyncLocalStorage<string>();
  const queue = createTurnQueue<Turn>(options);
  const caller = () => context.getStore() ?? OWN_WORK;

  function beginAll(): void {
    for (let turn = queue.next(); turn !== undefined; turn = queue.next()) turn.begin();
  }

  /** What ends the turn, once it has come; undefined: the signal ended first. */
  function take(path: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    return new Promise((resolve) => {
      const leave = () => {
        queue.remove(turn);
        resolve(undefined);
      };
      const end = once(() => {
        queue.ended(turn);
        beginAll();
      });
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve(end);
      };
      const turn: Turn = { caller: caller(), path, begin };
      signal.addEventListener('abort', leave);
      queue.add(turn);
      beginAll();
    });
  }

  const guard =
    (exchange: ExchangeOnce): ExchangeOnce =>
    async (request, signal) => {
      // A call that comes too late to be made is told so by whoever would make it.
      const end = signal.aborted ? () => undefined : await take(request.path, signal);
      if (end === undefined) return NOT_SENT;
      const result = await exchange(request, signal).catch((error: unknown) => {
        end();
        throw error;
      });
      return held(result, end, signal);
    };
  return { as: (name, work) => context.run(name, work), caller, guard };
}

/** A body that is read as it comes has its connection until then, or until the signal ends. */
function held(result: Exchange, end: () => void, signal: AbortSignal): Exchange {
  const body = result.kind === 'answer' ? result.answer.body : undefined;
  if (result.kind !== 'answer' || body === undefined || signal.aborted) {
    end();
    return result;
  }
  const finish = () => {
    signal.removeEventListener('abort', finish);
    end();
  };
  signal.addEventListener('abort', finish);
  return { ...result, answer: { ...result.answer, body: endedBy(body, finish) } };
}

async function* endedBy(body: AsyncIterable<Uint8Array>, finish: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    finish();
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
