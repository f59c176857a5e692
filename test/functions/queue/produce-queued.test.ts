import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMessageMetrics } from '../../../shared/messages/message-metrics.ts';
import { createReceiveProduce, type ReceiveMessage } from '../../../shared/messages/receive-produce.ts';
import { createSettle, type QueuedMessage } from '../../../shared/messages/settle.ts';
import { createQueue } from '../../../shared/storage/queue.ts';
import { deadLetters } from '../../support/dead-letters.ts';
import { type MessagesApp, startMessagesApp, type TestQueue } from '../../support/messages.ts';

const HOUR_MS = 3_600_000;

let app: MessagesApp;
let queue: TestQueue;
let receive: ReceiveMessage;
/** Of the clock by which messages grow old. */
let laterMs: number;
let delays: number[];
let lines: string[];
let topics = 0;
let topic: string;

beforeAll(async () => {
  const settings = {
    KAFKA_BATCH_MAX_RECORDS: '2',
    KAFKA_MAX_RECORD_BYTES: '50000',
  };
  app = await startMessagesApp({ settings });
  queue = await app.queue('kafka-produce');
  receive = receiverWith((seconds) => {
    delays.push(seconds);
    return 0;
  });
}, 60_000);
afterAll(() => app.close());
beforeEach(async () => {
  [laterMs, delays, lines] = [0, [], []];
  app.standIns.kafkaRest.faults.clear();
  await queue.client.clearMessages();
  topics += 1;
  topic = `topic-${topics}`;
  await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
});

/** The function's own parts on the real queue; delays are what the test makes of them. */
function receiverWith(delayOf: (seconds: number) => number): ReceiveMessage {
  const { config, messages, deadLetters: letters } = app.dependencies;
  const { delay } = createQueue({
    connection: config.storage,
    credential: () => ({ getToken: () => Promise.resolve(null) }),
    name: config.produceQueue,
  });
  return createReceiveProduce({
    write: messages.write,
    settle: createSettle({
      queue: { delay: (message, seconds, text) => delay(message, delayOf(seconds), text) },
      file: letters.file,
      source: 'produce-queue',
      direction: 'produce',
      maxAgeMs: 24 * HOUR_MS,
      leastDelaySeconds: 30,
      nowMs: () => Date.now() + laterMs,
      random: () => 0.5,
    }),
    limits: config,
    metrics: createMessageMetrics('produce-queue'),
    budgetMs: 60_000,
  });
}

const send = async (message: unknown) =>
  (await queue.client.sendMessage(typeof message === 'string' ? message : JSON.stringify(message))).messageId;
const valuesOf = (...values: unknown[]) => values.map((value) => ({ value }));
const written = () => app.written(topic);

/** Takes the next message and does with it what the host does; true where it is gone then. */
async function turn(): Promise<{ isGone: boolean; message: QueuedMessage }> {
  const message = await queue.take();
  await receive(message, (line) => lines.push(line));
  return { isGone: await queue.remove(message), message };
}

async function lettersOf(id: string) {
  return (await deadLetters(app.connectionString)).filter(({ messageId }) => messageId === id);
}

const produceFault = (takesEffect: boolean, times = 1) => {
  app.standIns.kafkaRest.faults.add({
    call: 'produce',
    fault: { kind: 'cut', where: 'before-answer' },
    takesEffect,
    times,
  });
};

describe('A message whose produce fails', () => {
  test('comes back as the same message after delays that grow, and is gone once it is accepted', async () => {
    const { faults } = app.standIns.kafkaRest;
    faults.add({ call: 'produce', fault: { kind: 'status', status: 500 }, times: 3 });
    const id = await send({ topic, records: valuesOf('a') });
    for (const attempts of [1, 2, 3]) {
      expect(await turn()).toMatchObject({ isGone: false, message: { id, attempts } });
    }
    expect(await turn()).toMatchObject({ isGone: true, message: { id, attempts: 4 } });
    expect(delays).toEqual([30, 60, 120]);
    expect(await written()).toEqual(['a']);
    expect(lines).toEqual(
      [1, 2, 3].map((attempt) => expect.stringContaining(`message ${id}, attempt ${attempt}: `)),
    );
  });

  test('and may have been written is sent again: at least once goes before at most once', async () => {
    produceFault(true);
    await send({ topic, records: valuesOf('a') });
    expect((await turn()).isGone).toBe(false);
    expect((await turn()).isGone).toBe(true);
    expect(await written()).toEqual(['a', 'a']);
  });

  test('in its second part goes on there, and writes the first one once', async () => {
    await send({ topic, records: valuesOf('a', 'b', 'c', 'd', 'e') });
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault: { kind: 'delay', ms: 0 }, times: 1 });
    produceFault(false);
    expect((await turn()).isGone).toBe(false);
    expect(await written()).toEqual(['a', 'b']);
    expect((await turn()).isGone).toBe(true);
    expect(await written()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('for as long as it may be tried becomes a dead letter, with its attempts and its bytes', async () => {
    produceFault(false, 10);
    const text = ` {"topic":"${topic}", "records":[{"value":1.10}]}`;
    const id = await send(text);
    await turn();
    laterMs = 24 * HOUR_MS - 45_000;
    expect((await turn()).isGone).toBe(false);
    // No longer than until its time is over.
    expect(delays[1]).toBeLessThanOrEqual(45);
    laterMs = 24 * HOUR_MS;
    expect((await turn()).isGone).toBe(true);
    const [letter] = await lettersOf(id);
    expect(letter).toMatchObject({
      code: 'produce-outcome-unknown',
      topic,
      attempts: '3',
      source: 'produce-queue',
    });
    expect((await letter?.content())?.toString()).toBe(text);
  });

  test('shortly before the queue itself would drop it becomes a dead letter', async () => {
    produceFault(false);
    const text = JSON.stringify({ topic, records: valuesOf('a') });
    const { messageId } = await queue.client.sendMessage(text, { messageTimeToLive: 50 });
    expect((await turn()).isGone).toBe(true);
    expect(await lettersOf(messageId)).toHaveLength(1);
  });

  test('is given back to the host where it cannot be delayed, because its lease has ended', async () => {
    produceFault(false);
    await send({ topic, records: valuesOf('a') });
    const message = await queue.take();
    await queue.client.updateMessage(message.id, message.popReceipt, undefined, 600);
    await expect(receive(message, () => undefined)).rejects.toMatchObject({ code: 'storage-unavailable' });
  });

  test('tells the log neither its topic nor its records', async () => {
    produceFault(false, 2);
    await send({ topic, records: valuesOf('a secret') });
    await turn();
    await send('{"topic":"a secret","records":[{"value":"a secret"}]');
    await turn();
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).not.toMatch(/secret|topic-\d/);
  });
});

describe('A message id', () => {
  test('that was accepted is not sent again, whichever message has it', async () => {
    const message = { topic, messageId: 'order-1', records: valuesOf('a') };
    for (let times = 0; times < 3; times += 1) {
      await send(message);
      expect((await turn()).isGone).toBe(true);
    }
    expect(await written()).toEqual(['a']);
  });

  test('is the own one of the queue where the message has none: two alike are two', async () => {
    for (let times = 0; times < 2; times += 1) {
      await send({ topic, records: valuesOf('a') });
      await turn();
    }
    expect(await written()).toEqual(['a', 'a']);
  });

  test('that comes back with other records is a dead letter, and writes nothing', async () => {
    await send({ topic, messageId: 'order-2', records: valuesOf('a') });
    await turn();
    const id = await send({ topic, messageId: 'order-2', records: valuesOf('b') });
    expect((await turn()).isGone).toBe(true);
    expect(await lettersOf(id)).toMatchObject([{ code: 'idempotency-key-reused' }]);
    expect(await written()).toEqual(['a']);
  });
});

describe('A message that can never be written becomes a dead letter at once, with its bytes as they came', () => {
  test.each([
    ['nothing', '', 'invalid-json'],
    ['no JSON', 'hello', 'invalid-json'],
    ['base64 of no JSON', Buffer.from('hello').toString('base64'), 'invalid-json'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x00, 0x7d]), 'invalid-json'],
    ['JSON that is cut', '{"topic":"T","records":[{"value":1}', 'invalid-json'],
    ['an array', '[{"topic":"T"}]', 'invalid-request'],
    ['no topic', '{"records":[{"value":1}]}', 'invalid-request'],
    ['no records', '{"topic":"T","records":[]}', 'invalid-request'],
    ['an unknown member', '{"topic":"T","records":[{"value":1,"headers":{}}]}', 'invalid-request'],
    [
      'a partition that is not there',
      '{"topic":"T","records":[{"value":1,"partition":9}]}',
      'invalid-request',
    ],
    ['a topic of Kafka', '{"topic":"__consumer_offsets","records":[{"value":1}]}', 'topic-internal'],
    [
      'a record that is too large',
      `{"topic":"T","records":[{"value":"${'x'.repeat(50_001)}"}]}`,
      'record-too-large',
    ],
    ['an event with faults', '{"specversion":"1.0","id":1}', 'invalid-request'],
    ['an event without rule', '{"specversion":"1.0","id":"1","source":"s","type":"t"}', 'event-without-rule'],
  ])('%s', async (name, given, code) => {
    const content = typeof given === 'string' ? Buffer.from(given.replace('"T"', `"${topic}"`)) : given;
    const times = { insertedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS };
    const id = `bad ${name}`;
    // Not through a queue, which carries no bytes but those of XML.
    await receive({ id, popReceipt: 'of no message', attempts: 1, content, ...times }, () => undefined);
    const [letter] = await lettersOf(id);
    expect(letter).toMatchObject({ code, attempts: '1' });
    expect(Buffer.compare((await letter?.content()) ?? Buffer.from('none'), content)).toBe(0);
    expect(await written()).toEqual([]);
  });
});

describe('A claim check', () => {
  async function put(name: string, content: string): Promise<void> {
    const container = app.container('kafka-claim-checks');
    await container.createIfNotExists();
    await container.getBlockBlobClient(name).upload(content, Buffer.byteLength(content));
  }
  const lines5 = ['{"value":1.0}', '{"value":2}', '{"value":3}', '{"value":4}', '{"value":5e0}'];

  test.each([
    ['lines', lines5.join('\n')],
    ['object', `{ "records" : [ ${lines5.join(' ,\n')} ] }`],
  ])('as %s is written in order, and once where it comes twice', async (form, content) => {
    await put(form, content);
    for (let times = 0; times < 2; times += 1) {
      await send({ topic, messageId: form, claimCheck: form });
      expect((await turn()).isGone).toBe(true);
    }
    expect(await written()).toEqual(['1.0', '2', '3', '4', '5e0']);
  });

  test('goes on after the part that was accepted last', async () => {
    await put('parts', lines5.join('\n'));
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault: { kind: 'delay', ms: 0 }, times: 1 });
    produceFault(false);
    await send({ topic, claimCheck: 'parts' });
    expect((await turn()).isGone).toBe(false);
    expect(await written()).toEqual(['1.0', '2']);
    expect((await turn()).isGone).toBe(true);
    expect(await written()).toEqual(['1.0', '2', '3', '4', '5e0']);
  });

  test('that is another one when it is tried again is written from its beginning', async () => {
    await put('changed', lines5.join('\n'));
    app.standIns.kafkaRest.faults.add({ call: 'produce', fault: { kind: 'delay', ms: 0 }, times: 1 });
    produceFault(false);
    await send({ topic, claimCheck: 'changed' });
    await turn();
    await put('changed', '{"value":"new"}');
    expect((await turn()).isGone).toBe(true);
    expect(await written()).toEqual(['1.0', '2', 'new']);
  });

  test.each([
    [
      'a fault in its last record',
      'faulty',
      [...lines5, '{"key":1}'].join('\n'),
      'invalid-request',
      '#/records/5/value',
    ],
    [
      'a partition that is not there',
      'beyond',
      [...lines5, '{"value":1,"partition":1}'].join('\n'),
      'invalid-request',
      'partition',
    ],
    ['an end that is missing', 'cut', `{"records":[${lines5.join(',')}`, 'invalid-json', 'must end'],
    ['no record', 'empty', '\n', 'invalid-request', 'at least one'],
  ])('with %s writes nothing and is a dead letter', async (_what, name, content, code, reason) => {
    await put(name, content);
    const id = await send({ topic, claimCheck: name });
    expect((await turn()).isGone).toBe(true);
    const [letter] = await lettersOf(id);
    expect(letter).toMatchObject({ code, topic });
    expect(letter?.reason).toContain(reason);
    expect(await written()).toEqual([]);
  });

  test.each([
    'missing',
    '../parts',
    'https://account.blob.core.windows.net/kafka-claim-checks/parts',
    '/kafka-claim-checks/parts',
  ])('called %s leads nowhere', async (claimCheck) => {
    await put('parts', lines5.join('\n'));
    const id = await send({ topic, claimCheck });
    expect((await turn()).isGone).toBe(true);
    expect(await lettersOf(id)).toMatchObject([{ code: 'invalid-request' }]);
    expect(await written()).toEqual([]);
  });
});
