import { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { messageTexts } from '../../../local/host/queues/message-text.ts';
import { createQueue, type Queue, type QueueOptions } from '../../../shared/storage/queue.ts';
import { MAX_MESSAGE_BYTES, messageText } from '../../../shared/storage/queue-text.ts';
import { type StorageFront, startStorageFront } from '../../support/storage-front.ts';

let storage: StorageFront;
let queues = 0;
let queue: Queue;
let reader: QueueClient;

function open(options: Partial<QueueOptions> = {}): Queue {
  const connection = { kind: 'connection-string', text: storage.connectionString, plainHttp: true } as const;
  const credential = () => {
    throw new Error('a connection string needs none');
  };
  return createQueue({ connection, name: `queue${queues}`, credential, ...options });
}

/** What is in the queue, as the host reads it. */
async function receive(visibilityTimeout = 1) {
  const answer = await reader.receiveMessages({ numberOfMessages: 32, visibilityTimeout });
  const texts = messageTexts(answer._response.bodyAsText);
  return answer.receivedMessageItems.map(({ messageId: id, popReceipt, dequeueCount }, index) => ({
    id,
    popReceipt,
    dequeueCount,
    text: texts[index],
  }));
}

beforeAll(async () => {
  storage = await startStorageFront('queueUrl');
}, 60_000);
afterAll(() => storage.close());
beforeEach(() => {
  queues += 1;
  storage.judge = () => 'pass';
  queue = open();
  reader = new QueueClient(storage.connectionString, `queue${queues}`);
});

describe('A queue of a real Azurite', () => {
  test('is made by the first message, and keeps texts character for character', async () => {
    const texts = ['{\r\n "a": "<&>"\r\n}', '&#xD;', ' \u{1F600}\u2028\t ', '"'.repeat(MAX_MESSAGE_BYTES)];
    const ids: string[] = [];
    for (const text of texts) ids.push(await queue.send(text));
    expect((await receive()).map(({ id, text }) => [id, text])).toEqual(
      texts.map((text, index) => [ids[index], text]),
    );
  });

  test('shows a delayed message later', async () => {
    await queue.send('later', 3600);
    expect(await receive()).toEqual([]);
  });

  test('tells when its first message was put in, and leaves it as it is', async () => {
    expect(await queue.firstInsertedMs()).toBeUndefined();
    await queue.send('first');
    const [{ insertedOn } = { insertedOn: undefined }] = (await reader.peekMessages()).peekedMessageItems;
    await queue.send('second');
    expect(await queue.firstInsertedMs()).toBe(insertedOn?.getTime());
    expect((await receive(60)).map(({ dequeueCount }) => dequeueCount)).toEqual([1, 1]);
    expect(await queue.firstInsertedMs()).toBeUndefined();
  });

  test('hides a message anew, and takes the receipt from whoever received it', async () => {
    await queue.send('text');
    const [message] = await receive();
    if (message === undefined) throw new Error('no message');
    expect(await queue.delay(message, 0)).toBe(true);
    await expect(reader.deleteMessage(message.id, message.popReceipt)).rejects.toMatchObject({
      code: 'PopReceiptMismatch',
    });
    expect(await receive(60)).toMatchObject([{ text: 'text', dequeueCount: 2 }]);
    expect(await queue.delay(message, 0)).toBe(false);
  });

  test('changes the text of a message that it hides, where one is given', async () => {
    await queue.send('before');
    const [message] = await receive();
    if (message === undefined) throw new Error('no message');
    expect(await queue.delay(message, 0, 'after\r\n')).toBe(true);
    expect(await receive()).toMatchObject([{ id: message.id, text: 'after\r\n' }]);
  });

  test('has no say over a message or a queue that is gone', async () => {
    expect(await queue.delay({ id: 'id', popReceipt: 'none' }, 0)).toBe(false);
    await queue.send('text');
    const [message] = await receive();
    if (message === undefined) throw new Error('no message');
    await reader.deleteMessage(message.id, message.popReceipt);
    expect(await queue.delay(message, 0)).toBe(false);
  });
});

describe('A queue that does not answer', () => {
  const calls: [string, (to: Queue, signal?: AbortSignal) => Promise<unknown>][] = [
    ['send', (to, signal) => to.send('text', 0, signal)],
    ['delay', (to, signal) => to.delay({ id: 'id', popReceipt: 'receipt' }, 0, undefined, signal)],
  ];

  test.each(calls)('ends %s at its deadline, or with the signal of the caller', async (_name, call) => {
    storage.judge = () => 'hang';
    await expect(call(open({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'storage-unavailable',
      options: { cause: `queue queue${queues}: deadline` },
    });
    await expect(call(queue, AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'storage-unavailable' });
  });

  test('is missed by its first call alone, where no account is set', async () => {
    const connection = { kind: 'none', reason: 'AzureWebJobsStorage: missing.' } as const;
    await expect(open({ connection }).send('text')).rejects.toMatchObject({
      code: 'settings-invalid',
      message: 'AzureWebJobsStorage: missing.',
    });
  });
});

describe('The text of a message', () => {
  test.each([
    ['UTF-8', Buffer.from('{"a":"ä\r\n"}'), '{"a":"ä\r\n"}'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeff{}'), '\ufeff{}'],
    ['bytes that are no UTF-8, in base64', Buffer.from([0xc3, 0x28]), 'wyg='],
    ['a character that XML does not have, in base64', Buffer.from('\u0000'), 'AA=='],
  ])('is %s', (_what, content, text) => {
    expect(messageText(content)).toBe(text);
  });

  test('has 64 KiB at most, of which 48 KiB are left for bytes that are no text', () => {
    expect(messageText(Buffer.alloc(MAX_MESSAGE_BYTES, 'a'))).toHaveLength(MAX_MESSAGE_BYTES);
    expect(messageText(Buffer.alloc(MAX_MESSAGE_BYTES + 1, 'a'))).toBeUndefined();
    expect(messageText(Buffer.alloc(49_152))).toHaveLength(MAX_MESSAGE_BYTES);
    expect(messageText(Buffer.alloc(49_153))).toBeUndefined();
  });
});
