import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';

/** Nothing new is begun after that: the next tick goes on. */
const BUDGET_MS = 50_000;

/** Delivers the records that subscriptions are behind with; on all instances together the host runs one at a time. */
export async function feedSubscriptions(
  context: InvocationContext,
  { config, subscriptions }: Dependencies,
): Promise<void> {
  // Without an account nothing can be delivered, and how far it is cannot be kept.
  if (config.storage.kind === 'none') return;
  const warn = (line: string) => {
    context.warn(line);
  };
  await subscriptions.feed(warn, AbortSignal.timeout(BUDGET_MS));
}
