import type { InvocationResult, LoadedFunction } from '../function.ts';
import type { InvocationPorts } from '../outputs/invoke-with-outputs.ts';

/** Sends what an HTTP function gave to its outputs beside the answer; false: failed, and the reason is in the log. */
export async function sendOutputs(
  fn: LoadedFunction,
  result: InvocationResult,
  { applyOutputs, log }: InvocationPorts,
): Promise<boolean> {
  try {
    await applyOutputs(fn, result);
    return true;
  } catch (error) {
    log('error', `Functions.${fn.name} ran, but its output was not sent: ${(error as Error).message}`);
    return false;
  }
}
