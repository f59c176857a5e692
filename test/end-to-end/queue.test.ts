import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

let azurite: Azurite;
let app: RunningApp;
let queue: QueueClient;

beforeAll(async () => {
  azurite = await startAzurite();
  // The queue is not the default one: its name is a setting.
  queue = new QueueClient(azurite.connectionString, 'my-produce');
  await queue.create();
  const settings = {
    KafkaStorage: azurite.connectionString,
    KAFKA_PRODUCE_QUEUE: 'my-produce',
    KAFKA_EVENT_DEFAULT_TOPIC: 'events',
    // The host looks at an idle queue every ten seconds otherwise.
    AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.200',
    AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:01',
  };
  app = await startRunningApp({ settings });
  for (const name of ['orders', 'events']) {
    await app.standIns.kafkaRest.log.createTopic({ name, partitionCount: 1 });
  }
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
});
beforeEach(() => {
  app.standIns.kafkaRest.faults.clear();
});

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const endMs = performance.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > endMs) throw new Error(`it never was\n${app.output()}`);
    await sleep(20);
  }
}

/** The values in a topic, read from the stand-in's log and not through the app. */
async function written(topic = 'orders'): Promise<string[]> {
  const { log } = app.standIns.kafkaRest;
  const { records } = await log.read(topic, 0, 0, { maxRecords: 10_000, maxBytes: 1e9 });
  return records.map(({ value }) => value?.toString() ?? '');
}

const isWritten = (value: string, topic?: string) => () =>
  written(topic).then((values) => values.includes(value));

async function isEmpty(): Promise<boolean> {
  return ((await queue.getProperties()).approximateMessagesCount ?? 0) === 0;
}

interface Letter {
  readonly rowKey: string;
  readonly code: string;
  readonly reason: string;
  readonly messageId: string;
  readonly topic: string;
  readonly attempts: string;
}

async function letters(): Promise<Letter[]> {
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(azurite.connectionString, 'kafkaDeadLetters', options);
  const found: Letter[] = [];
  try {
    for await (const row of table.listEntities<Letter>()) found.push(row);
  } catch {
    return [];
  }
  return found;
}

async function letterOf(messageId: string): Promise<{ letter: Letter; content: Buffer }> {
  const letter = await until(async () => (await letters()).find((one) => one.messageId === messageId));
  const container = new ContainerClient(azurite.connectionString, 'kafka-dead-letters');
  const [, id = ''] = letter.rowKey.split('-');
  return { letter, content: await container.getBlobClient(id).downloadToBuffer() };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('A message of the produce queue', () => {
  test('is written with every digit, as JSON or as its base64, and is gone then', async () => {
    for (const [name, encode] of [
      ['plain', String],
      ['encoded', base64],
    ] as const) {
      const value = `{"name":"${name}","n":12345678901234567890.10,"e":1.0E+2}`;
      await queue.sendMessage(encode(`{"topic":"orders","records":[{"key":"k","value":${value}}]}`));
      await until(isWritten(value));
    }
    await until(isEmpty);
  });

  test('of 64 KiB, or 48 KiB when it is encoded, is written whole', async () => {
    const message = (bytes: number, letter: string) => {
      const around = '{"topic":"orders","records":[{"value":""}]}'.length;
      const value = letter.repeat(bytes - around);
      return { value, text: `{"topic":"orders","records":[{"value":"${value}"}]}` };
    };
    const plain = message(65_536, 'p');
    const encoded = message(49_152, 'e');
    await queue.sendMessage(plain.text);
    await queue.sendMessage(base64(encoded.text));
    await until(isWritten(plain.value));
    await until(isWritten(encoded.value));
  });

  test('that nobody could ever write becomes a dead letter with its bytes as they came', async () => {
    const text = '{"topic":"orders","records":[{"value":1}';
    const { messageId } = await queue.sendMessage(text);
    const { letter, content } = await letterOf(messageId);
    expect(letter).toMatchObject({ code: 'invalid-json', attempts: '1' });
    expect(content.toString()).toBe(text);
    await until(isEmpty);
  });

  test('is tried again where the proxy fails, keeps its id, and is written then', async () => {
    const { faults } = app.standIns.kafkaRest;
    faults.add({ call: 'produce', fault: { kind: 'status', status: 500 }, times: 1 });
    const { messageId } = await queue.sendMessage('{"topic":"orders","records":[{"value":"later"}]}');
    await until(() => Promise.resolve(app.output().includes(`message ${messageId}, attempt 1: `)));
    // It comes back after half a minute: the function has hidden it, and the host's delete has missed it.
    await until(() => Promise.resolve(/again in (3\d) s/.test(app.output())));
    expect((await queue.getProperties()).approximateMessagesCount).toBe(1);
    expect(await written()).not.toContain('later');
    await queue.clearMessages();
  });

  test('that is a bare event goes where the rules say, once', async () => {
    const event = '{"specversion":"1.0","id":"1","source":"/shop","type":"placed","data":{"n":1.10}}';
    await queue.sendMessage(event);
    await until(isWritten(event, 'events'));
    await queue.sendMessage(base64(event));
    await until(isEmpty);
    expect(await written('events')).toEqual([event]);
  });

  test('with a claim check has the records of the blob written', async () => {
    const container = new ContainerClient(azurite.connectionString, 'kafka-claim-checks');
    await container.createIfNotExists();
    const lines = Array.from({ length: 1200 }, (_, index) => `{"value":{"claim":${index}.0}}`);
    const content = lines.join('\n');
    await container.getBlockBlobClient('a/b.ndjson').upload(content, content.length);
    await queue.sendMessage('{"topic":"orders","claimCheck":"a/b.ndjson"}');
    await until(isWritten('{"claim":1199.0}'));
    const found = (await written()).filter((value) => value.startsWith('{"claim"'));
    expect(found).toEqual(lines.map((_, index) => `{"claim":${index}.0}`));
    const { messageId } = await queue.sendMessage('{"topic":"orders","claimCheck":"a/c.ndjson"}');
    expect((await letterOf(messageId)).letter).toMatchObject({ code: 'invalid-request', topic: 'orders' });
  });
});
