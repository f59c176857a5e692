import { randomUUID } from 'node:crypto';
import type { InvocationRequest } from './core-api.ts';
import type { CoreApp } from './core-app.ts';
import { withDeadline } from './deadline.ts';
import type { Invocation, InvocationResult, Invoke, LoadedFunction, Log } from './function.ts';
import { runFunction } from './run-function.ts';
import { formatTimeSpan } from './time-span.ts';
import { traceParent } from './trace-parent.ts';

export interface InvokeOptions {
  readonly app: CoreApp;
  readonly log: Log;
  /** host.json's `functionTimeout`; Infinity: none. */
  readonly timeoutMs: number;
  /** A monotonic clock. */
  readonly nowMs?: () => number;
}

/** Makes the `Invoke` of an app; the log lines are those of the Functions host. */
export function createInvoke({
  app,
  log,
  timeoutMs,
  nowMs = () => performance.now(),
}: InvokeOptions): Invoke {
  return async (fn, invocation) => {
    const registered = app.functions.get(fn.name);
    if (registered === undefined) throw new Error(`Function '${fn.name}' is not loaded.`);
    const request = toRequest(invocation);
    const label = `'Functions.${fn.name}'`;
    const startMs = nowMs();
    const duration = (): string => `Duration=${Math.round(nowMs() - startMs)}ms`;
    log('info', `Executing ${label} (Reason='${invocation.reason}', Id=${request.invocationId})`);
    if (invocation.details !== undefined) log('info', `Trigger Details: ${listed(invocation.details)}`);
    try {
      const run = runFunction(app, registered, request);
      const result = await withDeadline<InvocationResult>(run, timeoutMs, () => timedOut(fn, timeoutMs));
      log('info', `Executed ${label} (Succeeded, Id=${request.invocationId}, ${duration()})`);
      return result;
    } catch (error) {
      log('error', `Executed ${label} (Failed, Id=${request.invocationId}, ${duration()})`);
      log('error', `Exception while executing function: Functions.${fn.name}. ${describe(error)}`);
      throw error;
    }
  };
}

function listed(details: Readonly<Record<string, string>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}

function toRequest({ id, inputs, triggerMetadata, retryContext, ...rest }: Invocation): InvocationRequest {
  return {
    invocationId: id ?? randomUUID(),
    inputData: inputs,
    triggerMetadata: triggerMetadata ?? {},
    traceContext: { traceParent: traceParent(rest.traceParent), traceState: '' },
    retryContext,
  };
}

// The real host ends the worker process here, and with it all that runs; ours can only stop waiting.
function timedOut(fn: LoadedFunction, timeoutMs: number): Error {
  return new Error(
    `Timeout value of ${formatTimeSpan(timeoutMs)} was exceeded by function: Functions.${fn.name}`,
  );
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `Result: Failure\nException: ${String(error)}`;
  return `Result: Failure\nException: ${error.message}\nStack: ${error.stack ?? ''}`;
}
