import type { LoadedFunction } from '../function.ts';
import { type InvocationPorts, invokeWithOutputs } from '../outputs/invoke-with-outputs.ts';
import { decodeBody } from './message-body.ts';
import { keepLease } from './message-lease.ts';
import type { Pause } from './pause.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { QueuedMessage, StorageQueue } from './storage-queue.ts';
import { triggerMetadata } from './trigger-metadata.ts';

/** All that one message needs on its way through a function. */
export interface MessageWork extends InvocationPorts {
  readonly fn: LoadedFunction;
  readonly queue: StorageQueue;
  /** Undefined for a queue that is itself one of poison messages. */
  readonly poisonQueue: StorageQueue | undefined;
  readonly settings: QueueSettings;
  readonly leaseMs: number;
  readonly pause: Pause;
  /** Told the name of a queue to which the host itself added a message. */
  readonly onQueued: (queueName: string) => void;
}

/** Takes one message through the function and then deletes, releases or poisons it; rejects when the storage fails at that. */
export async function processMessage(work: MessageWork, message: QueuedMessage): Promise<void> {
  const { settings, queue, log } = work;
  const body = decodeBody(message.text, settings.messageEncoding);
  if (body === undefined) {
    log('warn', `Message decoding has failed! Check MessageEncoding settings. MessageId=${message.id}.`);
    await poison(work, message);
    return;
  }
  if (work.poisonQueue !== undefined && message.dequeueCount > settings.maxDequeueCount) {
    await poison(work, message);
    return;
  }
  const lease = keepLease(queue, message, work);
  const succeeded = await run(work, message, body);
  const held = await lease.end();
  if (succeeded) await queue.remove(held);
  else await giveBack(work, held);
}

function run(work: MessageWork, message: QueuedMessage, body: Buffer): Promise<boolean> {
  const { fn, queue } = work;
  const { name, dataType } = fn.trigger;
  const asBytes = dataType?.toLowerCase() === 'binary';
  return invokeWithOutputs(
    fn,
    {
      reason: `New queue message detected on '${queue.name}'.`,
      details: {
        MessageId: message.id,
        DequeueCount: String(message.dequeueCount),
        InsertionTime: message.insertedOn.toISOString(),
      },
      inputs: [{ name, data: asBytes ? { bytes: body } : { string: body.toString() } }],
      triggerMetadata: triggerMetadata(message, body, !asBytes),
    },
    work,
  );
}

async function giveBack(work: MessageWork, message: QueuedMessage): Promise<void> {
  const { poisonQueue, settings, queue } = work;
  // Nowhere to move it: it stays leased, so that it does not fail in a fast loop.
  if (poisonQueue === undefined) return;
  if (message.dequeueCount >= settings.maxDequeueCount) await poison(work, message);
  else await queue.setVisibility(message, settings.visibilityTimeoutMs);
}

async function poison(work: MessageWork, message: QueuedMessage): Promise<void> {
  const { queue, poisonQueue, log, onQueued } = work;
  if (poisonQueue === undefined) return;
  log(
    'warn',
    `Moving message ${message.id} to queue '${poisonQueue.name}' (dequeued ${message.dequeueCount} times).`,
  );
  await poisonQueue.add(message.text);
  onQueued(poisonQueue.name);
  await queue.remove(message);
}
