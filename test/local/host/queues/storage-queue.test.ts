import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../../../local/azurite.ts';
import {
  openQueue,
  type QueuedMessage,
  type StorageQueue,
} from '../../../../local/host/queues/storage-queue.ts';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});

afterAll(() => azurite.stop());

async function takeOne(queue: StorageQueue): Promise<QueuedMessage> {
  const [message] = (await queue.take(1, 60_000)) ?? [];
  if (message === undefined) throw new Error('no message');
  return message;
}

describe('a storage queue', () => {
  it('keeps texts character for character, long ones and Windows line ends too', async () => {
    const queue = openQueue(azurite.connectionString, 'texts');
    const texts = [
      '{\r\n  "a": "<&>"\r\n}',
      '&#xD;',
      `["${'",\\"'.repeat(9_000)}"]`,
      ' \u{1F600}\u2028 ',
      '',
    ];
    for (const text of texts) await queue.add(text);

    expect((await queue.take(32, 60_000))?.map(({ text }) => text)).toEqual(texts);
  });

  it('has its name in lower case and is made when a first text is added', async () => {
    const queue = openQueue(azurite.connectionString, 'OnDemand');

    await expect(queue.take(1, 1_000)).resolves.toBeUndefined();
    await queue.add('first');
    expect(queue.name).toBe('ondemand');
    expect((await takeOne(queue)).text).toBe('first');
  });

  it('lets a message that someone else has moved alone', async () => {
    const queue = openQueue(azurite.connectionString, 'moved');
    await queue.add('text');
    const message = await takeOne(queue);
    const moved = await queue.setVisibility(message, 0);
    if (moved === undefined) throw new Error('not moved');

    await expect(queue.setVisibility(message, 0)).resolves.toBeUndefined();
    await queue.remove(message);
    const again = await takeOne(queue);
    expect(again).toMatchObject({ id: message.id, dequeueCount: 2 });
    await queue.remove(again);
    await expect(queue.remove(again)).resolves.toBeUndefined();
    await expect(queue.take(1, 1_000)).resolves.toEqual([]);
  });

  it('lets a message of a queue that was deleted meanwhile alone', async () => {
    const queue = openQueue(azurite.connectionString, 'deleted');
    await queue.add('text');
    const message = await takeOne(queue);
    await QueueServiceClient.fromConnectionString(azurite.connectionString).deleteQueue('deleted');

    await expect(queue.remove(message)).resolves.toBeUndefined();
    await expect(queue.setVisibility(message, 0)).resolves.toBeUndefined();
  });

  it('rejects what the service refuses, with its word for it', async () => {
    const queue = openQueue(azurite.connectionString, 'refusing');
    await queue.add('made');

    await expect(queue.add('x'.repeat(65_537))).rejects.toThrow('The Queue service gave status 413: ');
    await expect(queue.take(33, 1_000)).rejects.toThrow(
      'The Queue service gave status 400: OutOfRangeQueryParameterValue',
    );
  });

  it('rejects when nothing answers', async () => {
    const nowhere = azurite.connectionString.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');

    await expect(openQueue(nowhere, 'orders').take(1, 1_000)).rejects.toThrow(
      'The Queue service gave no answer: ECONNREFUSED',
    );
  });

  it('refuses a connection string that is none without showing it', () => {
    expect(() => openQueue('AccountKey=c2VjcmV0', 'orders')).toThrow(
      "The connection string for queue 'orders' is not one of a storage account.",
    );
  });
});
