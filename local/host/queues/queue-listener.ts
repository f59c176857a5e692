import type { Listener, LoadedFunction } from '../function.ts';
import type { InvocationPorts } from '../outputs/invoke-with-outputs.ts';
import { growingDelaysMs } from './backoff.ts';
import { connectionString, type Settings } from './connection-string.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { createPoller } from './poll-queue.ts';
import { type MessageWork, processMessage } from './process-message.ts';
import { readQueueSettings } from './queue-settings.ts';
import { openQueue, type StorageQueue } from './storage-queue.ts';

export interface QueueListenerOptions extends InvocationPorts {
  readonly settings: Settings;
  /** host.json `extensions.queues` as it was read. */
  readonly queues: Readonly<Record<string, unknown>>;
  /** How long a taken message is invisible to others; renewed at half. The real host: 600,000. */
  readonly messageLeaseMs: number;
  /** Told the name of a queue to which a poison message was added, so that its listener can be woken. */
  readonly onQueued?: (queueName: string) => void;
  readonly pause?: Pause;
  readonly random?: () => number;
  readonly open?: (connectionString: string, name: string) => StorageQueue;
}

/** `wake` polls at once if this listener reads that queue. */
export interface QueueListener extends Listener {
  readonly wake: (queueName: string) => void;
}

const shortestPollingIntervalMs = 100;

/**
 * The queue trigger of one function. A listener that cannot work (connection, queue name, host.json) says so in one log line
 * when it is started, and the other functions run on, as in the real host.
 * `stop` waits for running invocations, which `functionTimeout` bounds, and for storage calls of at most 10 s.
 */
export function createQueueListener(fn: LoadedFunction, options: QueueListenerOptions): QueueListener {
  let listening: Omit<QueueListener, 'start'> | undefined;
  return {
    start: () => {
      try {
        listening ??= listen(fn, options);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        options.log(
          'error',
          `The listener for function 'Functions.${fn.name}' was unable to start. ${reason}`,
        );
      }
      return Promise.resolve();
    },
    stop: async () => listening?.stop(),
    wake: (queueName) => listening?.wake(queueName),
  };
}

function listen(fn: LoadedFunction, options: QueueListenerOptions): Omit<QueueListener, 'start'> {
  const { pause = realPause, random = Math.random, messageLeaseMs: leaseMs, log } = options;
  const settings = readQueueSettings(options.queues);
  const { queue, poisonQueue } = openQueues(fn, options);
  const { onQueued = () => undefined, invoke, applyOutputs } = options;
  const work = { fn, queue, poisonQueue, settings, leaseMs, invoke, applyOutputs, pause, log, onQueued };
  const poller = createPoller({
    ...{ queue, settings, leaseMs, pause, log },
    process: (message) => processMessage(work, message),
    delaysMs: () => growingDelaysMs(shortestPollingIntervalMs, settings.maxPollingIntervalMs, random),
  });
  const done = poller.run();
  return {
    stop: async () => {
      poller.stop();
      await done;
    },
    wake: (queueName) => {
      if (queueName === queue.name) poller.wake();
    },
  };
}

function openQueues(
  { trigger }: LoadedFunction,
  { settings, open = openQueue }: QueueListenerOptions,
): Pick<MessageWork, 'queue' | 'poisonQueue'> {
  const { queueName, connection } = trigger;
  if (typeof queueName !== 'string' || queueName === '') throw new Error('Its trigger has no queueName.');
  const storage = connectionString(typeof connection === 'string' ? connection : undefined, settings);
  const queue = open(storage, queueName);
  return {
    queue,
    poisonQueue: queue.name.endsWith('-poison') ? undefined : open(storage, `${queue.name}-poison`),
  };
}
