import type { Listener, LoadedFunction } from '../function.ts';
import type { InvocationPorts } from '../outputs/invoke-with-outputs.ts';
import { pause as realPause } from '../queues/pause.ts';
import { readRetryPolicy } from './retry-policy.ts';
import { resume } from './schedule-status.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { statusFile } from './status-file.ts';
import { toDotNet } from './timer-input.ts';
import { remember, runTimer, type Timer } from './timer-run.ts';

export interface TimerListenerOptions extends InvocationPorts, Partial<Pick<Timer, 'now' | 'pause'>> {
  /** Separates the timers of several apps that share a state folder. */
  readonly hostId: string;
  /** Where monitored timers remember their status between runs of the host. */
  readonly stateFolder: string;
  readonly random?: () => number;
}

/**
 * The timer trigger of one function. A schedule that cannot be used is said in one log line when it is started, and the
 * other functions run on. `stop` ends waits and retries and lets a running invocation end, which `functionTimeout` bounds.
 */
export function createTimerListener(fn: LoadedFunction, options: TimerListenerOptions): Listener {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    start: async () => {
      try {
        const timer = toTimer(fn, options, stopping.signal);
        const standing = resume(timer.schedule, await timer.file?.read(), timer.now());
        await remember(timer, standing.status);
        running = runTimer(timer, standing);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        options.log(
          'error',
          `The listener for function 'Functions.${fn.name}' was unable to start. ${reason}`,
        );
      }
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function toTimer(fn: LoadedFunction, options: TimerListenerOptions, stopping: AbortSignal): Timer {
  const { invoke, applyOutputs, log, now = Date.now, pause = realPause, random = Math.random } = options;
  const { schedule: expression, useMonitor } = fn.trigger;
  const schedule = readSchedule(typeof expression === 'string' ? expression : '');
  const occurrences = nextFive(schedule, now());
  log('debug', `The next occurrences of 'Functions.${fn.name}' are ${occurrences.map(toDotNet).join(', ')}.`);
  const isMonitored = useMonitor !== false && shortestGapMs(occurrences) >= 60_000;
  const file = isMonitored ? statusFile(options.stateFolder, options.hostId, fn.name) : undefined;
  const retryPolicy = readRetryPolicy(fn.retryOptions, random);
  return { fn, schedule, file, retryPolicy, invoke, applyOutputs, log, now, pause, stopping };
}

function nextFive(schedule: Schedule, nowMs: number): number[] {
  const occurrences = [schedule.nextAfter(nowMs)];
  while (occurrences.length < 5) occurrences.push(schedule.nextAfter(occurrences.at(-1) ?? nowMs));
  return occurrences;
}

function shortestGapMs(occurrences: readonly number[]): number {
  return Math.min(...occurrences.slice(1).map((next, index) => next - (occurrences[index] ?? next)));
}
