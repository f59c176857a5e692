import type { Redeliver } from '../dead-letters/replay-dead-letter.ts';
import { AppError } from '../errors.ts';
import { messageText } from '../storage/queue-text.ts';
import type { Queue } from '../storage/queue.ts';

/**
 * Puts the message of a dead letter into the queue that it came from, where it counts as a new one; one that would fail
 * there at once, as `check` rejects it, stays a letter. A replay that died before it could say so puts it there once
 * more: the queue's messages have to bear being done twice.
 */
export function createPutBack(
  queue: Pick<Queue, 'send'>,
  check: (content: Uint8Array) => Promise<void>,
): Redeliver {
  return async ({ content }, signal) => {
    const text = messageText(content);
    if (text === undefined)
      throw new AppError('request-too-large', 'The message is too large for its queue.');
    await check(content);
    await queue.send(text, 0, signal);
  };
}
