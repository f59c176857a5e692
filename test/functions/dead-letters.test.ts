import { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { deleteDeadLetter } from '../../functions/http/delete-dead-letter.ts';
import { describeDeadLetter } from '../../functions/http/describe-dead-letter.ts';
import { listDeadLetters } from '../../functions/http/list-dead-letters.ts';
import { readDeadLetter } from '../../functions/http/read-dead-letter.ts';
import { replayDeadLetters } from '../../functions/http/replay-dead-letters.ts';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import type { FailedMessage } from '../../shared/dead-letters/dead-letter.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import type { QueuedMessage } from '../../shared/messages/settle.ts';
import { aMessage } from '../shared/dead-letters/letter-store.ts';
import { type App, call, type Call, startApp } from '../support/app.ts';

let azurite: Azurite;
let app: App;
let dependencies: Dependencies;
let round = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  app = await startApp();
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
});
beforeEach(() => {
  // Where this app logs why a letter could not be sent again.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  round += 1;
  dependencies = createDependencies({
    ...app.standIns.environment,
    AzureWebJobsStorage: azurite.connectionString,
    KAFKA_TABLE_PREFIX: `round${round}`,
    KAFKA_DEAD_LETTER_CONTAINER: `letters-${round}`,
    KAFKA_CLAIM_CHECK_CONTAINER: `claims-${round}`,
    KAFKA_CONSUME_QUEUE: `commands-${round}`,
  });
});

const file = (message: Partial<FailedMessage> = {}) => dependencies.deadLetters.file(aMessage(message));
const list = (query = '') => call((request) => listDeadLetters(request, dependencies), { query });
const describeLetter = (id: string) =>
  call((request) => describeDeadLetter(request, dependencies), { params: { id } });
const remove = (id: string) =>
  call((request) => deleteDeadLetter(request, dependencies), { method: 'DELETE', params: { id } });
const replay = (body: unknown, options: Partial<Call> = {}) =>
  call((request, about) => replayDeadLetters(request, dependencies, about), {
    method: 'POST',
    body: JSON.stringify(body),
    ...options,
  });
const message = (topic: string, ...values: readonly string[]) =>
  Buffer.from(`{"topic":"${topic}","records":[${values.map((value) => `{"value":${value}}`).join(',')}]}`);

/** The next message of the queue of commands, as the host takes it. */
async function takeCommand(): Promise<{ text: string; message: QueuedMessage }> {
  const queue = new QueueClient(azurite.connectionString, `commands-${round}`);
  const [taken] = (await queue.receiveMessages({ visibilityTimeout: 600 })).receivedMessageItems;
  if (taken === undefined) throw new Error('no command can be seen');
  const { messageId: id, popReceipt, messageText: text, dequeueCount: attempts } = taken;
  const [insertedAtMs, expiresAtMs] = [taken.insertedOn.getTime(), taken.expiresOn.getTime()];
  return {
    text,
    message: { id, popReceipt, attempts, insertedAtMs, expiresAtMs, content: Buffer.from(text) },
  };
}

async function valuesIn(topic: string): Promise<(string | undefined)[]> {
  const { records } = await app.standIns.kafkaRest.log.read(topic, 0, 0, { maxRecords: 1000, maxBytes: 1e6 });
  return records.map(({ value }) => value?.toString());
}

describe('The list of dead letters', () => {
  test('is asked for the code of a problem by another word than that for the key of a function', async () => {
    const id = await file({ code: 'invalid-json' });
    await file({ messageId: 'other' });
    const { body } = await list('?problem=invalid-json&code=a-function-key');
    expect(body['deadLetters']).toMatchObject([{ id }]);
  });

  test('goes on with the link or the place that it gives, and shows no content', async () => {
    const ids: string[] = [];
    for (const value of ['"a-value"', '"a-value-too"', '"a-third"']) {
      ids.push(await file({ content: message('orders', value) }));
    }
    const first = await list('?limit=2&topic=orders');
    expect(first.status).toBe(200);
    expect(first.headers['link']).toBe(
      `<?after=${String(first.body['next'])}&limit=2&topic=orders>; rel="next"`,
    );
    const second = await list(`?after=${String(first.body['next'])}`);
    expect(second.body).toMatchObject({ next: null });
    const listed = [first, second].flatMap(({ body }) => body['deadLetters'] as { id: string }[]);
    expect(listed.map(({ id }) => id)).toEqual(ids);
    expect(first.text + second.text).not.toContain('a-value');
    expect((await describeLetter(ids[0] ?? '')).body).toEqual(listed[0]);
  });

  test('names everything that is wrong with what it is asked', async () => {
    const { status, body } = await list(
      '?source=mail&direction=up&problem=NO&since=1700000000&limit=0&after=here&topics=a&until=soon&topic=$',
    );
    expect(status).toBe(400);
    expect((body['errors'] as { parameter: string }[]).map(({ parameter }) => parameter).sort()).toEqual([
      'after',
      'direction',
      'limit',
      'problem',
      'since',
      'source',
      'topic',
      'topics',
      'until',
    ]);
  });
});

describe('One dead letter', () => {
  test('is given to the byte, as a download that no browser shows', async () => {
    const content = Buffer.from([0, 0xff, 0xc3, 0x28, 13, 10]);
    const id = await file({ content, contentType: 'text/html' });
    const answer = await call((request, about) => readDeadLetter(request, dependencies, about), {
      params: { id },
    });
    expect(answer.status).toBe(200);
    expect(answer.bytes).toEqual(content);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="${id}"`,
      'x-content-type-options': 'nosniff',
    });
  });

  test('goes with all that was kept of it, once', async () => {
    const id = await file();
    expect(await remove(id)).toMatchObject({ status: 204, text: '' });
    for (const answer of [await remove(id), await describeLetter(id)]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'dead-letter-not-found' } });
    }
  });

  test('that is none is 404, and what can be none is 400', async () => {
    const read = (id: string) =>
      call((request, about) => readDeadLetter(request, dependencies, about), { params: { id } });
    expect(await read('0'.repeat(32))).toMatchObject({ status: 404 });
    for (const id of ['..', 'A'.repeat(32), '0'.repeat(31), `${'0'.repeat(32)}.claim-check`]) {
      for (const answer of [await read(id), await describeLetter(id), await remove(id)]) {
        expect([id, answer.status]).toEqual([id, 400]);
      }
    }
  });
});

describe('Replaying dead letters', () => {
  test('writes to Kafka what could not be written before, digits and all, and takes the letters away', async () => {
    const topic = `replay-${round}`;
    const id = await file({
      topic,
      messageId: 'one',
      content: message(topic, '1.50', '12345678901234567890'),
    });
    expect((await replay({ filter: { topic } })).body).toMatchObject({
      replayed: 0,
      failed: 1,
      results: [{ id, result: 'failed', code: 'topic-not-found', outcome: 'not-written' }],
      next: null,
    });
    expect((await describeLetter(id)).body).toMatchObject({ attempts: 4 });
    await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
    expect((await replay({ filter: { topic } })).body).toEqual({
      dryRun: false,
      replayed: 1,
      failed: 0,
      results: [{ id, result: 'replayed' }],
      next: null,
    });
    expect(await valuesIn(topic)).toEqual(['1.50', '12345678901234567890']);
    expect((await list()).body).toEqual({ deadLetters: [], next: null });
  });

  test('does not write again what was accepted for the same message, also where the letter comes back', async () => {
    const topic = `replay-${round}`;
    await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
    const letter = { topic, messageId: 'one', content: message(topic, '1') };
    for (const id of [await file(letter), await file(letter)]) {
      await replay({ ids: [id] });
    }
    await file(letter);
    expect((await replay({ filter: {} })).body).toMatchObject({ replayed: 1 });
    expect(await valuesIn(topic)).toEqual(['1']);
  });

  test('writes the records behind a claim check that is only beside the letter', async () => {
    const topic = `replay-${round}`;
    await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
    await dependencies.claimChecks.put(
      'big',
      Buffer.from('{"value":1}\n{"value":2}\n'),
      'application/x-ndjson',
    );
    const content = Buffer.from(`{"topic":"${topic}","claimCheck":"big"}`);
    await file({ topic, content, claimCheck: 'big' });
    await dependencies.claimChecks.put('big', Buffer.from('{"value":3}\n'), 'application/x-ndjson');
    expect((await replay({ filter: {} })).body).toMatchObject({ replayed: 1 });
    expect(await valuesIn(topic)).toEqual(['1', '2']);
  });

  test('puts a command back into its queue with its history, and takes the letter away', async () => {
    const content = Buffer.from('{"topic":"orders","count":10}');
    const firstAt = new Date('2026-01-31T12:00:00Z');
    const letter = { messageId: 'first', attempts: 3, firstAt, content };
    await file({ source: 'consume-queue', direction: 'deliver', ...letter });
    expect((await replay({ filter: { direction: 'deliver' } })).body).toMatchObject({ replayed: 1 });
    const { text } = await takeCommand();
    const history = { messageId: 'first', attempts: 3, firstAt: '2026-01-31T12:00:00.000Z' };
    expect(JSON.parse(text)).toEqual({ topic: 'orders', count: 10, history });
    expect((await list()).body).toEqual({ deadLetters: [], next: null });
  });

  test.each([
    [
      'is refused again',
      (taken: QueuedMessage) => dependencies.messages.receiveConsume(taken, () => undefined),
    ],
    ['is poisoned by the host', (taken: QueuedMessage) => dependencies.messages.filePoisonedConsume(taken)],
  ])('brings a command that is put back and %s back with its history', async (_how, fail) => {
    const firstAt = new Date('2026-01-31T12:00:00Z');
    const before = { messageId: 'first', attempts: 3, firstAt };
    await app.standIns.kafkaRest.log.createTopic({ name: `replay-${round}`, partitionCount: 1 });
    const content = Buffer.from(`{"topic":"replay-${round}","partition":3}`);
    await file({ source: 'consume-queue', direction: 'deliver', ...before, content });
    for (const attempts of [4, 5]) {
      await replay({ filter: { direction: 'deliver' } });
      await fail((await takeCommand()).message);
      expect((await list()).body['deadLetters']).toMatchObject([
        { messageId: 'first', attempts, firstAt: '2026-01-31T12:00:00.000Z' },
      ]);
    }
  });

  test('begins the delays of a command that had come some way anew', async () => {
    const progress = { positions: [{ partition: 0, next: 5, until: 9 }], left: 4, attempts: 7 };
    const content = Buffer.from(JSON.stringify({ topic: 'orders', progress })).toString('base64');
    await file({ source: 'consume-queue', direction: 'deliver', content: Buffer.from(content) });
    await replay({ filter: {} });
    expect(JSON.parse((await takeCommand()).text)).toMatchObject({ progress: { ...progress, attempts: 1 } });
  });

  test('leaves a command that would fail at once, with one more attempt and the reason', async () => {
    const queue = new QueueClient(azurite.connectionString, `commands-${round}`);
    const letter = { source: 'consume-queue', direction: 'deliver' } as const;
    const broken = await file({ ...letter, messageId: 'b', content: Buffer.from('{"topic":7}') });
    const elsewhere = Buffer.from('{"topic":"orders","replyTo":"nobody-allowed-this"}');
    const refused = await file({ ...letter, messageId: 'r', content: elsewhere });
    const before = (await describeLetter(broken)).body;
    expect((await replay({ filter: { direction: 'deliver' } })).body).toMatchObject({
      replayed: 0,
      failed: 2,
    });
    expect((await describeLetter(broken)).body).toMatchObject({
      id: broken,
      attempts: Number(before['attempts']) + 1,
      code: 'invalid-request',
      firstAt: before['firstAt'],
    });
    expect((await describeLetter(refused)).status).toBe(200);
    expect(await queue.exists()).toBe(false);
  });

  test('leaves a letter that its queue cannot hold', async () => {
    const positions = Array.from({ length: 2000 }, (_, partition) => ({ partition, next: 0, until: 1 }));
    const content = Buffer.from(
      JSON.stringify({ topic: 'orders', progress: { positions, left: 1, attempts: 1 } }),
    );
    const id = await file({ source: 'consume-queue', direction: 'deliver', content });
    expect((await replay({ ids: [id] })).body).toMatchObject({
      results: [{ id, result: 'failed', code: 'request-too-large' }],
    });
    expect((await describeLetter(id)).status).toBe(200);
  });

  test('by several at once writes once', async () => {
    const topic = `replay-${round}`;
    await app.standIns.kafkaRest.log.createTopic({ name: topic, partitionCount: 1 });
    for (const value of ['1', '2', '3'])
      await file({ topic, messageId: value, content: message(topic, value) });
    await Promise.all([1, 2, 3].map(() => replay({ filter: {} })));
    expect((await valuesIn(topic)).sort()).toEqual(['1', '2', '3']);
  });

  test('says how to go on, in the words of a request', async () => {
    for (const id of ['a', 'b', 'c']) await file({ messageId: id, source: 'group', topic: 'orders' });
    const first = await replay({
      filter: { topic: 'orders', problem: 'topic-not-found', since: '2026-01-01T00:00:00Z' },
      limit: 2,
      dryRun: true,
    });
    expect(first.body).toMatchObject({
      dryRun: true,
      results: [{ result: 'not-replayable' }, { result: 'not-replayable' }],
      next: {
        filter: { topic: 'orders', problem: 'topic-not-found', since: '2026-01-01T00:00:00.000Z' },
        limit: 2,
        dryRun: true,
      },
    });
    const second = await replay(first.body['next']);
    expect(second.body).toMatchObject({ results: [{ result: 'not-replayable' }], next: null });
    const ids = ((await list()).body['deadLetters'] as { id: string }[]).map(({ id }) => id);
    expect((await replay({ ids, limit: 1 })).body).toMatchObject({ next: { ids: ids.slice(1), limit: 1 } });
  });

  test('ends where the proxy is down, and says so', async () => {
    for (const id of ['a', 'b']) await file({ messageId: id, content: message('orders', '1') });
    app.standIns.kafkaRest.faults.add({ call: 'produce', times: 1, fault: { kind: 'status', status: 500 } });
    expect((await replay({ filter: {} })).body).toMatchObject({
      failed: 1,
      results: [{ result: 'failed', code: 'produce-outcome-unknown', outcome: 'unknown' }],
      stoppedBy: { code: 'produce-outcome-unknown' },
      next: { filter: {} },
    });
  });

  test.each([
    [{}, ['#']],
    [{ ids: ['x'], filter: {} }, ['#', '#/ids/0']],
    [{ ids: [] }, ['#/ids']],
    [{ ids: ['0'.repeat(32)], after: 'x' }, ['#/after']],
    [{ filter: 'all' }, ['#/filter']],
    [
      { filter: { topic: 1, source: 'x', until: 'now', topics: 'a' }, after: 1 },
      ['#/filter/topic', '#/filter/source', '#/filter/until', '#/filter/topics', '#/after'],
    ],
    [{ filter: {}, limit: 101, dryRun: 'no', extra: 1 }, ['#/extra', '#/limit', '#/dryRun']],
  ])('refuses %j naming every fault, and changes nothing', async (body, pointers) => {
    const { status, body: problem } = await replay(body);
    expect(status).toBe(400);
    expect((problem['errors'] as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual(
      [...pointers].sort(),
    );
  });

  test('takes nothing but JSON', async () => {
    expect(await replay({}, { headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
    expect(await replay({}, { body: '[' })).toMatchObject({ status: 400, body: { code: 'invalid-json' } });
    expect(await replay([])).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});
