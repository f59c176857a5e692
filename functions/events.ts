import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../shared/dependencies.ts';
import { publishEvent } from './event-grid/publish-event.ts';

/** What an event of Event Grid starts. */
export interface EventTrigger {
  readonly run: (event: unknown, context: InvocationContext, dependencies: Dependencies) => Promise<void>;
}

/** What events start: function name → run, once for each event. */
export const events = {
  publishEvent: { run: publishEvent },
} as const satisfies Record<string, EventTrigger>;
