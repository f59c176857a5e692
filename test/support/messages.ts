import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import type { QueuedMessage } from '../../shared/messages/settle.ts';
import { type App, type AppOptions, startApp } from './app.ts';

/** The app's parts in this process on a real Azurite, with what a host does for a queue left to the test. */
export interface MessagesApp extends App {
  readonly connectionString: string;
  readonly container: (name: string) => ContainerClient;
  readonly queue: (name: string) => Promise<TestQueue>;
  /** The values in a topic, read from the stand-in's log and not through the app. */
  readonly written: (topic: string, partition?: number) => Promise<string[]>;
}

/** A queue and what the host does with it. */
export interface TestQueue {
  readonly client: QueueClient;
  /** Takes the next message, as the host does with a lease; fails where there is none to be seen. */
  readonly take: () => Promise<QueuedMessage>;
  /** What the host does after the function: true where its delete found the message as it had taken it. */
  readonly remove: (message: QueuedMessage) => Promise<boolean>;
  readonly length: () => Promise<number>;
}

export async function startMessagesApp(options: AppOptions = {}): Promise<MessagesApp> {
  const azurite = await startAzurite();
  const { connectionString } = azurite;
  const settings = { KafkaStorage: connectionString, ...options.settings };
  const app = await startApp({ ...options, settings }).catch(async (error: unknown) => {
    await azurite.stop();
    throw error;
  });
  return {
    ...app,
    connectionString,
    container: (name) => new ContainerClient(connectionString, name),
    queue: (name) => openQueue(azurite, name),
    written: async (topic, partition = 0) => {
      const { log } = app.standIns.kafkaRest;
      const { records } = await log.read(topic, partition, 0, { maxRecords: 100_000, maxBytes: 1e9 });
      return records.map(({ value }) => value?.toString() ?? '');
    },
    close: async () => {
      await app.close();
      await azurite.stop();
    },
  };
}

async function openQueue({ connectionString }: Azurite, name: string): Promise<TestQueue> {
  const client = new QueueClient(connectionString, name);
  await client.createIfNotExists();
  const take = async () => {
    const { receivedMessageItems } = await client.receiveMessages({ visibilityTimeout: 600 });
    const [item] = receivedMessageItems;
    if (item === undefined) throw new Error(`no message can be seen in ${name}`);
    return {
      id: item.messageId,
      popReceipt: item.popReceipt,
      attempts: item.dequeueCount,
      insertedAtMs: item.insertedOn.getTime(),
      expiresAtMs: item.expiresOn.getTime(),
      content: Buffer.from(item.messageText),
    };
  };
  const remove = ({ id, popReceipt }: QueuedMessage) =>
    client.deleteMessage(id, popReceipt).then(
      () => true,
      () => false,
    );
  const length = async () => (await client.getProperties()).approximateMessagesCount ?? 0;
  return { client, take, remove, length };
}
