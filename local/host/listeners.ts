import { createEventGridWebhook } from './event-grid/event-grid-webhook.ts';
import type { Invoke, Listener, LoadedFunction, Log } from './function.ts';
import type { Settings } from './local-settings.ts';
import type { ApplyOutputs } from './outputs/invoke-with-outputs.ts';
import { createOutputs } from './outputs/outputs.ts';
import { createQueueListener } from './queues/queue-listener.ts';
import { createTimerListener } from './timers/timer-listener.ts';
import type { Webhooks } from './webhook.ts';

export interface ListenersOptions {
  readonly invoke: Invoke;
  readonly log: Log;
  readonly settings: Settings;
  /** host.json's `extensions.queues`. */
  readonly queues: Readonly<Record<string, unknown>>;
  readonly messageLeaseMs: number;
  readonly hostId: string;
  /** Where timers keep when they last ran. */
  readonly stateFolder: string;
}

/** What brings work to functions beside HTTP, and where their outputs go. */
export interface Listeners {
  readonly listeners: readonly Listener[];
  readonly webhooks: Webhooks;
  readonly applyOutputs: ApplyOutputs;
}

/** Composes the listeners of all functions; a message that this host queues wakes the listeners of its queue. */
export function createListeners(functions: readonly LoadedFunction[], options: ListenersOptions): Listeners {
  const { invoke, log, settings, queues, messageLeaseMs, hostId, stateFolder } = options;
  const onQueued = (queueName: string): void => {
    for (const listener of queueListeners) listener.wake(queueName);
  };
  const { apply: applyOutputs } = createOutputs({ settings, queues, log, onQueued });
  const ofType = (type: string): LoadedFunction[] =>
    functions.filter(({ trigger }) => trigger.type.toLowerCase() === type);
  const queueListeners = ofType('queuetrigger').map((fn) =>
    createQueueListener(fn, { invoke, log, settings, queues, messageLeaseMs, applyOutputs, onQueued }),
  );
  const timerListeners = ofType('timertrigger').map((fn) =>
    createTimerListener(fn, { invoke, applyOutputs, log, hostId, stateFolder }),
  );
  const eventGrid = createEventGridWebhook(ofType('eventgridtrigger'), { invoke, log, applyOutputs });
  for (const fn of functions) warnOfMissing(fn, log);
  return {
    listeners: [...queueListeners, ...timerListeners],
    webhooks: new Map([['eventgrid', eventGrid]]),
    applyOutputs,
  };
}

const triggers = ['httptrigger', 'queuetrigger', 'timertrigger', 'eventgridtrigger'];
const outputs = ['http', 'queue'];

// One line for a function whose bindings are not all to be had, as the real host needs an emulator or Azure for them.
function warnOfMissing({ name, trigger, bindings }: LoadedFunction, log: Log): void {
  if (!triggers.includes(trigger.type.toLowerCase())) {
    const by = `POST /admin/functions/${name} only`;
    log('warn', `'Functions.${name}' runs by ${by}: no listener for ${trigger.type} here.`);
    return;
  }
  const missing = Object.entries(bindings).filter(
    ([key, { type, direction }]) =>
      key !== trigger.name && !(direction === 'out' && outputs.includes(type.toLowerCase())),
  );
  if (missing.length === 0) return;
  const list = missing.map(([, { type, direction = 'in' }]) => `${type} (${direction})`).join(', ');
  log('warn', `'Functions.${name}' runs without what is not to be had here: ${list}.`);
}
