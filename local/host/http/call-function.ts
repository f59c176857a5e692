import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Keys } from '../keys.ts';
import { mayCall, presentedKey } from './authorize.ts';
import { answerEmpty, type HttpCall } from './http-call.ts';
import { parsePath } from './request-path.ts';
import { findRoute, type Route } from './route-table.ts';
import type { Throttle } from './throttle.ts';

export interface CallFunctionOptions {
  readonly routes: readonly Route[];
  /** Undefined: keys are not asked for, as under `func start`. */
  readonly keys: Keys | undefined;
  readonly throttle: Throttle;
  readonly answer: (call: HttpCall) => Promise<void>;
}

/** Finds the function of a request, checks the key, waits for its turn and answers; false: no route fits. */
export async function callFunction(
  request: IncomingMessage,
  response: ServerResponse,
  { path, query }: { path: string; query: string },
  { routes, keys, throttle, answer }: CallFunctionOptions,
): Promise<boolean> {
  const found = findRoute(routes, request.method ?? 'GET', parsePath(path));
  if (found === undefined) return false;
  if (keys !== undefined && !mayCall(found.route, keys, presentedKey(request.headers, query))) {
    answerEmpty(response, 401);
    return true;
  }
  const turn = throttle.enter();
  if (turn === undefined) {
    answerEmpty(response, 429);
    return true;
  }
  await turn;
  try {
    // Whoever left while waiting costs no invocation.
    if (!response.closed) await answer({ ...found, query, request, response });
  } finally {
    throttle.leave();
  }
  return true;
}
