import type { Direction, Source } from '../dead-letters/dead-letter.ts';
import type { FileDeadLetter } from '../dead-letters/file-dead-letter.ts';
import type { CommandHistory } from './command-history.ts';
import type { QueuedMessage } from './settle.ts';

export interface FilePoisonOptions {
  readonly file: FileDeadLetter;
  readonly source: Source;
  readonly direction: Direction;
  /** What the message says of itself, as far as it can be read; never throws. */
  readonly namesIn: (content: Uint8Array) => {
    readonly topic: string | undefined;
    readonly claimCheck: string | undefined;
    readonly history?: CommandHistory | undefined;
  };
}

/**
 * Files what the Functions host gave up and put into its queue of poison messages. The host tells neither the first
 * message's id nor how often it failed: the letter has the id and the times of the second one. Rejects where it could
 * not be filed: the message then stays in that queue.
 */
export type FilePoison = (message: QueuedMessage) => Promise<void>;

const REASON =
  'The Functions host gave it up: the function failed too often without saying why, or never came to its end.';

export function createFilePoison({ file, source, direction, namesIn }: FilePoisonOptions): FilePoison {
  return async ({ id, attempts, insertedAtMs, content }) => {
    const at = new Date(insertedAtMs);
    const { topic, claimCheck, history } = namesIn(content);
    await file({
      ...{ source, direction, topic, code: 'poisoned', reason: REASON, content },
      messageId: history?.messageId ?? id,
      attempts: attempts + (history?.attempts ?? 0),
      contentType: 'application/json',
      firstAt: new Date(history?.firstAt ?? at),
      lastAt: at,
      ...(claimCheck !== undefined && { claimCheck }),
    });
  };
}
