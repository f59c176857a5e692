import { type Azurite, startAzurite } from '../../local/azurite.ts';
import type { Schema } from '../../local/event-grid/publish-body.ts';
import { type EventGrid, startEventGrid } from '../../local/event-grid/start.ts';
import type { Subscription } from '../../local/event-grid/subscription.ts';
import { deadLetters } from '../support/dead-letters.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';
import { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { writtenValues } from '../support/written-topic.ts';

let azurite: Azurite;
let app: RunningApp;
let queue: QueueClient;
let commands: QueueClient;
let own: EventGrid;
let cloud: EventGrid;
let toApp: Readonly<Record<Schema, Subscription>>;

beforeAll(async () => {
  azurite = await startAzurite();
  // The queue is not the default one: its name is a setting.
  queue = new QueueClient(azurite.connectionString, 'my-produce');
  await queue.create();
  commands = new QueueClient(azurite.connectionString, 'kafka-consume');
  await commands.create();
  const settings = {
    KafkaStorage: azurite.connectionString,
    KAFKA_PRODUCE_QUEUE: 'my-produce',
    KAFKA_EVENT_DEFAULT_TOPIC: 'events',
    KAFKA_REPLY_QUEUES: 'others, my-answers',
    // The host looks at an idle queue every ten seconds otherwise.
    AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.200',
    AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:01',
  };
  app = await startRunningApp({ settings });
  for (const name of ['orders', 'events']) {
    await app.standIns.kafkaRest.log.createTopic({ name, partitionCount: 1 });
  }
  [own, cloud] = await Promise.all([
    startEventGrid({ schema: 'EventGrid', delaysMs: [1] }),
    startEventGrid({ schema: 'CloudEvents', delaysMs: [1] }),
  ]);
  const endpoint = `${app.url.replace(/api$/, '')}runtime/webhooks/EventGrid?functionName=publishEvent`;
  const subscription = { name: 'to-kafka', endpoint, maxAttempts: 5 };
  toApp = {
    EventGrid: await own.subscribe({ ...subscription, maxEventsPerBatch: 10 }),
    CloudEvents: await cloud.subscribe({ ...subscription, maxEventsPerBatch: 5000 }),
  };
}, 60_000);
afterAll(async () => {
  await Promise.all([own.close(), cloud.close()]);
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
const written = (topic = 'orders') => writtenValues(app.standIns.kafkaRest.log, topic);

const isWritten = (value: string, topic?: string) => () =>
  written(topic).then((values) => values.includes(value));

async function isEmpty(): Promise<boolean> {
  return ((await queue.getProperties()).approximateMessagesCount ?? 0) === 0;
}

async function letterOf(id: string) {
  const letter = await until(async () =>
    (await deadLetters(azurite.connectionString)).find(({ messageId }) => messageId === id),
  );
  return { letter, content: await letter.content() };
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

  test('stays where the proxy fails, hidden for half a minute and more, which the delete of the host misses', async () => {
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
    expect((await written('events')).filter((value) => value === event)).toHaveLength(1);
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

describe('A command of the consume queue', () => {
  interface Output {
    readonly id: string;
    readonly partition: number;
    readonly fromOffset: number;
    readonly toOffset: number;
    readonly records?: { offset: number; value: string }[];
    readonly claimCheck?: string;
  }

  /** The values of all outputs up to this offset of partition 0, in order, with the ids of the outputs. */
  async function outputsUpTo(queueName: string, lastOffset: number) {
    const outputs = new QueueClient(azurite.connectionString, queueName);
    const container = new ContainerClient(azurite.connectionString, 'kafka-claim-checks');
    const values: string[] = [];
    const ids: string[] = [];
    await until(async () => {
      const { receivedMessageItems } = await outputs
        .receiveMessages()
        .catch(() => ({ receivedMessageItems: [] }));
      for (const { messageText } of receivedMessageItems) {
        const { id, toOffset, records, claimCheck = '' } = JSON.parse(messageText) as Output;
        ids.push(id);
        const content = await (records ?? container.getBlobClient(claimCheck).downloadToBuffer());
        const { records: all } = Array.isArray(content)
          ? { records: content }
          : (JSON.parse(content.toString()) as { records: { value: string }[] });
        values.push(...all.map(({ value }) => value));
        if (toOffset === lastOffset) return true;
      }
      return false;
    });
    return { ids, values };
  }

  test('has the records put into the queue that it names, up to the end that it met', async () => {
    const { log } = app.standIns.kafkaRest;
    await log.createTopic({ name: 'read', partitionCount: 1 });
    const values = Array.from({ length: 1200 }, (_, index) => `{"n":${index}.0}`);
    await fetch(`${app.url}/topics/read/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"records":[${values.map((value) => `{"value":${value}}`).join(',')}]}`,
    });
    await commands.sendMessage(base64('{"topic":"read","replyTo":"my-answers"}'));
    expect(await outputsUpTo('my-answers', 1199)).toEqual({
      ids: ['read/0/0-499', 'read/0/500-999', 'read/0/1000-1199'],
      values,
    });
    await commands.sendMessage('{"topic":"read","partition":0,"offset":1190,"count":5}');
    expect(await outputsUpTo('kafka-consumed', 1194)).toEqual({
      ids: ['read/0/1190-1194'],
      values: values.slice(1190, 1195),
    });
  });

  test('that names a queue which is not allowed becomes a dead letter', async () => {
    const { messageId } = await commands.sendMessage('{"topic":"read","replyTo":"of-somebody-else"}');
    const { letter } = await letterOf(messageId);
    expect(letter).toMatchObject({ source: 'consume-queue', direction: 'deliver', code: 'invalid-request' });
    expect(letter.reason).toContain('KAFKA_REPLY_QUEUES');
  });
});

describe('With Prefer: respond-async', () => {
  async function produce(records: string, headers: Record<string, string> = {}) {
    const answer = await fetch(`${app.url}/topics/orders/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=5, Respond-Async', ...headers },
      body: `{"records":${records}}`,
    });
    const body = (await answer.json()) as { messageId?: string; code?: string };
    return { status: answer.status, applied: answer.headers.get('preference-applied'), body };
  }

  test('records are in the queue when the caller is told so, and are written with every digit', async () => {
    const value = '{"async":12345678901234567890.10}';
    expect(await produce(`[{"key":"k","value":${value}}]`)).toEqual({
      status: 202,
      applied: 'respond-async',
      body: { messageId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown },
    });
    await until(isWritten(value));
  });

  test('more than a message holds goes by a claim check', async () => {
    const values = Array.from(
      { length: 20 },
      (_, index) => `{"large":${index}.0,"x":"${'x'.repeat(10_000)}"}`,
    );
    expect(await produce(`[${values.map((value) => `{"value":${value}}`).join(',')}]`)).toMatchObject({
      status: 202,
    });
    await until(isWritten(values.at(-1) ?? ''));
    expect((await written()).filter((value) => value.startsWith('{"large"'))).toEqual(values);
  });

  test('a repeat with the same key is told the same and written once, also when it waits for the outcome', async () => {
    const key = { 'idempotency-key': 'async-1' };
    const first = await produce('[{"value":"keyed"}]', key);
    expect(first.status).toBe(202);
    await until(isWritten('keyed'));
    expect(await produce('[{"value":"keyed"}]', key)).toMatchObject({ status: 202, body: first.body });
    expect(await produce('[{"value":"keyed"}]', { ...key, prefer: '' })).toMatchObject({ status: 202 });
    expect(await produce('[{"value":"other"}]', key)).toMatchObject({ status: 422 });
    await until(isEmpty);
    expect((await written()).filter((value) => value === 'keyed')).toHaveLength(1);
  });

  test('what is refused without it is refused with it', async () => {
    for (const records of ['[]', '[{"key":1}]', '[{"value":1,"partition":7}]']) {
      expect(await produce(records)).toMatchObject({
        status: 400,
        applied: null,
        body: { code: 'invalid-request' },
      });
    }
  });
});

/** The ids of the events in the topic that begin so. */
async function idsOf(prefix: string): Promise<string[]> {
  const events = (await written('events')).map((value) => JSON.parse(value) as { id: string });
  return events.map(({ id }) => id).filter((id) => id.startsWith(prefix));
}

const client = <S extends 'EventGrid' | 'CloudEvent'>(topic: EventGrid, schema: S) =>
  new EventGridPublisherClient<S>(topic.endpoint, schema, new AzureKeyCredential(topic.key), {
    allowInsecureConnection: true,
  });

describe('Events of a topic that this app is subscribed to, published by the genuine client', () => {
  test('in the schema of Event Grid are written', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `own-${index}`);
    const event = { eventType: 'placed', subject: 'orders/1', dataVersion: '1', data: { n: 1.5 } };
    await client(own, 'EventGrid').send(ids.map((id) => ({ ...event, id })));
    await toApp.EventGrid.settled();
    expect((await idsOf('own-')).sort()).toEqual(ids.sort());
    const found = (await written('events')).find((value) => value.includes('"own-1"'));
    expect(JSON.parse(found ?? '')).toMatchObject({
      ...event,
      topic: expect.stringContaining('Microsoft.EventGrid') as unknown,
    });
  });

  test('as CloudEvents, one and a batch of a megabyte, are written', async () => {
    const event = { type: 'placed', source: '/shop', data: { text: 'x'.repeat(100_000) } };
    const ids = Array.from({ length: 9 }, (_, index) => `cloud-${index}`);
    await client(cloud, 'CloudEvent').send(ids.map((id) => ({ ...event, id })));
    await client(cloud, 'CloudEvent').send([{ ...event, id: 'cloud-9' }]);
    await toApp.CloudEvents.settled();
    expect((await idsOf('cloud-')).sort()).toEqual([...ids, 'cloud-9']);
  });

  test('are sent again where the proxy fails, and those that were accepted are not written twice', async () => {
    const { faults } = app.standIns.kafkaRest;
    faults.add({ call: 'produce', fault: { kind: 'status', status: 500 }, times: 1 });
    const ids = Array.from({ length: 10 }, (_, index) => `again-${index}`);
    await client(cloud, 'CloudEvent').send(
      ids.map((id) => ({ id, type: 'placed', source: '/shop', data: { n: 1 } })),
    );
    await toApp.CloudEvents.settled();
    expect((await idsOf('again-')).sort()).toEqual(ids);
    expect(toApp.CloudEvents.deadLetters).toEqual([]);
  });

  test('are written once when Event Grid sends them twice', async () => {
    cloud.faults.add({ call: 'deliver', fault: { kind: 'status', status: 503 }, times: 1 });
    await client(cloud, 'CloudEvent').send([
      { id: 'twice-1', type: 'placed', source: '/shop', data: { n: 1 } },
    ]);
    await toApp.CloudEvents.settled();
    expect(cloud.faults.hits('deliver')).toBeGreaterThan(1);
    expect(await idsOf('twice-')).toEqual(['twice-1']);
  });

  test('that can never be written are filed and acknowledged', async () => {
    const bad = { id: 'bad-1', type: 'placed', source: '/shop', Bad_Name: 1, data: { n: 1 } };
    const answer = await fetch(cloud.endpoint, {
      method: 'POST',
      headers: { 'aeg-sas-key': cloud.key, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([{ specversion: '1.0', ...bad }]),
    });
    expect(answer.status).toBe(200);
    await toApp.CloudEvents.settled();
    expect(toApp.CloudEvents.deadLetters).toEqual([]);
    const letters = await deadLetters(azurite.connectionString);
    const found = letters.find(({ messageId }) => messageId === 'bad-1');
    expect(found).toMatchObject({ source: 'event-grid', code: 'invalid-request' });
    expect(JSON.parse((await found?.content())?.toString() ?? '')).toMatchObject(bad);
  });
});

test('A message that the host gave up is a dead letter to the byte, and is written when it is replayed', async () => {
  const text = '{"topic":"orders","records":[{"value":{"poisoned":1.50}}]}\r\n';
  const poison = new QueueClient(azurite.connectionString, 'my-produce-poison');
  await poison.createIfNotExists();
  const { messageId } = await poison.sendMessage(text);
  const { letter, content } = await letterOf(messageId);
  expect(letter).toMatchObject({ code: 'poisoned', topic: 'orders' });
  expect(content).toEqual(Buffer.from(text));

  const listed = (await (await fetch(`${app.url}/dead-letters?problem=poisoned`)).json()) as {
    deadLetters: { id: string }[];
  };
  const ids = listed.deadLetters.map(({ id }) => id);
  const download = await fetch(`${app.url}/dead-letters/${ids[0] ?? ''}/content`);
  expect(Buffer.from(await download.arrayBuffer())).toEqual(Buffer.from(text));
  const replayed = await fetch(`${app.url}/dead-letters/replay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });
  expect(await replayed.json()).toMatchObject({ replayed: 1, next: null });
  await until(isWritten('{"poisoned":1.50}'));
  expect((await fetch(`${app.url}/dead-letters/${ids[0] ?? ''}`)).status).toBe(404);
});
