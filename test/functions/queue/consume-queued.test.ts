import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createFindPlace } from '../../../shared/consuming/place.ts';
import { createReadLog } from '../../../shared/consuming/read-log.ts';
import { createSeek } from '../../../shared/consuming/seek.ts';
import type { AppError } from '../../../shared/errors.ts';
import { createReadStep } from '../../../shared/messages/command-step.ts';
import { parseConsumeCommand } from '../../../shared/messages/consume-command.ts';
import { createGroupStep } from '../../../shared/messages/group-step.ts';
import { createMessageMetrics } from '../../../shared/messages/message-metrics.ts';
import { createPutConsumed } from '../../../shared/messages/put-consumed.ts';
import { createReceiveConsume } from '../../../shared/messages/receive-consume.ts';
import type { ReceiveMessage } from '../../../shared/messages/receive-produce.ts';
import { createRunCommand } from '../../../shared/messages/run-command.ts';
import { createSettle, type QueuedMessage } from '../../../shared/messages/settle.ts';
import { createQueue } from '../../../shared/storage/queue.ts';
import { refuseInternalTopic } from '../../../shared/topics/name.ts';
import { deadLetters } from '../../support/dead-letters.ts';
import { type MessagesApp, startMessagesApp, type TestQueue } from '../../support/messages.ts';

let app: MessagesApp;
let commands: TestQueue;
let outputs: TestQueue;
let receive: ReceiveMessage;
let topics = 0;
let topic: string;

beforeAll(async () => {
  const settings = { KAFKA_COMMAND_MAX_RECORDS: '5000' };
  app = await startMessagesApp({ settings });
  commands = await app.queue('kafka-consume');
  outputs = await app.queue('kafka-consumed');
  receive = receiverWithoutDelays();
}, 60_000);
afterAll(() => app.close());
beforeEach(async () => {
  app.standIns.kafkaRest.faults.clear();
  await commands.client.clearMessages();
  await outputs.client.clearMessages();
  topics += 1;
  topic = `topic-${topics}`;
});

/** The function's own parts on real queues, but that what failed can be seen again at once. */
function receiverWithoutDelays(): ReceiveMessage {
  const { config, send, partitions, groups, deadline, deadLetters: letters, claimChecks } = app.dependencies;
  const queueOf = (name: string) =>
    createQueue({
      connection: config.storage,
      credential: () => ({ getToken: () => Promise.resolve(null) }),
      name,
    });
  const { delay } = queueOf(config.consumeQueue);
  const readLog = createReadLog({ send, partitions });
  const seek = createSeek({ send, partitions, readLog, slackMs: 0 });
  const findPlace = createFindPlace({ partitions, seek });
  const put = createPutConsumed({ queueOf, claimChecks });
  return createReceiveConsume({
    run: createRunCommand({
      ...{ partitions, findPlace, deadline },
      readStep: createReadStep({ readLog, put }),
      groupStep: createGroupStep({ groups, put, leaseMs: 60_000, maxDeliveries: 0 }),
    }),
    settle: createSettle({
      queue: { delay: (message, _seconds, text) => delay(message, 0, text) },
      file: letters.file,
      source: 'consume-queue',
      direction: 'deliver',
      maxAgeMs: 3_600_000,
      leastDelaySeconds: 30,
      nowMs: Date.now,
      random: () => 0.5,
    }),
    limits,
    permit: async (topic) => {
      refuseInternalTopic(topic, false);
      await Promise.resolve();
    },
    metrics: createMessageMetrics('consume-queue'),
    budgetMs: 60_000,
  });
}

/** Values 0 to count - 1 in each partition of the topic, straight into the log. */
async function fill(count: number, partitionCount = 1): Promise<void> {
  const { log, metadata } = app.standIns.kafkaRest;
  await log.createTopic({ name: topic, partitionCount });
  await metadata.refresh();
  for (let partition = 0; partition < partitionCount; partition += 1) await append(partition, 0, count);
}

async function append(partition: number, from: number, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, index) => ({
    partition,
    json: `{"value":${from + index},"partition":${partition}}`,
  }));
  await app.dependencies.produce(topic, records, AbortSignal.timeout(20_000));
}

const send = (command: Record<string, unknown>) =>
  commands.client.sendMessage(JSON.stringify({ topic, ...command }));

/** Takes the next command and does with it what the host does; true where it is gone then. */
async function turn(): Promise<{ isGone: boolean; message: QueuedMessage }> {
  const message = await commands.take();
  await receive(message, () => undefined);
  return { isGone: await commands.remove(message), message };
}

interface Output {
  readonly id: string;
  readonly records: { value: string }[];
}

/** All that was put out, in the order of the queue. */
async function taken(): Promise<{ ids: string[]; values: string[] }> {
  const all: Output[] = [];
  while ((await outputs.length()) > 0) {
    const message = await outputs.take();
    const output = JSON.parse(Buffer.from(message.content).toString()) as Output & { claimCheck?: string };
    const blob =
      output.claimCheck === undefined
        ? undefined
        : app.container('kafka-claim-checks').getBlobClient(output.claimCheck);
    const content =
      blob === undefined ? output : (JSON.parse((await blob.downloadToBuffer()).toString()) as Output);
    all.push({ id: output.id, records: content.records });
    await outputs.remove(message);
  }
  return {
    ids: all.map(({ id }) => id),
    values: all.flatMap(({ records }) => records.map(({ value }) => value)),
  };
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => String(from + index));

describe('A command', () => {
  test.each([
    ['everything', {}, 0, 20],
    ['from an offset of a partition', { partition: 0, offset: 7 }, 7, 20],
    ['the last so many', { last: 4 }, 16, 20],
    ['so many and no more', { count: 3 }, 0, 3],
    ['nothing from the end on', { offset: 'latest' }, 0, 0],
    ['nothing from a moment on that is to come', { timestamp: '2100-01-01T00:00:00Z' }, 0, 0],
    ['everything from a moment on that has been', { timestamp: 1 }, 0, 20],
  ])('reads %s', async (_what, command, from, to) => {
    await fill(20);
    await send(command);
    expect((await turn()).isGone).toBe(true);
    expect(await taken()).toEqual({
      ids: to > from ? [`${topic}/0/${from}-${to - 1}`] : [],
      values: numbers(from, to),
    });
  });

  test('reads all partitions', async () => {
    await fill(3, 3);
    await send({ last: 2 });
    await turn();
    const { ids, values } = await taken();
    expect(ids).toEqual([0, 1, 2].map((partition) => `${topic}/${partition}/1-2`));
    expect(values).toEqual(['1', '2', '1', '2', '1', '2']);
  });

  test('that fails in the middle goes on there, to the end that its first run met', async () => {
    await fill(1200);
    const { faults } = app.standIns.kafkaRest;
    faults.add({ call: 'consume', fault: { kind: 'delay', ms: 0 }, times: 1 });
    faults.add({ call: 'consume', fault: { kind: 'status', status: 404 }, times: 1 });
    faults.add({ call: 'consume', fault: { kind: 'cut', where: 'mid-answer' }, times: 10 });
    await send({});
    const { isGone, message } = await turn();
    expect(isGone).toBe(false);
    faults.clear();
    await append(0, 1200, 100);
    expect(await taken()).toMatchObject({ ids: [`${topic}/0/0-499`] });
    expect(await turn()).toMatchObject({ isGone: true, message: { id: message.id, attempts: 2 } });
    expect(await taken()).toEqual({
      ids: [`${topic}/0/500-999`, `${topic}/0/1000-1199`],
      values: numbers(500, 1200),
    });
  });

  test('of a group goes on from what it has committed, and is done with its end', async () => {
    await fill(1200, 2);
    await send({ group: 'readers', count: 1300 });
    expect((await turn()).isGone).toBe(true);
    expect((await taken()).ids).toEqual(
      ['0/0-499', '0/500-999', '0/1000-1199', '1/0-99'].map((id) => `${topic}/${id}`),
    );
    await append(0, 1200, 1);
    await send({ group: 'readers' });
    await turn();
    expect((await taken()).ids).toEqual(
      ['0/1200-1200', '1/100-599', '1/600-1099', '1/1100-1199'].map((id) => `${topic}/${id}`),
    );
    await send({ group: 'readers' });
    expect((await turn()).isGone).toBe(true);
    expect(await taken()).toEqual({ ids: [], values: [] });
  });

  test('of a group waits while another member holds the records', async () => {
    await fill(5);
    const { groups, deadline } = app.dependencies;
    const of = { group: 'readers', topic, partitions: undefined, start: undefined };
    const page = { count: 5, maxBytes: 1000, waitMs: 0, leaseMs: 60_000, maxDeliveries: 0 };
    const { lease } = await groups.fetch({ ...of, ...page }, { deadline, closed: deadline() });
    await send({ group: 'readers' });
    expect((await turn()).isGone).toBe(false);
    await groups.release(of, lease ?? '', {}, deadline());
    expect((await turn()).isGone).toBe(true);
    expect((await taken()).values).toEqual(numbers(0, 5));
  });

  test('whose run was not told of comes again with the same ids', async () => {
    await fill(700);
    await send({});
    const message = await commands.take();
    for (let times = 0; times < 2; times += 1) {
      await receive(message, () => undefined);
      expect((await taken()).ids).toEqual([`${topic}/0/0-499`, `${topic}/0/500-699`]);
    }
  });

  test('for a place outside of the log, or a topic of Kafka, becomes a dead letter', async () => {
    await fill(5);
    for (const [command, code] of [
      [{ partition: 0, offset: 6 }, 'offset-out-of-range'],
      [{ partition: 3 }, 'partition-not-found'],
      [{ topic: '__consumer_offsets' }, 'topic-internal'],
    ] as const) {
      const { messageId: id } = await send(command);
      expect((await turn()).isGone).toBe(true);
      const letters = await deadLetters(app.connectionString);
      expect(letters.find(({ messageId }) => messageId === id)).toMatchObject({
        code,
        source: 'consume-queue',
      });
    }
  });
});

const limits = { maxRecords: 5000, replyQueues: ['kafka-consumed', 'others'] };

test.each([
  [{ topic: 't', partition: -1 }, '#/partition'],
  [{ topic: 't', offset: 5 }, '#/partition'],
  [{ topic: 't', partition: 0, offset: '5' }, '#/offset'],
  [{ topic: 't', partition: 0, offset: 1.5 }, '#/offset'],
  [{ topic: 't', last: 0 }, '#/last'],
  [{ topic: 't', last: 5, timestamp: 1 }, '#/timestamp'],
  [{ topic: 't', timestamp: 'noon' }, '#/timestamp'],
  [{ topic: 't', timestamp: 1_700_000_000 }, '#/timestamp'],
  [{ topic: 't', count: 5001 }, '#/count'],
  [{ topic: 't', group: 'a b' }, '#/group'],
  [{ topic: 't', group: 'subscription.a' }, '#/group'],
  [{ topic: 't', group: 'a', last: 1 }, '#/group'],
  [{ topic: 't', replyTo: 'somewhere' }, '#/replyTo'],
  [{ topic: 't', replyTo: 7 }, '#/replyTo'],
  [{ topic: 't', from: 5 }, '#/from'],
  [{ topic: 't', progress: { positions: [{}], left: 1, attempts: 1 } }, '#/progress'],
  [{}, '#/topic'],
])('the command %j is refused at %s', (command, pointer) => {
  try {
    parseConsumeCommand(Buffer.from(JSON.stringify(command)), limits);
  } catch (error) {
    expect((error as AppError).options.faults).toMatchObject([{ pointer }]);
    return;
  }
  throw new Error('it was not refused');
});
