import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hands } from './hands.ts';
import type { Sent } from './messages.ts';

const AT_ONCE = 16;

const AGAIN_MS = 200;

/**
 * Puts all messages into the queue, each once, before the storage is stopped for the first time; where the answer to a
 * put is lost, it is put again and noted, because it may be there twice.
 */
export async function fill(
  connectionString: string,
  messages: readonly Sent[],
  hands: Hands,
  abortSignal: AbortSignal,
): Promise<void> {
  const queue = new QueueClient(connectionString, 'kafka-produce', { retryOptions: { maxTries: 1 } });
  const blobs = new ContainerClient(connectionString, 'kafka-claim-checks');
  await blobs.createIfNotExists({ abortSignal });
  await queue.createIfNotExists({ abortSignal });

  async function put({ name, text, claimCheck, expiresInSeconds }: Sent): Promise<void> {
    if (claimCheck !== undefined) {
      const { blob, content } = claimCheck;
      await blobs.uploadBlockBlob(blob, content, Buffer.byteLength(content), { abortSignal });
    }
    const options = {
      abortSignal,
      ...(expiresInSeconds !== undefined && { messageTimeToLive: expiresInSeconds }),
    };
    for (;;) {
      const sent = await queue.sendMessage(text, options).catch(() => undefined);
      if (sent !== undefined) {
        hands.knows(sent.messageId, name);
        return;
      }
      hands.putAgain(name);
      await sleep(AGAIN_MS, undefined, { signal: abortSignal });
    }
  }

  let at = 0;
  const worker = async () => {
    for (let next = messages[at++]; next !== undefined; next = messages[at++]) await put(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
