import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readTopic } from '../../functions/http/read-topic.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { type App, call, startApp } from '../support/app.ts';
import { fill, inOrder, type Written, written } from '../support/written-topic.ts';
import { describeReadFaults } from './read-faults.ts';

let app: App;
let log: MemoryLog;
let topics = 0;
let laterMs = 0;

beforeAll(async () => {
  log = new MemoryLog({ now: () => Date.now() + laterMs });
  app = await startApp({ kafkaRest: { log } });
});
afterEach(() => {
  laterMs = 0;
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

/** A new topic with so many records in each partition. */
async function topicOf(...counts: number[]): Promise<string> {
  const topic = `topic-${++topics}`;
  await log.createTopic({ name: topic, partitionCount: counts.length });
  await fill(log, topic, counts);
  return topic;
}

interface Page {
  readonly records: readonly Written[];
  readonly cursor: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly nextOffset: number;
    readonly endOffset: number | null;
    readonly lag: number | null;
    readonly skipped?: { readonly from: number; readonly to: number };
  }[];
  readonly caughtUp: boolean;
}

function ask(
  topic: string,
  query = '',
  headers: Record<string, string> = {},
  dependencies = app.dependencies,
) {
  return call((request, ends) => readTopic(request, dependencies, ends), {
    params: { topic },
    query,
    headers,
  });
}

async function read(topic: string, query = ''): Promise<Page> {
  const { status, text, body } = await ask(topic, query);
  if (status !== 200) throw new Error(text);
  return body as unknown as Page;
}

/** Follows the cursor until it has caught up. */
async function readOn(topic: string, query: string, from = query): Promise<Page[]> {
  const pages = [await read(topic, from)];
  while (pages.at(-1)?.caughtUp !== true)
    pages.push(await read(topic, `${query}&cursor=${pages.at(-1)?.cursor}`));
  return pages;
}

const recordsOf = (pages: readonly Page[]) => pages.flatMap(({ records }) => records);
const offsetsOf = ({ records }: Page, partition: number) =>
  records.filter((record) => record.partition === partition).map(({ offset }) => offset);

describe('readTopic gives', () => {
  test('all records of all partitions as the log has them, each partition in its order', async () => {
    const topic = await topicOf(7, 0, 3);
    const page = await read(topic);
    expect(inOrder(page.records)).toEqual(await written(log, topic));
    expect(offsetsOf(page, 0)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(page).toMatchObject({
      caughtUp: true,
      partitions: [
        { partition: 0, nextOffset: 7, endOffset: 7, lag: 0 },
        { partition: 1, nextOffset: 0, endOffset: 0, lag: 0 },
        { partition: 2, nextOffset: 3, endOffset: 3, lag: 0 },
      ],
    });
  });

  test('everything once to who follows the cursor, however little comes at a time', async () => {
    const topic = await topicOf(11, 1, 5, 0, 8);
    for (const query of ['?count=1', '?count=7', '?count=1000', '?maxBytes=1', '?maxBytes=700&count=50']) {
      const pages = await readOn(topic, query);
      expect(inOrder(recordsOf(pages))).toEqual(await written(log, topic));
      for (const partition of [0, 1, 2, 3, 4]) {
        const offsets = pages.flatMap((page) => offsetsOf(page, partition));
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      }
    }
  });

  test('the few records of one partition soon, though another has many', async () => {
    const topic = await topicOf(500, 500, 1);
    const pages = [await read(topic, '?count=2')];
    pages.push(await read(topic, `?count=2&cursor=${pages[0]?.cursor}`));
    expect(recordsOf(pages).some(({ partition }) => partition === 2)).toBe(true);
  });

  test('to each partition the same share, and what one has too little to the others', async () => {
    const page = await read(await topicOf(1000, 10, 1000), '?count=100');
    expect(page.records).toHaveLength(100);
    const [first = 0, second, third = 0] = [0, 1, 2].map((partition) => offsetsOf(page, partition).length);
    expect(second).toBe(10);
    expect(Math.min(first, third)).toBeGreaterThanOrEqual(33);
  });

  test('a link to go on, with the other parameters and without a key', async () => {
    const topic = await topicOf(3);
    const { headers, body } = await ask(topic, '?count=2&code=hidden&offset=earliest&value=json');
    expect(headers['link']).toBe(`<?cursor=${String(body['cursor'])}&count=2&value=json>; rel="next"`);
  });
});

describe('readTopic begins', () => {
  test.each([
    ['?offset=earliest', [0, 1, 2, 3, 4]],
    ['?offset=latest', []],
    ['?last=2', [3, 4]],
    ['?last=9', [0, 1, 2, 3, 4]],
  ])('where %s says, in each partition', async (query, offsets) => {
    const page = await read(await topicOf(5, 5), query);
    expect([offsetsOf(page, 0), offsetsOf(page, 1)]).toEqual([offsets, offsets]);
  });

  test('at the first record of a time in each partition, and ends before another', async () => {
    const topic = await topicOf(0, 0);
    const at = (partition: number, timestampMs: number) => ({
      partition,
      key: null,
      value: null,
      timestampMs,
    });
    const now = Date.now();
    await log.append(topic, [at(0, now), at(0, now + 10), at(0, now + 20), at(1, now + 15), at(1, now + 30)]);
    const page = await read(topic, `?timestamp=${now + 10}&untilTimestamp=${now + 30}`);
    expect([offsetsOf(page, 0), offsetsOf(page, 1)]).toEqual([[1, 2], [0]]);
    expect(page).toMatchObject({
      caughtUp: true,
      partitions: [{ nextOffset: 3 }, { nextOffset: 1, lag: 1 }],
    });
  });

  test('with the records that come after an earlier call, wherever they are', async () => {
    const topic = await topicOf(2, 2);
    const { cursor } = await read(topic, '?offset=latest');
    await fill(log, topic, [0, 3]);
    const page = await read(topic, `?cursor=${cursor}`);
    expect([offsetsOf(page, 0), offsetsOf(page, 1)]).toEqual([[], [2, 3, 4]]);
  });

  test('at earliest in partitions that were added since', async () => {
    const topic = await topicOf(1);
    const { cursor } = await read(topic, '?offset=latest');
    log.addPartitions(topic, 3);
    await app.standIns.kafkaRest.metadata.refresh();
    await fill(log, topic, [1, 2, 3]);
    const page = await read(topic, `?cursor=${cursor}`);
    expect([0, 1, 2].map((partition) => offsetsOf(page, partition))).toEqual([[1], [0, 1], [0, 1, 2]]);
  });
});

describe('readTopic of chosen partitions', () => {
  test('reads those alone, and its cursor goes on with those', async () => {
    const topic = await topicOf(3, 3, 3);
    const page = await read(topic, '?partitions=2,0&count=2');
    expect(page.partitions.map(({ partition }) => partition)).toEqual([0, 2]);
    const rest = await readOn(topic, '?', `?cursor=${page.cursor}`);
    expect(inOrder(recordsOf([page, ...rest])).map(({ partition }) => partition)).toEqual([0, 0, 0, 2, 2, 2]);
  });

  test('goes on in some of those that a cursor knows', async () => {
    const topic = await topicOf(2, 2);
    const { cursor } = await read(topic, '?offset=latest');
    await fill(log, topic, [1, 1]);
    const page = await read(topic, `?cursor=${cursor}&partitions=1`);
    expect([offsetsOf(page, 0), offsetsOf(page, 1)]).toEqual([[], [2]]);
  });

  test('refuses one that the topic or the cursor does not have', async () => {
    const topic = await topicOf(1, 1);
    expect(await ask(topic, '?partitions=0,2')).toMatchObject({
      status: 404,
      body: { code: 'partition-not-found' },
    });
    const { cursor } = await read(topic, '?partitions=0');
    expect(await ask(topic, `?cursor=${cursor}&partitions=1`)).toMatchObject({
      status: 400,
      body: {
        code: 'cursor-invalid',
        detail: expect.stringContaining('without the partitions 1') as unknown,
      },
    });
  });
});

describe('readTopic by key', () => {
  test('gives the records whose key is exactly that, and moves on past the others', async () => {
    const topic = await topicOf(20, 20);
    const pages = await readOn(topic, '?key=key-1&count=3');
    const wanted = (await written(log, topic)).filter(({ key }) => key === 'key-1');
    expect(inOrder(recordsOf(pages))).toEqual(wanted);
    expect(pages.at(-1)?.partitions.map(({ lag }) => lag)).toEqual([0, 0]);
  });

  test('that nobody has gives none, has caught up, and does not read the same again', async () => {
    const topic = await topicOf(20, 20);
    const page = await read(topic, '?key=other');
    expect(page).toMatchObject({
      records: [],
      caughtUp: true,
      partitions: [{ nextOffset: 20 }, { nextOffset: 20 }],
    });
  });
});

describe('readTopic where the log has lost its place', () => {
  const hours = (count: number) => count * 3_600_000;

  async function overtaken() {
    const topic = `topic-${++topics}`;
    await log.createTopic({
      name: topic,
      partitionCount: 2,
      properties: { 'retention.ms': String(hours(1)) },
    });
    await fill(log, topic, [3, 3]);
    const { cursor } = await read(topic, '?count=2');
    laterMs += hours(2);
    return { topic, cursor };
  }

  test('to retention is told which partition and where its log is now', async () => {
    const { topic, cursor } = await overtaken();
    expect(await ask(topic, `?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'offset-out-of-range', offset: 1, earliestOffset: 3, endOffset: 3 },
    });
  });

  test.each(['earliest', 'latest'])(
    'goes on at %s where that was asked for, and says what it passed over',
    async (where) => {
      const { topic, cursor } = await overtaken();
      const page = await read(topic, `?cursor=${cursor}&onOutOfRange=${where}`);
      expect(page).toMatchObject({ records: [], caughtUp: true });
      expect(page.partitions).toEqual(
        [0, 1].map((partition) => ({
          ...{ partition, nextOffset: 3, endOffset: 3, lag: 0 },
          skipped: { from: 1, to: 3 },
        })),
      );
    },
  );

  test('because the topic was made anew is told as well', async () => {
    const topic = await topicOf(3);
    const { cursor } = await read(topic, '?offset=latest');
    log.deleteTopic(topic);
    await log.createTopic({ name: topic, partitionCount: 1 });
    await fill(log, topic, [1]);
    expect(await ask(topic, `?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'offset-out-of-range', partition: 0, offset: 3, earliestOffset: 0, endOffset: 1 },
    });
    expect((await read(topic, `?cursor=${cursor}&onOutOfRange=earliest`)).records).toHaveLength(1);
  });

  test('does not matter to who begins at earliest', async () => {
    const { topic } = await overtaken();
    expect(await read(topic)).toMatchObject({ records: [], caughtUp: true });
  });
});

describe('readTopic with waitMs', () => {
  test('answers when the first record comes, and asks for metadata alone until then', async () => {
    const topic = await topicOf(1, 1);
    const { cursor } = await read(topic);
    const { faults } = app.standIns.kafkaRest;
    const [looks, reads] = [faults.hits('partitions'), faults.hits('consume')];
    const waiting = read(topic, `?cursor=${cursor}&waitMs=10000`);
    while (faults.hits('partitions') < looks + 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(faults.hits('consume')).toBe(reads);
    await fill(log, topic, [0, 1]);
    expect((await waiting).records).toMatchObject([{ partition: 1, offset: 1 }]);
  });

  test('answers without records when none came', async () => {
    const topic = await topicOf(1);
    expect(await read(topic, '?offset=latest&waitMs=150')).toMatchObject({ records: [], caughtUp: true });
  });

  test('waits for a record with the key', async () => {
    const topic = await topicOf(1);
    const { cursor } = await read(topic);
    const { faults } = app.standIns.kafkaRest;
    const reads = faults.hits('consume');
    const waiting = read(topic, `?cursor=${cursor}&key=key-1&waitMs=10000`);
    await fill(log, topic, [1]);
    while (faults.hits('consume') < reads + 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await fill(log, topic, [2]);
    expect((await waiting).records).toMatchObject([{ key: 'key-1', offset: 3 }]);
  });

  test('is refused where too many wait already, if there is nothing to read', async () => {
    const dependencies = createDependencies({ ...app.standIns.environment, KAFKA_MAX_WAITING: '1' });
    const topic = await topicOf(1);
    const { faults } = app.standIns.kafkaRest;
    const looks = faults.hits('partitions');
    const waiting = ask(topic, '?offset=latest&waitMs=10000', {}, dependencies);
    while (faults.hits('partitions') < looks + 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await ask(topic, '?offset=latest&waitMs=10000', {}, dependencies)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '5' },
      body: { code: 'too-many-waiting' },
    });
    expect(await ask(topic, '?waitMs=10', {}, dependencies)).toMatchObject({ status: 200 });
    await fill(log, topic, [1]);
    expect(await waiting).toMatchObject({ status: 200 });
    expect(await ask(topic, '?offset=latest&waitMs=10', {}, dependencies)).toMatchObject({ status: 200 });
  });
});

describe('readTopic refuses, without a call of the proxy,', () => {
  const refusals: [query: string, parameter: string, told: RegExp][] = [
    ['?offset=5', 'offset', /give earliest or latest; a number is an offset of one partition/],
    ['?partitions=0,x', 'partitions', /give each partition once, as 0,2,5/],
    ['?partitions=0,0', 'partitions', /give each partition once/],
    ['?partitions=', 'partitions', /give each partition once/],
    ['?partitions=2147483648', 'partitions', /give each partition once/],
    ['?timestamp=1700000000', 'timestamp', /epoch seconds\? give milliseconds/],
    ['?count=0', 'count', /whole number from 1 to 10000/],
    ['?waitMs=20001', 'waitMs', /whole number from 0 to 20000/],
    ['?offset=latest&last=2', 'offset,last', /offset and last exclude each other: give one/],
    ['?curser=abc', 'curser', /do you mean cursor/],
    ['?untilOffset=4', 'untilOffset', /is not known/],
  ];

  test.each(refusals)('%s', async (query, parameter, detail) => {
    const before = app.standIns.kafkaRest.faults.allHits();
    expect(await ask('orders', query)).toMatchObject({
      status: 400,
      body: {
        code: 'invalid-request',
        errors: [{ parameter, in: 'query', detail: expect.stringMatching(detail) as unknown }],
      },
    });
    expect(app.standIns.kafkaRest.faults.allHits()).toEqual(before);
  });

  test('a cursor of another topic, or one that is none', async () => {
    const { cursor } = await read(await topicOf(1));
    for (const given of [cursor, 'abc', '']) {
      expect(await ask('orders', `?cursor=${given}`)).toMatchObject({
        status: 400,
        body: { code: 'cursor-invalid' },
      });
    }
  });

  test('an internal topic, and an Accept that it has no form for', async () => {
    expect(await ask('__internal')).toMatchObject({ status: 403, body: { code: 'topic-internal' } });
    expect(await ask('orders', '', { accept: 'text/csv' })).toMatchObject({
      status: 406,
      body: { code: 'not-acceptable', detail: expect.stringContaining('application/json') as unknown },
    });
  });
});

test('readTopic says that a topic is not there', async () => {
  expect(await ask('absent')).toMatchObject({ status: 404, body: { code: 'topic-not-found' } });
});

describe('where one partition cannot be read, readTopic', () => {
  let faulty: string;
  beforeAll(async () => {
    faulty = await topicOf(2, 2);
  });

  describeReadFaults({
    app: () => app,
    call: 'consume',
    ask: (dependencies) => ask(faulty, '', {}, dependencies),
    notFound: [404, 'partition-not-found'],
  });
});
