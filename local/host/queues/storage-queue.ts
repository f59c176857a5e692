import { type DequeuedMessageItem, QueueClient, RestError } from '@azure/storage-queue';
import { messageTexts } from './message-text.ts';

/** A message as it was taken; `popReceipt` is good for one change. */
export interface QueuedMessage {
  readonly id: string;
  readonly popReceipt: string;
  readonly text: string;
  readonly dequeueCount: number;
  readonly insertedOn: Date;
  readonly expiresOn: Date;
  readonly nextVisibleOn: Date;
}

/** What the host needs of one storage queue. All calls reject when the storage does not answer or refuses. */
export interface StorageQueue {
  readonly name: string;
  /** Up to `count` messages, invisible to others for `leaseMs`; undefined when there is no such queue. */
  readonly take: (count: number, leaseMs: number) => Promise<QueuedMessage[] | undefined>;
  /** Makes it visible again after `delayMs`; gives it with its new receipt, undefined when someone else has moved it. */
  readonly setVisibility: (message: QueuedMessage, delayMs: number) => Promise<QueuedMessage | undefined>;
  /** Deletes it; nothing happens when someone else has moved it. */
  readonly remove: (message: QueuedMessage) => Promise<void>;
  /** Sends a text as it is, to a queue made on demand. */
  readonly add: (text: string) => Promise<void>;
}

const callDeadlineMs = 10_000;
const retryOptions = { maxTries: 3, tryTimeoutInMs: 5_000, retryDelayInMs: 100, maxRetryDelayInMs: 1_000 };

/** Opens a queue by name (made lower-case, as the host does) without a call; throws when the connection string is none. */
export function openQueue(connectionString: string, name: string): StorageQueue {
  const client = connect(connectionString, name.toLowerCase());
  return {
    name: client.name,
    take: (count, leaseMs) => take(client, count, leaseMs),
    setVisibility: (message, delayMs) => setVisibility(client, message, delayMs),
    remove: async ({ id, popReceipt }) => {
      await unless(isMoved, client.deleteMessage(id, popReceipt, deadline()));
    },
    add: (text) => add(client, text),
  };
}

function connect(connectionString: string, name: string): QueueClient {
  try {
    return new QueueClient(connectionString, name, { retryOptions });
  } catch {
    // The SDK's own message may quote the string, which holds the account's key.
    throw new Error(`The connection string for queue '${name}' is not one of a storage account.`);
  }
}

async function take(
  client: QueueClient,
  count: number,
  leaseMs: number,
): Promise<QueuedMessage[] | undefined> {
  const options = { numberOfMessages: count, visibilityTimeout: toSeconds(leaseMs), ...deadline() };
  const answer = await unless(isMissing, client.receiveMessages(options));
  if (answer === undefined) return undefined;
  const texts = messageTexts(answer._response.bodyAsText);
  return answer.receivedMessageItems.map((item, index) => toMessage(item, texts[index]));
}

function toMessage(item: DequeuedMessageItem, text: string | undefined): QueuedMessage {
  const { messageId: id, messageText, ...rest } = item;
  return { id, text: text ?? messageText, ...rest };
}

async function setVisibility(
  client: QueueClient,
  message: QueuedMessage,
  delayMs: number,
): Promise<QueuedMessage | undefined> {
  const { id, popReceipt } = message;
  const update = client.updateMessage(id, popReceipt, undefined, toSeconds(delayMs), deadline());
  const answer = await unless(isMoved, update);
  return answer && { ...message, popReceipt: answer.popReceipt ?? popReceipt };
}

async function add(client: QueueClient, text: string): Promise<void> {
  if ((await unless(isMissing, client.sendMessage(text, deadline()))) !== undefined) return;
  await client.createIfNotExists(deadline());
  await client.sendMessage(text, deadline());
}

function deadline(): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(callDeadlineMs) };
}

// The service counts visibility in whole seconds.
function toSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

async function unless<T>(isHarmless: (code: string) => boolean, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    if (isHarmless(error.code ?? '')) return undefined;
    // The SDK's message has no more than the status, and the reader needs the service's own word.
    const status = error.statusCode === undefined ? 'no answer' : `status ${error.statusCode}`;
    throw new Error(`The Queue service gave ${status}: ${error.code ?? error.message}`, { cause: error });
  }
}

function isMissing(code: string): boolean {
  return code === 'QueueNotFound' || code === 'QueueBeingDeleted';
}

function isMoved(code: string): boolean {
  return code === 'PopReceiptMismatch' || code === 'MessageNotFound' || isMissing(code);
}
