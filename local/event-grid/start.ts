import { randomBytes } from 'node:crypto';
import { setTimeout as timer } from 'node:timers/promises';
import { type FaultRule, Faults } from '../stand-in/faults.ts';
import { listen, type ListenOptions, type Running, serve } from '../stand-in/serve.ts';
import { topicBehaviour } from './behaviour.ts';
import type { Schema } from './publish-body.ts';
import { subscribe, type Subscription, type SubscriptionOptions } from './subscription.ts';

export interface EventGridOptions extends ListenOptions {
  readonly schema: Schema;
  /** Between deliveries of one batch; left out: as the service begins, 10 s, 30 s, 1 min, 5 min, 10 min. */
  readonly delaysMs?: readonly number[];
  /** Rejects when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface EventGrid extends Running {
  /** Where publishers send events. */
  readonly endpoint: string;
  /** The topic's access key. */
  readonly key: string;
  /** `publish`: any fault. `deliver`: a status that the service takes for the answer, after the webhook had the events. */
  readonly faults: Faults;
  /** Events that are published from then on go there, at least once; rejects where the handshake fails. */
  readonly subscribe: (options: SubscriptionOptions) => Promise<Subscription>;
}

const DELAYS_MS = [10_000, 30_000, 60_000, 300_000, 600_000];
const RESOURCE_ID = '/subscriptions/local/resourceGroups/local/providers/Microsoft.EventGrid/topics/local';

/** Starts a stand-in of one custom topic of Event Grid. */
export async function startEventGrid(options: EventGridOptions): Promise<EventGrid> {
  const { schema, delaysMs = DELAYS_MS, sleep = sleepUntilAborted } = options;
  const faults = new Faults();
  const closing = new AbortController();
  const subscriptions: Subscription[] = [];
  const key = randomBytes(24).toString('base64');
  const topic = {
    key,
    schema,
    resourceId: RESOURCE_ID,
    publish: (events: Parameters<Subscription['publish']>[0]) => {
      for (const subscription of subscriptions) subscription.publish(events);
    },
  };
  const running = await listen(serve(topicBehaviour(topic, faults)), options);
  const delivery = {
    schema,
    delaysMs,
    sleep,
    closing: closing.signal,
    pretend: () => statusOf(faults.take('deliver')),
  };
  return {
    ...running,
    endpoint: `${running.url}/api/events`,
    key,
    faults,
    subscribe: async (subscription) => {
      const made = await subscribe(subscription, delivery);
      subscriptions.push(made);
      return made;
    },
    close: async () => {
      closing.abort();
      await Promise.all(subscriptions.map(({ settled }) => settled()));
      await running.close();
    },
  };
}

function statusOf(rule: FaultRule | undefined): number | undefined {
  return rule?.fault.kind === 'status' ? rule.fault.status : undefined;
}

async function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal });
}
