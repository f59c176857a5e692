import type { Redeliver } from '../dead-letters/replay-dead-letter.ts';
import { AppError } from '../errors.ts';
import { messageText } from '../storage/queue-text.ts';
import type { Queue } from '../storage/queue.ts';
import { withHistory } from './command-history.ts';
import { type CommandLimits, parseConsumeCommand } from './consume-command.ts';

export interface PutBackOptions {
  readonly queue: Pick<Queue, 'send'>;
  readonly limits: CommandLimits;
  /** Rejects where commands may not reach the topic. */
  readonly permit: (topic: string) => Promise<void>;
}

/**
 * Puts the command of a dead letter into its queue again, with the history of the letter; one that would fail there at
 * once stays a letter. A replay that died before it could say so puts it there once more: commands bear being run twice.
 */
export function createPutBack({ queue, limits, permit }: PutBackOptions): Redeliver {
  return async ({ content, messageId, attempts, firstAt }, signal) => {
    const { topic } = parseConsumeCommand(content, limits);
    await permit(topic);
    const text = messageText(withHistory(content, { messageId, attempts, firstAt }));
    if (text === undefined)
      throw new AppError('request-too-large', 'The command is too large for its queue.');
    await queue.send(text, 0, signal);
  };
}
