import type { Invocation, InvocationResult, Invoke, LoadedFunction, Log } from '../function.ts';

/** Sends what a function returned to its output bindings; rejects when that failed. */
export type ApplyOutputs = (fn: LoadedFunction, result: InvocationResult) => Promise<void>;

/** What a listener needs to run a function. */
export interface InvocationPorts {
  readonly invoke: Invoke;
  readonly applyOutputs: ApplyOutputs;
  readonly log: Log;
}

/** Runs one invocation with its output bindings, without which it has failed; answers whether all of it succeeded. */
export async function invokeWithOutputs(
  fn: LoadedFunction,
  invocation: Invocation,
  { invoke, applyOutputs, log }: InvocationPorts,
): Promise<boolean> {
  // A failure of the function itself is in the log already: invoke writes it.
  const result = await invoke(fn, invocation).catch(() => undefined);
  if (result === undefined) return false;
  try {
    await applyOutputs(fn, result);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log('error', `Functions.${fn.name} ran, but its output was not sent: ${reason}`);
    return false;
  }
}
