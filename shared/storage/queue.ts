import type { AppError } from '../errors.ts';
import { bounded } from './bounded.ts';
import { isCode, isRefused, storageFailure, unless } from './failure.ts';
import { openQueue, type OpenQueueOptions, type QueueClient } from './queue-client.ts';

/** A message that was received: `popReceipt` is good for one change. */
export interface Received {
  readonly id: string;
  readonly popReceipt: string;
}

/**
 * One queue of the storage account. Every call ends within its own deadline, or earlier when `signal` says so, and
 * rejects with `storage-unavailable`, or with `settings-invalid` where no account is set.
 */
export interface Queue {
  /**
   * Puts in a text that `messageText` gave, and makes the queue where it is missing; gives the message's id. It shows
   * after `delaySeconds`, of at most seven days. An answer that was lost may leave it in the queue twice, or once
   * though this rejects: `outcome` is `not-written` only where the service refused it.
   */
  readonly send: (text: string, delaySeconds?: number, signal?: AbortSignal) => Promise<string>;
  /**
   * Hides a received message for `delaySeconds` from now, with its text changed where one is given. The receipt that
   * the receiver holds is then no longer good: neither it nor the host that runs it can remove the message. False
   * where the message was already moved or removed by somebody else.
   */
  readonly delay: (
    message: Received,
    delaySeconds: number,
    text?: string,
    signal?: AbortSignal,
  ) => Promise<boolean>;
  /**
   * When the first message that can be seen was put in, in epoch milliseconds; undefined where none can be, or the queue
   * is missing. The message stays as it is.
   */
  readonly firstInsertedMs: (signal?: AbortSignal) => Promise<number | undefined>;
}

export interface QueueOptions extends OpenQueueOptions {
  /** Of each call, its retries and its token included. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5000;
const MISSING = ['QueueNotFound', 'QueueBeingDeleted'];
const MOVED = [...MISSING, 'PopReceiptMismatch', 'MessageNotFound'];

/** A queue that is opened by its first call. */
export function createQueue(options: QueueOptions): Queue {
  const { name, timeoutMs = TIMEOUT_MS } = options;
  let opened: Promise<QueueClient> | undefined;

  function run<T>(
    action: (client: QueueClient, call: { abortSignal: AbortSignal }) => Promise<T>,
    signal?: AbortSignal,
    failure = (error: unknown, late: boolean) => storageFailure('queue', name, error, late),
  ): Promise<T> {
    return bounded(
      (abortSignal) => (opened ??= openQueue(options)).then((client) => action(client, { abortSignal })),
      failure,
      timeoutMs,
      signal,
    );
  }

  function sendFailure(error: unknown, late: boolean): AppError {
    const failure = storageFailure('queue', name, error, late);
    return isRefused(error) ? failure.withOutcome('not-written') : failure;
  }

  return {
    send: (text, delaySeconds = 0, signal) =>
      run(
        async (client, call) => {
          const send = () => client.sendMessage(text, { ...call, visibilityTimeout: delaySeconds });
          const sent = await send().catch(unless(isCode('QueueNotFound')));
          if (sent !== undefined) return sent.messageId;
          await client.createIfNotExists(call);
          return (await send()).messageId;
        },
        signal,
        sendFailure,
      ),
    delay: ({ id, popReceipt }, delaySeconds, text, signal) =>
      run(async (client, call) => {
        const update = client.updateMessage(id, popReceipt, text, delaySeconds, call);
        return (await update.catch(unless(isCode(...MOVED)))) !== undefined;
      }, signal),
    firstInsertedMs: (signal) =>
      run(async (client, call) => {
        const peeked = await client
          .peekMessages({ ...call, numberOfMessages: 1 })
          .catch(unless(isCode(...MISSING)));
        return peeked?.peekedMessageItems[0]?.insertedOn.getTime();
      }, signal),
  };
}
