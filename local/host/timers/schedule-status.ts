import type { Schedule } from './schedule.ts';

/** What is remembered of a timer between runs of the host; times are milliseconds since 1970. */
export interface ScheduleStatus {
  /** Undefined until the timer has fired under this schedule. */
  readonly lastMs?: number;
  readonly nextMs: number;
  readonly lastUpdatedMs: number;
}

/** Where a timer stands when its listener starts. */
export interface Standing {
  readonly status: ScheduleStatus;
  readonly isPastDue: boolean;
}

/**
 * Compares what was remembered with the clock: past due when the remembered next occurrence has gone by. A schedule that was
 * edited meanwhile begins anew from its own next occurrence, and is not past due for what it would have missed.
 */
export function resume(schedule: Schedule, remembered: ScheduleStatus | undefined, nowMs: number): Standing {
  const fresh = { nextMs: schedule.nextAfter(nowMs), lastUpdatedMs: nowMs };
  if (remembered === undefined) return { status: fresh, isPastDue: false };
  const sinceMs = remembered.lastMs ?? remembered.lastUpdatedMs;
  const expectedMs = schedule.nextAfter(sinceMs);
  if (remembered.nextMs === expectedMs) return { status: remembered, isPastDue: nowMs > expectedMs };
  const status = nowMs > expectedMs ? fresh : { nextMs: expectedMs, lastUpdatedMs: sinceMs };
  return { status, isPastDue: false };
}

/** The status after a run that began at `startMs`; a timer that was early counts as on time, or it would fire twice. */
export function advance(
  schedule: Schedule,
  status: ScheduleStatus,
  startMs: number,
  isScheduled: boolean,
): ScheduleStatus {
  const firedMs = isScheduled ? Math.max(startMs, status.nextMs) : startMs;
  return { lastMs: firedMs, nextMs: schedule.nextAfter(firedMs), lastUpdatedMs: firedMs };
}
