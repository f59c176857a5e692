import type { Log } from '../function.ts';
import type { Pause } from './pause.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { QueuedMessage, StorageQueue } from './storage-queue.ts';

export interface PollerOptions {
  readonly queue: StorageQueue;
  readonly settings: Pick<QueueSettings, 'batchSize' | 'newBatchThreshold'>;
  readonly leaseMs: number;
  readonly process: (message: QueuedMessage) => Promise<void>;
  /** Delays in milliseconds between polls that found nothing or failed, from the first one on. */
  readonly delaysMs: () => Iterator<number, never>;
  readonly pause: Pause;
  readonly log: Log;
}

export interface Poller {
  /** Polls until `stop`, and settles when the last message is done with. */
  readonly run: () => Promise<void>;
  readonly wake: () => void;
  readonly stop: () => void;
}

/**
 * Takes messages in batches, as the Storage extension does: a next batch once no more than `newBatchThreshold` messages are
 * being processed, and waits that grow while there are none. Storage failures and a missing queue are waited out.
 */
export function createPoller(options: PollerOptions): Poller {
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  const running = new Set<Promise<void>>();
  let idle = new AbortController();

  const begin = (message: QueuedMessage): void => {
    const done = processAndReport(options, message).finally(() => running.delete(done));
    running.add(done);
  };
  const run = async (): Promise<void> => {
    const take = batchesOf(options);
    let delays = options.delaysMs();
    while (!isStopped()) {
      // Made before the poll: what wakes during it must not be slept through.
      idle = new AbortController();
      const messages = await take();
      if (isStopped()) await giveBack(options, messages);
      else if (messages.length === 0) await options.pause(delays.next().value, idle.signal);
      else {
        delays = options.delaysMs();
        messages.forEach(begin);
        while (running.size > options.settings.newBatchThreshold) await Promise.race(running);
      }
    }
    await Promise.all(running);
  };
  const wake = (): void => {
    idle.abort();
  };
  const stop = (): void => {
    stopping.abort();
    wake();
  };
  return { run, wake, stop };
}

function batchesOf({ queue, settings, leaseMs, log }: PollerOptions): () => Promise<QueuedMessage[]> {
  let isMissing = false;
  return async () => {
    try {
      const messages = await queue.take(settings.batchSize, leaseMs);
      if (messages === undefined && !isMissing)
        log('info', `Queue '${queue.name}' does not exist yet: waiting for it.`);
      isMissing = messages === undefined;
      return messages ?? [];
    } catch (error) {
      log('warn', `Queue '${queue.name}' could not be read, it will be tried again: ${String(error)}`);
      return [];
    }
  };
}

async function processAndReport(
  { queue, process, log }: PollerOptions,
  message: QueuedMessage,
): Promise<void> {
  try {
    await process(message);
  } catch (error) {
    log(
      'error',
      `Message ${message.id} stays in queue '${queue.name}' until its lease ends: ${String(error)}`,
    );
  }
}

// Taken while the listener was told to stop: without this they would be out of reach for a whole lease.
async function giveBack({ queue, log }: PollerOptions, messages: readonly QueuedMessage[]): Promise<void> {
  const updates = messages.map((message) => queue.setVisibility(message, 0));
  const failed = (await Promise.allSettled(updates)).filter(({ status }) => status === 'rejected').length;
  if (failed > 0) log('warn', `${failed} messages of queue '${queue.name}' could not be given back.`);
}
