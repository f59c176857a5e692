import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { setTimeout as sleep } from 'node:timers/promises';
import { lengthOf } from './drained.ts';
import type { Hands } from './hands.ts';
import type { Sent } from './messages.ts';

const AT_ONCE = 16;
// Azurite looks through all that is queued for each message that it gives: a long queue is a slow one.
const MOST_WAITING = 1000;
const CHUNK = 200;
const AGAIN_MS = 200;

export interface Filling {
  /** Rejects when the time ends before all are queued. */
  readonly done: Promise<void>;
  /** Resolves when no put is under way; none begins before what it gives is called. */
  readonly pause: () => Promise<() => void>;
}

/**
 * Puts all messages into the queue, as fast as they are taken from it, and each once; where the answer to a put is
 * lost, it is put again and noted, because it may be there twice.
 */
export function fill(
  connectionString: string,
  messages: readonly Sent[],
  hands: Hands,
  abortSignal: AbortSignal,
): Filling {
  const queue = new QueueClient(connectionString, 'kafka-produce', { retryOptions: { maxTries: 1 } });
  const blobs = new ContainerClient(connectionString, 'kafka-claim-checks');

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
      const sent = await queue.sendMessage(text, options).catch((error: unknown) => {
        abortSignal.throwIfAborted();
        // Without a connection it cannot be there.
        if ((error as { code?: unknown }).code !== 'ECONNREFUSED') hands.putAgain(name);
      });
      if (sent !== undefined) {
        hands.knows(sent.messageId, name);
        return;
      }
      await sleep(AGAIN_MS, undefined, { signal: abortSignal });
    }
  }

  async function putAll(chunk: readonly Sent[]): Promise<void> {
    const left = chunk.values();
    const worker = async () => {
      for (const next of left) await put(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  let turn = Promise.resolve();
  async function putInChunks(): Promise<void> {
    await blobs.createIfNotExists({ abortSignal });
    await queue.createIfNotExists({ abortSignal });
    for (let at = 0; at < messages.length; at += CHUNK) {
      while ((await lengthOf(queue)) > MOST_WAITING - CHUNK) {
        await sleep(AGAIN_MS, undefined, { signal: abortSignal });
      }
      await (turn = turn.then(() => putAll(messages.slice(at, at + CHUNK))));
    }
  }

  return {
    done: putInChunks(),
    pause: async () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const before = turn;
      turn = before.then(() => promise);
      await before;
      return () => {
        resolve(undefined);
      };
    },
  };
}
