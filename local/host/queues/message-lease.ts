import type { Log } from '../function.ts';
import type { Pause } from './pause.ts';
import type { QueuedMessage, StorageQueue } from './storage-queue.ts';

export interface LeaseOptions {
  readonly leaseMs: number;
  readonly pause: Pause;
  readonly log: Log;
}

/** A message held back from others; `end` stops renewing and gives the message with its newest receipt. */
export interface MessageLease {
  readonly end: () => Promise<QueuedMessage>;
}

/**
 * Renews a message's lease at half its time, as the Storage extension does, until `end` or until someone else has moved
 * the message; after a failure it tries again at half the wait, down to a tenth of the lease.
 */
export function keepLease(queue: StorageQueue, message: QueuedMessage, options: LeaseOptions): MessageLease {
  const ending = new AbortController();
  const renewing = renew(queue, message, options, ending.signal);
  return {
    end: () => {
      ending.abort();
      return renewing;
    },
  };
}

async function renew(
  queue: StorageQueue,
  message: QueuedMessage,
  { leaseMs, pause, log }: LeaseOptions,
  ending: AbortSignal,
): Promise<QueuedMessage> {
  let held = message;
  let waitMs = leaseMs / 2;
  for (;;) {
    await pause(waitMs, ending);
    if (ending.aborted) return held;
    try {
      const renewed = await queue.setVisibility(held, leaseMs);
      if (renewed === undefined) return held;
      held = renewed;
      waitMs = leaseMs / 2;
    } catch (error) {
      log(
        'warn',
        `Lease of message ${message.id} in queue '${queue.name}' was not renewed: ${String(error)}`,
      );
      waitMs = Math.max(waitMs / 2, leaseMs / 10);
    }
  }
}
