import type { InvocationContext, Timer as Tick } from '@azure/functions';
import type { Dependencies } from '../shared/dependencies.ts';
import type { Environment } from '../shared/setting.ts';
import { settings } from '../shared/settings.ts';
import { feedSubscriptions } from './timer/feed-subscriptions.ts';
import { keepTopics } from './timer/keep-topics.ts';
import { removeExpiredKeys } from './timer/remove-expired-keys.ts';

/** What a timer starts, and when. */
export interface Timer {
  /** NCRONTAB, in UTC. */
  readonly schedule: string;
  /** The setting that can name another schedule. */
  readonly setting?: ScheduleSetting;
  readonly run: (context: InvocationContext, dependencies: Dependencies, tick: Tick) => Promise<void>;
}

interface ScheduleSetting {
  readonly name: string;
  readonly parse: (text: string) => string;
}

/** What runs by itself: function name → when. */
export const timers = {
  feedSubscriptions: {
    schedule: settings.subscriptionsSchedule.fallback,
    setting: settings.subscriptionsSchedule,
    run: feedSubscriptions,
  },
  keepTopics: {
    schedule: settings.housekeepingSchedule.fallback,
    setting: settings.housekeepingSchedule,
    run: keepTopics,
  },
  removeExpiredKeys: { schedule: '0 17 * * * *', run: removeExpiredKeys },
} as const satisfies Record<string, Timer>;

/**
 * The schedule to register. One that is not valid is complained of by every call, with the other settings; here it
 * must not keep the function from loading.
 */
export function scheduleOf({ schedule, setting }: Timer, environment: Environment): string {
  const given = setting === undefined ? '' : (environment[setting.name]?.trim() ?? '');
  try {
    return given === '' ? schedule : (setting?.parse(given) ?? schedule);
  } catch {
    return schedule;
  }
}
