import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The connection on which one invocation is answered. */
export interface Connection {
  /** Ends when it closes before the answer is complete: the caller has gone. */
  readonly closed: AbortSignal;
  /** Calls it when the answer has left, or never will; one that is not taken in time is cut. */
  readonly onOver: (then: () => void) => void;
  /** Resolves when what was written has left, or nothing more will; one that takes no byte for `stalledMs` is cut. */
  readonly drained: () => Promise<void>;
  /** Lets what was written leave, and ends the answer so that nobody takes it for a complete one. */
  readonly cut: () => void;
}

/** The connection of an invocation; undefined where this process does not see it. */
export type FindConnection = (invocationId: string) => Connection | undefined;

/** Node's own channel of every request that a server in this process begins to serve. */
const REQUEST_START = 'http.server.request.start';
const STALLED_MS = 60_000;
/** What an answer may take to leave: the platform has cut it by then, and no stream lasts as long. */
const LEAVING_MS = 230_000;

/**
 * Sees the connections of the library's own server, to which the host forwards each call in streaming mode under
 * `x-ms-invocation-id`. The library (4.16.5) shows them to nobody, writes without waiting and never learns of a close.
 */
export function watchConnections(stalledMs = STALLED_MS, leavingMs = LEAVING_MS): FindConnection {
  const open = new Map<string, ServerResponse>();
  let sawAny = false;
  subscribe(REQUEST_START, (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const id = request.headers['x-ms-invocation-id'];
    if (typeof id !== 'string') return;
    sawAny = true;
    open.set(id, response);
    response.once('close', () => open.delete(id));
  });
  return (invocationId) => {
    const response = open.get(invocationId);
    if (response !== undefined) return connectionOf(response, { stalledMs, leavingMs });
    // The library calls no handler before its request is there: one that is not open has closed.
    return sawAny ? closedAlready : undefined;
  };
}

const closedAlready: Connection = {
  closed: AbortSignal.abort(),
  onOver: (then) => {
    then();
  },
  drained: () => Promise.resolve(),
  cut: () => undefined,
};

function connectionOf(
  response: ServerResponse,
  { stalledMs, leavingMs }: { readonly stalledMs: number; readonly leavingMs: number },
): Connection {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const destroy = () => {
    response.destroy();
  };
  const cut = () => {
    // Written below the answer's framing, nothing is sent for it; it is over when all before it is.
    response.socket?.write('', destroy);
    setTimeout(destroy, stalledMs).unref();
  };
  const drained = async () => {
    if (response.writableNeedDrain) await drainOrClose(response, stalledMs, destroy);
  };
  const onOver = (then: () => void) => {
    if (response.closed) {
      then();
      return;
    }
    const late = setTimeout(destroy, leavingMs).unref();
    response.once('close', () => {
      clearTimeout(late);
      then();
    });
  };
  return { closed: gone.signal, onOver, drained, cut };
}

function drainOrClose(response: ServerResponse, stalledMs: number, onStalled: () => void): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(onStalled, stalledMs);
    const done = () => {
      clearTimeout(stalled);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
