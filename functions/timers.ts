import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../shared/dependencies.ts';
import { removeExpiredKeys } from './timer/remove-expired-keys.ts';

/** What a timer starts, and when. */
export interface Timer {
  /** NCRONTAB, in UTC. */
  readonly schedule: string;
  readonly run: (context: InvocationContext, dependencies: Dependencies) => Promise<void>;
}

/** What runs by itself: function name → when. */
export const timers = {
  removeExpiredKeys: { schedule: '0 17 * * * *', run: removeExpiredKeys },
} as const satisfies Record<string, Timer>;
