import type { routes } from '../functions/routes.ts';
import type { Limits } from './limits.ts';
import type { RouteDescription } from './route-description.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { groupRoutes } from './routes/groups.ts';
import { healthRoutes } from './routes/health.ts';
import { housekeepingRoutes } from './routes/housekeeping.ts';
import { recordRoutes } from './routes/records.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { topicRoutes } from './routes/topics.ts';

/** A description for every row of the route table, in the order in which a reader wants them. */
export function routeDescriptions(limits: Limits): Readonly<Record<keyof typeof routes, RouteDescription>> {
  return {
    ...{ ...topicRoutes(limits), ...recordRoutes(limits), ...groupRoutes(limits) },
    ...{ ...deadLetterRoutes, ...subscriptionRoutes, ...housekeepingRoutes, ...healthRoutes },
  };
}
