import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { HttpRequest } from '@azure/functions';
import { readTopic } from '../../functions/http/read-topic.ts';
import { anyone } from '../../shared/access/caller.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { isStreamed } from '../../shared/http/stream.ts';
import { type App, call, startApp } from '../support/app.ts';
import { parseEvents } from '../support/server-sent-events.ts';
import { fill, inOrder, type Written, written } from '../support/written-topic.ts';

let app: App;
let topics = 0;

beforeAll(async () => {
  app = await startApp();
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

const log = () => app.standIns.kafkaRest.log;

async function topicOf(...counts: number[]): Promise<string> {
  const topic = `stream-${++topics}`;
  await log().createTopic({ name: topic, partitionCount: counts.length });
  await fill(log(), topic, counts);
  return topic;
}

const NDJSON = 'application/x-ndjson';
const EVENTS = 'text/event-stream';

/** The whole answer of a stream that ends by itself. */
const whole = (topic: string, accept: string, query = '', dependencies = app.dependencies) =>
  call((request, ends) => readTopic(request, dependencies, ends), {
    params: { topic },
    query,
    headers: { accept },
  });

function lines(text: string): Record<string, unknown>[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('As NDJSON readTopic gives', () => {
  test('every record on a line of its own, and at the end the cursor behind them', async () => {
    const topic = await topicOf(300, 0, 250);
    const { text, headers } = await whole(topic, NDJSON);
    expect(headers['content-type']).toBe(NDJSON);
    const all = lines(text);
    const end = all.pop();
    expect(inOrder(all as unknown as Written[])).toEqual(await written(log(), topic));
    expect(end).toMatchObject({
      done: true,
      caughtUp: true,
      partitions: [{ lag: 0 }, { lag: 0 }, { lag: 0 }],
    });
    await fill(log(), topic, [1]);
    const next = lines((await whole(topic, NDJSON, `?cursor=${String(end?.['cursor'])}`)).text);
    expect(next).toMatchObject([{ partition: 0, offset: 300 }, { done: true }]);
  });

  test('its last line alone where there is nothing to read', async () => {
    expect(lines((await whole(await topicOf(0), NDJSON)).text)).toMatchObject([
      { done: true, caughtUp: true },
    ]);
  });

  test('as many as count says, and no more than maxBytes', async () => {
    const topic = await topicOf(20, 20);
    expect(lines((await whole(topic, NDJSON, '?count=7')).text)).toHaveLength(8);
    expect(lines((await whole(topic, NDJSON, '?maxBytes=1')).text)).toMatchObject([{}, { caughtUp: false }]);
  });

  test('values as JSON where that was asked for', async () => {
    const topic = await topicOf(0);
    await log().append(topic, [
      { partition: 0, key: null, value: Buffer.from('{"a":\r\n1.10}'), timestampMs: Date.now() },
    ]);
    const { text } = await whole(topic, NDJSON, '?value=json');
    expect(lines(text)).toHaveLength(2);
    expect(text).toContain('"value":{"a":  1.10}');
  });

  test('a problem where nothing was given yet', async () => {
    const topic = await topicOf(2);
    app.standIns.kafkaRest.faults.add({ call: 'consume', fault: { kind: 'status', status: 500 } });
    const { status, headers, text } = await whole(topic, NDJSON);
    expect([status, headers['content-type']]).toEqual([503, 'application/problem+json']);
    expect(text).toContain('proxy-unavailable');
  });
});

interface Stream {
  /** The events of the next chunk that has some. */
  readonly next: () => Promise<ReturnType<typeof parseEvents>>;
  readonly chunk: () => Promise<string | undefined>;
  readonly closed: AbortController;
  readonly problems: readonly unknown[];
}

/** A stream of events that is taken chunk by chunk. */
async function open(
  topic: string,
  query = '',
  {
    lastEventId,
    dependencies = app.dependencies,
  }: { lastEventId?: string; dependencies?: Dependencies } = {},
): Promise<Stream> {
  const closed = new AbortController();
  const problems: unknown[] = [];
  const headers = { accept: EVENTS, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
  const url = `http://localhost/api/test${query}`;
  const lateProblem = (error: unknown) => {
    problems.push(error);
    return '{"code":"told"}';
  };
  const answer = await readTopic(
    new HttpRequest({ method: 'GET', url, params: { topic }, headers }),
    dependencies,
    {
      caller: anyone,
      takeBytes: () => () => undefined,
      closed: closed.signal,
      invocationId: 'id',
      lateProblem,
      whenAnswered: () => undefined,
      concerns: () => undefined,
      isStreamable: true,
    },
  );
  if (!isStreamed(answer)) throw new Error('no stream');
  const chunks = answer.chunks[Symbol.asyncIterator]();
  const chunk = async () => {
    const taken = await chunks.next();
    return taken.done === true ? undefined : taken.value.toString();
  };
  const next = async () => {
    for (;;) {
      const text = await chunk();
      if (text === undefined) return [];
      const events = parseEvents(text);
      if (events.length > 0) return events;
    }
  };
  return { next, chunk, closed, problems };
}

describe('As server-sent events readTopic gives', () => {
  test('at once a comment, how soon to come back, and where it begins', async () => {
    const stream = await open(await topicOf(1), '?offset=latest');
    const first = (await stream.chunk()) ?? '';
    expect(first).toMatch(/^: [^\n]+\nretry: 1000\n\nevent: position\nid: [\w-]+\ndata: /);
    stream.closed.abort();
  });

  test('each record as plain data, with an id that goes on right after it', async () => {
    const topic = await topicOf(3, 2);
    const stream = await open(topic);
    await stream.next();
    const events = [...(await stream.next()), ...(await stream.next())];
    stream.closed.abort();
    const all = await written(log(), topic);
    expect(inOrder(events.map(({ data }) => JSON.parse(data) as Written))).toEqual(all);
    for (const [index, { id, event }] of events.entries()) {
      expect(event).toBe('message');
      const rest = await whole(topic, NDJSON, `?cursor=${id ?? ''}`);
      const left = lines(rest.text).slice(0, -1) as unknown as Written[];
      const seen = events.slice(0, index + 1).map(({ data }) => JSON.parse(data) as Written);
      expect(inOrder([...seen, ...left])).toEqual(all);
    }
  });

  test('records that are written meanwhile, and goes on where the last id says, whatever the query has', async () => {
    const topic = await topicOf(1, 1);
    const stream = await open(topic, '?offset=latest');
    const [begin] = await stream.next();
    await fill(log(), topic, [0, 1]);
    const [event] = await stream.next();
    expect(JSON.parse(event?.data ?? '')).toMatchObject({ partition: 1, offset: 1 });
    stream.closed.abort();
    await fill(log(), topic, [1]);
    for (const [lastEventId, count] of [
      [event?.id ?? '', 1],
      [begin?.id ?? '', 2],
    ] as const) {
      const again = await open(topic, '?offset=latest', { lastEventId });
      await again.next();
      const events = await again.next();
      if (events.length < count) events.push(...(await again.next()));
      again.closed.abort();
      expect(events).toHaveLength(count);
    }
  });

  test('a problem as its last event, and logs it, where a later read fails', async () => {
    const topic = await topicOf(1);
    const stream = await open(topic, '?offset=latest');
    await stream.next();
    app.standIns.kafkaRest.faults.add({ call: 'partitions', fault: { kind: 'status', status: 403 } });
    expect(await stream.next()).toEqual([{ event: 'problem', id: undefined, data: '{"code":"told"}' }]);
    expect(await stream.chunk()).toBeUndefined();
    expect(stream.problems).toMatchObject([{ code: 'proxy-forbidden' }]);
  });

  test('nothing more, and no problem, to a caller that has gone', async () => {
    const stream = await open(await topicOf(1), '?offset=latest');
    await stream.next();
    stream.closed.abort();
    expect(await stream.chunk()).toBeUndefined();
    expect(stream.problems).toEqual([]);
  });

  test('its end after KAFKA_STREAM_SECONDS, with where it came to', async () => {
    const dependencies = createDependencies({ ...app.standIns.environment, KAFKA_STREAM_SECONDS: '1' });
    const topic = await topicOf(0, 2);
    const { text } = await whole(topic, EVENTS, '?key=other', dependencies);
    const events = parseEvents(text);
    expect(events.map(({ event }) => event)).toEqual(['position', 'position']);
    const rest = await whole(topic, NDJSON, `?cursor=${events.at(-1)?.id ?? ''}`);
    expect(lines(rest.text)).toMatchObject([{ done: true }]);
  });

  test('a refusal with a status where it cannot begin, or too many wait', async () => {
    expect(await whole('absent', EVENTS)).toMatchObject({ status: 404 });
    const topic = await topicOf(1);
    expect(await whole(topic, EVENTS, '?cursor=abc')).toMatchObject({ status: 400 });
    const dependencies = createDependencies({ ...app.standIns.environment, KAFKA_MAX_WAITING: '1' });
    const stream = await open(topic, '', { dependencies });
    expect(await whole(topic, EVENTS, '', dependencies)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '5' },
    });
    stream.closed.abort();
    await open(topic, '', { dependencies }).then(({ closed }) => {
      closed.abort();
    });
  });

  test('where retention was faster, what it passed over', async () => {
    const topic = await topicOf(1);
    const { text } = await whole(topic, NDJSON, '?offset=latest');
    const cursor = String(lines(text).at(-1)?.['cursor']);
    (log() as unknown as { deleteTopic: (name: string) => void }).deleteTopic(topic);
    await log().createTopic({ name: topic, partitionCount: 1 });
    const stream = await open(topic, `?cursor=${cursor}&onOutOfRange=earliest`);
    await stream.next();
    expect(await stream.next()).toMatchObject([
      { event: 'skipped', data: '{"partition":0,"from":1,"to":0}' },
    ]);
    stream.closed.abort();
  });
});
