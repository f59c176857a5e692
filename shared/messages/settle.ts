import type { Direction, FailedMessage, Source } from '../dead-letters/dead-letter.ts';
import type { FileDeadLetter } from '../dead-letters/file-dead-letter.ts';
import { reasonOf } from '../dead-letters/reason.ts';
import { AppError, problems } from '../errors.ts';
import type { Queue } from '../storage/queue.ts';
import type { CommandHistory } from './command-history.ts';
import { retryDelaySeconds } from './retry-delay.ts';

/** A message as its queue gave it. */
export interface QueuedMessage {
  readonly id: string;
  readonly popReceipt: string;
  /** How often it was taken from the queue, this time included. */
  readonly attempts: number;
  readonly insertedAtMs: number;
  readonly expiresAtMs: number;
  readonly content: Uint8Array;
}

export interface SettleOptions {
  readonly queue: Pick<Queue, 'delay'>;
  readonly file: FileDeadLetter;
  readonly source: Source;
  readonly direction: Direction;
  /** After its insertion, how long a message is tried. */
  readonly maxAgeMs: number;
  /** How long it waits after the first failure; the delay grows from there. */
  readonly leastDelaySeconds: number;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  readonly random: () => number;
}

/** What was known of a message when it failed. */
export interface Failure {
  readonly error: unknown;
  readonly topic: string | undefined;
  readonly claimCheck: string | undefined;
  /** What became of it before it was this message; left out, nothing. */
  readonly history?: CommandHistory | undefined;
  /** What the message is to say when it comes again; left out, the same. */
  readonly text?: string;
  /** How many of the attempts count for the delay; left out, all. */
  readonly failedAttempts?: number;
}

export type Settled = { readonly kind: 'filed' } | { readonly kind: 'delayed'; readonly seconds: number };

/**
 * Decides what becomes of a message that failed: a dead letter at once where no repeat can help or its time is over,
 * else the same message again, with the same id and count, after a delay that grows. Rejects where neither could be
 * done: then the host must be told that the function failed, so that it gives the message back.
 */
export type Settle = (message: QueuedMessage, failure: Failure) => Promise<Settled>;

// A message that is shown again so shortly before it expires might not be taken in time.
const BEFORE_EXPIRY_MS = 60_000;

export function createSettle(options: SettleOptions): Settle {
  const { queue, file, source, direction, maxAgeMs, leastDelaySeconds, nowMs, random } = options;
  return async (message, failure) => {
    const { error, topic, claimCheck, text, failedAttempts = message.attempts } = failure;
    const leftMs =
      Math.min(message.insertedAtMs + maxAgeMs, message.expiresAtMs - BEFORE_EXPIRY_MS) - nowMs();
    if (leftMs <= 0 || isPermanent(error)) {
      const letter = letterOf(message, failure, nowMs());
      await file({ ...letter, source, direction, topic, ...(claimCheck !== undefined && { claimCheck }) });
      return { kind: 'filed' };
    }
    const grown = retryDelaySeconds(failedAttempts, leastDelaySeconds, random);
    const seconds = Math.min(grown, Math.ceil(leftMs / 1000));
    if (await queue.delay(message, seconds, text)) return { kind: 'delayed', seconds };
    throw new AppError(
      'storage-unavailable',
      `Message ${message.id} could not be delayed: its lease has ended.`,
    );
  };
}

/** True where the same message would fail again: it is at fault itself. */
export function isPermanent(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  const [status, , retryable] = problems[error.code];
  return status < 500 && !retryable;
}

type Letter = Omit<FailedMessage, 'source' | 'direction' | 'topic' | 'claimCheck'>;

function letterOf(
  { id, attempts, insertedAtMs, content }: QueuedMessage,
  { error, history }: Failure,
  nowMs: number,
): Letter {
  return {
    messageId: history?.messageId ?? id,
    ...reasonOf(error),
    attempts: attempts + (history?.attempts ?? 0),
    firstAt: new Date(history?.firstAt ?? insertedAtMs),
    lastAt: new Date(nowMs),
    content,
    contentType: 'application/json',
  };
}
