import { HttpRequest, InvocationContext } from '@azure/functions';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readTopic } from '../../functions/http/read-topic.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { handle } from '../../shared/http/handle.ts';
import { type App, startApp } from '../support/app.ts';

/** Server-sent events of a host in which no connection is seen: each answer is collected before it leaves. */
let app: App;
const log = new MemoryLog({ now: () => Date.now() });
let lastEventId: string | undefined;

beforeAll(async () => {
  app = await startApp({ kafkaRest: { log }, settings: { KAFKA_MAX_WAIT_SECONDS: '1' } });
});
afterAll(() => app.close());

/** The offsets of the records of one answer, as an EventSource that comes again asks for it. */
async function next(topic: string): Promise<number[]> {
  const handler = handle((request, of) => readTopic(request, app.dependencies, of));
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  const url = 'http://localhost/api/test';
  const answer = await handler(
    new HttpRequest({ method: 'GET', url, params: { topic }, headers }),
    new InvocationContext({ logHandler: () => undefined }),
  );
  const text = await new Response((answer as { body: Buffer<ArrayBuffer> }).body).text();
  expect(text).not.toContain('event: problem');
  lastEventId = [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? lastEventId;
  return [...text.matchAll(/^data: (\{"key".*)$/gm)].map(
    ([, json = '']) => (JSON.parse(json) as { offset: number }).offset,
  );
}

function append(topic: string, records: number, bytes: number) {
  const record = { partition: 0, key: null, value: Buffer.alloc(bytes, 'x'), timestampMs: Date.now() };
  return log.append(topic, Array<typeof record>(records).fill(record));
}

test('leave with what there is, and where there is nothing within the longest wait', async () => {
  await log.createTopic({ name: 'collected' });
  lastEventId = undefined;
  expect(await next('collected')).toEqual([]);
  const waiting = next('collected');
  await append('collected', 2, 10);
  expect(await waiting).toEqual([0, 1]);
  await append('collected', 1, 10);
  expect(await next('collected')).toEqual([2]);
});

test('of more than one answer can hold come in several, each record once', async () => {
  await log.createTopic({ name: 'much' });
  await append('much', 50, 100_000);
  lastEventId = undefined;
  const offsets: number[] = [];
  let answers = 0;
  for (; offsets.length < 50; answers += 1) offsets.push(...(await next('much')));
  expect(offsets).toEqual(Array.from({ length: 50 }, (_, at) => at));
  expect(answers).toBeGreaterThan(4);
});
