import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';

/** Well within functionTimeout; what is left is for the next run. */
const BUDGET_MS = 4 * 60_000;

/** Removes the rows of idempotency keys that are no longer remembered. */
export async function removeExpiredKeys(
  context: InvocationContext,
  { config, removeExpiredKeys }: Dependencies,
): Promise<void> {
  // Without an account nothing was ever stored.
  if (config.storage.kind === 'none') return;
  const { rows, isComplete } = await removeExpiredKeys(AbortSignal.timeout(BUDGET_MS));
  context.info(`${rows} expired idempotency keys removed${isComplete ? '' : '; the next run goes on'}`);
}
