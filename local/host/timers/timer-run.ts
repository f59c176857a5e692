import type { LoadedFunction } from '../function.ts';
import { type InvocationPorts, invokeWithOutputs } from '../outputs/invoke-with-outputs.ts';
import type { Pause } from '../queues/pause.ts';
import { type Attempt, type RetryPolicy, runWithRetries } from './retry-policy.ts';
import { advance, type ScheduleStatus, type Standing } from './schedule-status.ts';
import type { Schedule } from './schedule.ts';
import type { StatusFile } from './status-file.ts';
import { timerInput, toDotNet } from './timer-input.ts';

/** One timer while its listener runs. */
export interface Timer extends InvocationPorts {
  readonly fn: LoadedFunction;
  readonly schedule: Schedule;
  /** Undefined: the timer is not monitored. */
  readonly file: StatusFile | undefined;
  readonly retryPolicy: RetryPolicy | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: Pause;
  readonly stopping: AbortSignal;
}

type Cause = 'Schedule' | 'IsPastDue' | 'RunOnStartup';

/**
 * Fires at once when past due (or else when `runOnStartup` says so) and then at each occurrence, one run after the other,
 * until told to stop. Occurrences that a long run has overtaken become one run straight after it, as in the real host.
 */
export async function runTimer(timer: Timer, standing: Standing): Promise<void> {
  const { now, pause, stopping } = timer;
  let { status } = standing;
  if (standing.isPastDue) status = await fire(timer, status, 'IsPastDue');
  else if (timer.fn.trigger['runOnStartup'] === true) status = await fire(timer, status, 'RunOnStartup');
  for (;;) {
    await pause(status.nextMs - now(), stopping);
    if (stopping.aborted) return;
    status = await fire(timer, status, 'Schedule');
  }
}

async function fire(timer: Timer, status: ScheduleStatus, cause: Cause): Promise<ScheduleStatus> {
  const { fn, log, file, pause, stopping } = timer;
  const startMs = timer.now();
  if (cause !== 'Schedule') log('info', `Trigger Details: UnscheduledInvocationReason: ${cause}`);
  const invocation = {
    reason: `Timer fired at ${toDotNet(startMs)}`,
    inputs: [
      { name: fn.trigger.name, data: timerInput(timer.schedule, file && status, cause === 'IsPastDue') },
    ],
  };
  const attempt: Attempt = (retryContext) =>
    invokeWithOutputs(fn, retryContext === undefined ? invocation : { ...invocation, retryContext }, timer);
  const wait = async (delayMs: number): Promise<boolean> => {
    log('info', `Functions.${fn.name} failed and is tried again in ${delayMs / 1000} s.`);
    await pause(delayMs, stopping);
    return !stopping.aborted;
  };
  await runWithRetries(timer.retryPolicy, attempt, wait);
  const next = advance(timer.schedule, status, startMs, cause === 'Schedule');
  await remember(timer, next);
  return next;
}

/** Writes the status where the timer is monitored; a failure costs no more than a missed or repeated run after a restart. */
export async function remember({ fn, file, log }: Timer, status: ScheduleStatus): Promise<void> {
  await file?.write(status).catch((error: unknown) => {
    log('warn', `The status of timer Functions.${fn.name} was not saved: ${String(error)}`);
  });
}
