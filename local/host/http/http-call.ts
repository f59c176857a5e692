import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Invocation, TypedData } from '../function.ts';
import type { RouteValues } from './match-route.ts';
import type { Route } from './route-table.ts';

/** A request that found its function. */
export interface HttpCall {
  readonly route: Route;
  readonly values: RouteValues;
  /** Without the question mark. */
  readonly query: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The reason that the real host gives for every call over HTTP, and for those of its admin API. */
export const calledReason = 'This function was programmatically called via the host APIs.';

/** Header values by lower-case name, repeated ones joined with a comma. */
export function headerValues(request: IncomingMessage): Record<string, string> {
  const values: Record<string, string> = {};
  const raw = request.rawHeaders;
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    values[name] = name in values ? `${values[name] ?? ''},${value}` : value;
  }
  return values;
}

/** Query values by name, whose case does not matter; repeated ones joined with a comma, as the real host does. */
export function queryValues(query: string): Record<string, string> {
  const values = new Map<string, [name: string, value: string]>();
  for (const [name, value] of new URLSearchParams(query)) {
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), [name, value]);
    else known[1] += `,${value}`;
  }
  return Object.fromEntries(values.values());
}

/** An invocation of the call's function on `data`. */
export function toInvocation(
  call: HttpCall,
  data: TypedData,
  triggerMetadata: Record<string, TypedData>,
): Invocation & { id: string } {
  const traceParent = call.request.headers['traceparent'];
  return {
    id: randomUUID(),
    reason: calledReason,
    inputs: [{ name: call.route.fn.trigger.name, data }],
    triggerMetadata,
    traceParent: typeof traceParent === 'string' ? traceParent : undefined,
  };
}

/** Answers with a status alone, unless an answer has begun: then it is cut. */
export function answerEmpty(response: ServerResponse, status: number): void {
  // What is left of a request that was read in part would hold up the next one on its connection.
  response.req.resume();
  if (response.headersSent) response.destroy();
  else response.writeHead(status, status === 204 ? {} : { 'content-length': 0 }).end();
}
