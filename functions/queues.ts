import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../shared/dependencies.ts';
import type { QueuedMessage } from '../shared/messages/settle.ts';
import type { Environment } from '../shared/setting.ts';
import { settings } from '../shared/settings.ts';
import { consumeQueued } from './queue/consume-queued.ts';
import { filePoisonedConsume } from './queue/file-poisoned-consume.ts';
import { filePoisonedProduce } from './queue/file-poisoned-produce.ts';
import { produceQueued } from './queue/produce-queued.ts';

/** What a queue's messages start. */
export interface QueueTrigger {
  /** The setting with the queue's name. */
  readonly queue: 'consumeQueue' | 'produceQueue';
  /** Not that queue, but the one beside it in which the host puts the messages that it gives up. */
  readonly isPoison?: true;
  readonly run: (
    message: QueuedMessage,
    context: InvocationContext,
    dependencies: Dependencies,
  ) => Promise<void>;
}

/** What messages start: function name → queue. */
export const queues = {
  consumeQueued: { queue: 'consumeQueue', run: consumeQueued },
  produceQueued: { queue: 'produceQueue', run: produceQueued },
  filePoisonedConsume: { queue: 'consumeQueue', isPoison: true, run: filePoisonedConsume },
  filePoisonedProduce: { queue: 'produceQueue', isPoison: true, run: filePoisonedProduce },
} as const satisfies Record<string, QueueTrigger>;

/** The queue's name, with its default here: a missing `%SETTING%` would keep the function from loading. */
export function queueNameOf(
  { queue, isPoison }: Pick<QueueTrigger, 'queue' | 'isPoison'>,
  environment: Environment,
): string {
  const { name, fallback } = settings[queue];
  const given = environment[name]?.trim() ?? '';
  return `${given === '' ? fallback : given}${isPoison === true ? '-poison' : ''}`;
}

/** The connection of the triggers: the app's own where it is set, else the host's. */
export function connectionName(environment: Environment): string {
  const isOwn = Object.keys(environment).some((name) => /^KafkaStorage(__|$)/.test(name));
  return isOwn ? 'KafkaStorage' : 'AzureWebJobsStorage';
}

/** A message as the library hands it over, bound as bytes. */
export function readMessage(content: unknown, { triggerMetadata = {} }: InvocationContext): QueuedMessage {
  const { id, popReceipt, dequeueCount, insertionTime, expirationTime } = triggerMetadata;
  return {
    id: String(id),
    popReceipt: String(popReceipt),
    attempts: Number(dequeueCount),
    insertedAtMs: Date.parse(String(insertionTime)),
    expiresAtMs: Date.parse(String(expirationTime)),
    content: content as Uint8Array,
  };
}
