import type { InvocationContext, Timer } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { MINUTE_MS } from '../../shared/durations.ts';
import { AppError } from '../../shared/errors.ts';

/** Well within functionTimeout; what is left is for the next run. */
const BUDGET_MS = 8 * 60_000;
/** Looks after the topics, once for each tick whatever the number of instances; a tick that was missed is made up for. */
export async function keepTopics(
  context: InvocationContext,
  { config, housekeeping }: Dependencies,
  timer: Timer,
): Promise<void> {
  const scheduledAtMs = tickOf(timer, Date.now());
  const request = { who: 'keepTopics', dryRun: config.housekeepingDryRun, scheduledAtMs };
  try {
    const report = await housekeeping.run(request, AbortSignal.timeout(BUDGET_MS));
    if (report === undefined) {
      context.info('another instance served this tick');
      return;
    }
    const { counts, actions, partial, dryRun } = report;
    const line = `${counts.topics} topics: ${counts.error} errors, ${counts.warning} warnings, ${counts.info} notes; ${actions.length} actions${dryRun ? ' (dry run)' : ''}`;
    if (partial === null) context.info(line);
    else context.warn(`${line}; ${partial}`);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'housekeeping-running') throw error;
    context.info('another instance serves this tick');
  }
}

/** When a run was due: the same on all instances, also where one is late. */
export function tickOf({ scheduleStatus }: Pick<Timer, 'scheduleStatus'>, nowMs: number): number {
  // The host may leave the status out, whatever the library's types say.
  const next = Date.parse((scheduleStatus as Timer['scheduleStatus'] | null)?.next ?? '');
  return next <= nowMs ? next : Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
}
