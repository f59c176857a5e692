import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type MessagesApp, startMessagesApp, type TestQueue } from '../../support/messages.ts';
import { type ReadMetrics, readMetrics } from '../../support/metrics.ts';

let read: ReadMetrics;
let app: MessagesApp;
let queue: TestQueue;
let commands: TestQueue;
let folder: string;

beforeAll(async () => {
  read = readMetrics();
  folder = await mkdtemp(join(tmpdir(), 'metrics-'));
  const file = join(folder, 'subscriptions.json');
  const subscriptions = [
    { name: 'billing', topic: 'orders', destination: { queue: 'billing' } },
    // Nobody listens there.
    { name: 'away', topic: 'orders', destination: { eventGrid: 'https://localhost:9/api/events' } },
  ];
  await writeFile(file, JSON.stringify({ subscriptions }));
  app = await startMessagesApp({
    settings: {
      KAFKA_SUBSCRIPTIONS_FILE: file,
      KAFKA_EVENT_DEFAULT_TOPIC: 'orders',
      KAFKA_EVENT_GRID_KEYS: 'localhost:9=key',
    },
  });
  queue = await app.queue('kafka-produce');
  commands = await app.queue('kafka-consume');
  await app.standIns.kafkaRest.log.createTopic({ name: 'orders', partitionCount: 1 });
}, 60_000);
afterAll(async () => {
  await read.close();
  await app.close();
  await rm(folder, { recursive: true });
});

const ignore = () => undefined;
const message = (messageId: string) =>
  `{"topic":"orders","records":[{"value":1}],"messageId":"${messageId}"}`;
const produceQueue = '{"source":"produce-queue"}';
const consumeQueue = '{"source":"consume-queue"}';
const eventGrid = '{"source":"event-grid"}';

/** Puts a message into the queue, and does with it what the host does. */
async function receive(text: string): Promise<void> {
  await queue.client.sendMessage(text);
  const taken = await queue.take();
  await app.dependencies.messages.receiveProduce(taken, ignore);
  await queue.remove(taken);
}

test('What becomes of messages and events is counted by where they come from', async () => {
  const { messages } = app.dependencies;
  const { faults } = app.standIns.kafkaRest;
  const event = { specversion: '1.0', id: '1', source: '/shop', type: 'placed', data: 1 };
  await receive(message('one'));
  await receive(message('one'));
  faults.add({ call: 'produce', fault: { kind: 'status', status: 500 }, times: 1 });
  await receive(message('two'));
  await receive('not JSON');
  await messages.receiveEvent(event, ignore);
  faults.add({ call: 'produce', fault: { kind: 'status', status: 429 }, times: 100 });
  await expect(messages.receiveEvent({ ...event, id: '2' }, ignore)).rejects.toThrow('send it again');
  faults.clear();
  await commands.client.sendMessage('{"topic":"orders"}');
  await messages.receiveConsume(await commands.take(), ignore);

  expect(await read.of('kafka_rest.messages.received')).toEqual({
    [produceQueue]: 4,
    [eventGrid]: 2,
    [consumeQueue]: 1,
  });
  expect(await read.of('kafka_rest.messages.delivered')).toEqual({
    [produceQueue]: 1,
    [eventGrid]: 1,
    [consumeQueue]: 1,
  });
  expect(await read.of('kafka_rest.messages.suppressed')).toEqual({ [produceQueue]: 1 });
  expect(await read.of('kafka_rest.messages.retried')).toEqual({ [produceQueue]: 1, [eventGrid]: 1 });
  expect(await read.of('kafka_rest.messages.duplicates_possible')).toEqual({ [produceQueue]: 1 });
  const letter = '{"source":"produce-queue","direction":"produce","code":"invalid-json"}';
  expect(await read.of('kafka_rest.dead_letters.filed')).toEqual({ [letter]: 1 });
});

test('Dead letters that are sent again are counted by what became of them, and the oldest has an age', async () => {
  const { deadLetters, replayDeadLetters } = app.dependencies;
  const at = new Date();
  const letter = { source: 'produce-queue', direction: 'produce', topic: 'orders', attempts: 1 } as const;
  const id = await deadLetters.file({
    ...{ ...letter, firstAt: at, lastAt: at, contentType: 'application/json' },
    ...{ messageId: 'three', code: 'topic-not-found', reason: 'It was not there.' },
    content: Buffer.from(message('three')),
  });
  expect(Object.keys(await read.of('kafka_rest.dead_letters.oldest_age'))).toEqual(['{}']);
  await replayDeadLetters({ ids: [id] }, 10, false);
  expect(await read.of('kafka_rest.dead_letters.replayed')).toEqual({ '{"result":"replayed"}': 1 });
});

test('The age of the oldest message tells of one that nobody takes, and of one that was taken and is hidden', async () => {
  const age = async () => (await read.of('kafka_rest.messages.oldest_age'))[produceQueue];
  await queue.client.clearMessages();
  await age();
  expect(await age()).toBe(0);
  await queue.client.sendMessage(message('four'));
  const sent = performance.now();
  expect(await age()).toBeGreaterThan(0);
  const taken = await queue.take();
  await age();
  expect(await age()).toBe(0);
  const hourAgoMs = Date.now() - 3_600_000;
  await app.dependencies.messages.receiveProduce({ ...taken, insertedAtMs: hourAgoMs }, ignore);
  const told = await age();
  expect(told).toBeGreaterThanOrEqual(3600);
  expect(told).toBeLessThan(3601 + (performance.now() - sent) / 1000);
});

test('What subscriptions deliver, try again and wait for is counted by their declared names', async () => {
  await app.dependencies.produce(
    'orders',
    [{ json: '{"value":5}', partition: 0 }],
    AbortSignal.timeout(20_000),
  );
  await app.dependencies.subscriptions.feed(ignore, AbortSignal.timeout(20_000));
  const records = (await app.written('orders')).length;
  expect(await read.of('kafka_rest.subscriptions.delivered')).toEqual({
    '{"subscription":"billing"}': records,
    '{"subscription":"away"}': 0,
  });
  expect(await read.of('kafka_rest.subscriptions.retried')).toEqual({ '{"subscription":"away"}': 1 });
  const ages = await read.of('kafka_rest.subscriptions.oldest_age');
  expect(ages['{"subscription":"billing"}']).toBe(0);
  expect(ages['{"subscription":"away"}']).toBeGreaterThan(0);
});
