import type { TypedData } from '../function.ts';
import type { ScheduleStatus } from './schedule-status.ts';
import type { Schedule } from './schedule.ts';

// What .NET shows for a time that was never set.
const never = '0001-01-01T00:00:00+00:00';

/**
 * A timer's input as the host sends it, in .NET's spelling (the library makes it camelCase).
 * The status is null for a timer that is not monitored, as in the real host.
 */
export function timerInput(
  schedule: Schedule,
  status: ScheduleStatus | undefined,
  isPastDue: boolean,
): TypedData {
  const scheduleStatus = status && {
    Last: status.lastMs === undefined ? never : toDotNet(status.lastMs),
    Next: toDotNet(status.nextMs),
    LastUpdated: toDotNet(status.lastUpdatedMs),
  };
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: schedule.adjustForDst },
      ScheduleStatus: scheduleStatus ?? null,
      IsPastDue: isPastDue,
    }),
  };
}

/** ISO 8601 with a zero offset where JavaScript writes Z. */
export function toDotNet(ms: number): string {
  return new Date(ms).toISOString().replace(/(?:\.000)?Z$/, '+00:00');
}
