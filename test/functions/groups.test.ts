import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { commitGroup } from '../../functions/http/commit-group.ts';
import { deleteGroup } from '../../functions/http/delete-group.ts';
import { describeGroup } from '../../functions/http/describe-group.ts';
import { describeGroupTopic } from '../../functions/http/describe-group-topic.ts';
import { fetchGroup } from '../../functions/http/fetch-group.ts';
import { listGroups } from '../../functions/http/list-groups.ts';
import { releaseLease } from '../../functions/http/release-lease.ts';
import { renewLease } from '../../functions/http/renew-lease.ts';
import { resetGroup } from '../../functions/http/reset-group.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import type { Respond } from '../../shared/http/handle.ts';
import { type App, call, startApp } from '../support/app.ts';
import { type StorageFront, startStorageFront } from '../support/storage-front.ts';

let storage: StorageFront;
let app: App;
/** By how much the log's clock is ahead. */
let logLaterMs = 0;
const log = new MemoryLog({ now: () => Date.now() + logLaterMs });
let groups = 0;
let group: string;
let topic: string;

beforeAll(async () => {
  storage = await startStorageFront();
  app = await startApp({ settings: { KafkaStorage: storage.connectionString }, kafkaRest: { log } });
}, 60_000);
afterAll(async () => {
  await app.close();
  await storage.close();
});
beforeEach(async () => {
  groups += 1;
  group = `group-${groups}`;
  topic = `topic-${groups}`;
  storage.laterMs = 0;
  logLaterMs = 0;
  storage.judge = () => 'pass';
  app.standIns.kafkaRest.faults.clear();
  await log.createTopic({ name: topic, partitionCount: 2 });
});

type Handler = (
  request: Parameters<Respond>[0],
  dependencies: Dependencies,
  call: Parameters<Respond>[1],
) => ReturnType<Respond>;

function post(
  handler: Handler,
  body: unknown = {},
  { query = '', of = group, dependencies = app.dependencies } = {},
) {
  return call((request, context) => handler(request, dependencies, context), {
    method: 'POST',
    params: { group: of, topic },
    query,
    body: JSON.stringify(body),
  });
}
function get(handler: Handler, { query = '', of = group } = {}) {
  return call((request, context) => handler(request, app.dependencies, context), {
    params: { group: of, topic },
    query,
  });
}
const fetch = async (body: unknown = {}) => (await post(fetchGroup, body)).body;
const commit = (body: unknown) => post(commitGroup, body);
const remove = (query = '') =>
  call((request, context) => deleteGroup(request, app.dependencies, context), {
    method: 'DELETE',
    params: { group, topic },
    query,
  });

/** Lets so many writes of several rows through, and no more. */
function cutAfterBatches(count: number): void {
  let batches = 0;
  storage.judge = (_method, path) => (path.includes('$batch') && (batches += 1) > count ? 'cut' : 'pass');
}

function anotherInstance(settings: Record<string, string> = {}): Dependencies {
  const { environment } = app.standIns;
  return createDependencies({ ...environment, KafkaStorage: storage.connectionString, ...settings });
}

async function produce(partition: number, ...values: string[]) {
  const timestampMs = Date.now() + logLaterMs;
  await log.append(
    topic,
    values.map((value) => ({ partition, key: null, value: Buffer.from(value), timestampMs })),
  );
}

interface Seen {
  readonly value: string;
  readonly deliveryCount: number;
}
const seenIn = (body: Record<string, unknown>) =>
  (body['records'] as Seen[]).map(({ value, deliveryCount }) => `${value} ${deliveryCount}`);

describe('fetchGroup', () => {
  test('leases records to one fetch, in the text of the proxy, and tells how far the group is', async () => {
    await produce(0, 'a', 'b');
    const { body, text } = await post(fetchGroup);
    expect(body).toMatchObject({
      records: [
        { value: 'a', offset: 0, partition: 0, deliveryCount: 1 },
        { value: 'b', offset: 1, deliveryCount: 1 },
      ],
      partitions: [{ partition: 0, committed: null, nextOffset: 2, endOffset: 2, lag: 2 }],
      leasedElsewhere: [],
    });
    expect(text).toContain('"timestampType":"CreateTime","deliveryCount":1}');
    expect(Date.parse(body['leaseUntil'] as string) - Date.now()).toBeGreaterThan(50_000);
    expect(await fetch()).toEqual({
      records: [],
      lease: null,
      leaseUntil: null,
      partitions: [],
      leasedElsewhere: [{ partition: 0, leaseUntil: expect.any(String) as unknown }],
    });
  });

  test('commits an earlier fetch and goes on, in one call', async () => {
    await produce(0, 'a', 'b');
    const { lease } = await fetch({ count: 1 });
    const second = await fetch({ count: 1, commit: lease });
    expect(seenIn(second)).toEqual(['b 1']);
    expect(second['partitions']).toMatchObject([{ committed: 1, nextOffset: 2, lag: 1 }]);
    expect(await fetch({ commit: second['lease'] })).toMatchObject({ lease: null, leasedElsewhere: [] });
  });

  test('asks the storage three times where it commits and goes on: one look, and a write for each', async () => {
    await produce(0, 'a', 'b');
    const { lease } = await fetch({ count: 1 });
    const asked: string[] = [];
    storage.judge = (method) => {
      asked.push(method);
      return 'pass';
    };
    expect(seenIn(await fetch({ count: 1, commit: lease }))).toEqual(['b 1']);
    expect(asked).toEqual(['GET', expect.stringMatching(/^P/), expect.stringMatching(/^P/)]);
  });

  test('hands out again what was not committed when the lease ends by the clock of the store', async () => {
    await produce(0, 'a');
    const { lease } = await fetch({ leaseSeconds: 30 });
    storage.laterMs = 29_000;
    expect(seenIn(await fetch())).toEqual([]);
    storage.laterMs = 31_000;
    expect(seenIn(await fetch({ leaseSeconds: 300 }))).toEqual(['a 2']);
    storage.laterMs = 0;
    expect((await commit({ lease })).body).toMatchObject({ code: 'lease-expired', partitions: [0] });
  });

  test('writes nothing where there is nothing, and fetches across partitions', async () => {
    const before = storage.requests();
    expect(await fetch()).toMatchObject({ records: [], lease: null });
    expect((await get(describeGroupTopic)).status).toBe(404);
    expect(storage.requests() - before).toBe(2);
    await produce(0, 'a');
    await produce(1, 'b');
    const { records, partitions } = await fetch();
    expect((records as Seen[]).map(({ value }) => value).sort()).toEqual(['a', 'b']);
    expect(partitions).toHaveLength(2);
  });

  test('reads only the partitions that are asked for', async () => {
    await produce(0, 'a');
    await produce(1, 'b');
    expect(seenIn(await fetch({ partitions: [1] }))).toEqual(['b 1']);
    expect((await post(fetchGroup, { partitions: [2] })).body).toMatchObject({ code: 'partition-not-found' });
  });

  test('begins at the latest in all partitions at once, so that nothing produced after it is missed', async () => {
    await produce(0, 'old');
    expect(await fetch({ start: 'latest' })).toMatchObject({ lease: null });
    await produce(0, 'new');
    await produce(1, 'other');
    expect(seenIn(await fetch({ start: 'latest' })).sort()).toEqual(['new 1', 'other 1']);
    log.addPartitions(topic, 3);
    await produce(2, 'of a later partition');
    const dependencies = anotherInstance();
    expect(seenIn((await post(fetchGroup, { start: 'latest' }, { dependencies })).body)).toEqual([
      'of a later partition 1',
    ]);
  });

  test('tells what retention took of a partition that it had not come to yet', async () => {
    topic = `short-lived-${groups}`;
    await log.createTopic({ name: topic, partitionCount: 2, properties: { 'retention.ms': '10000' } });
    await produce(0, 'a');
    await produce(1, 'b');
    expect(seenIn(await fetch({ partitions: [0] }))).toEqual(['a 1']);
    logLaterMs = 20_000;
    await produce(1, 'c');
    const dependencies = anotherInstance();
    const { body: state } = await call((request) => describeGroupTopic(request, dependencies), {
      params: { group, topic },
    });
    expect(state).toMatchObject({ partitions: [{ lag: 0 }, { lag: 1 }] });
    const { body } = await post(fetchGroup, {}, { dependencies });
    expect(body).toMatchObject({
      partitions: [{ partition: 1, committed: null, nextOffset: 2, lag: 1, skipped: { from: 0, to: 1 } }],
    });
  });

  test('begins at the earliest where it is told to, also where nothing is there yet', async () => {
    expect(await fetch({ start: 'earliest' })).toMatchObject({ lease: null });
    await produce(0, 'a');
    expect(seenIn(await fetch({ start: 'latest' }))).toEqual(['a 1']);
  });

  test('begins nowhere while there is nothing, if it is not told where', async () => {
    const before = storage.requests();
    expect(await fetch()).toMatchObject({ lease: null });
    expect(storage.requests() - before).toBe(1);
    expect((await get(describeGroup)).status).toBe(404);
  });

  test('begins in all partitions of a large topic, also where it broke off between the parts', async () => {
    topic = `large-${groups}`;
    await log.createTopic({ name: topic, partitionCount: 250 });
    await produce(0, 'old');
    cutAfterBatches(1);
    expect((await post(fetchGroup, { start: 'latest' })).status).toBe(503);
    storage.judge = () => 'pass';
    // What was written stays, and what comes between is of nobody's beginning yet.
    await produce(0, 'between');
    await produce(249, 'between');
    expect(await fetch({ start: 'latest' })).toMatchObject({ partitions: [{ partition: 0, committed: 1 }] });
    const partitions = (await get(describeGroupTopic)).body['partitions'] as { committed: number }[];
    expect(partitions.map(({ committed }) => committed)).toEqual(
      Array.from({ length: 250 }, (_, partition) => (partition === 0 || partition === 249 ? 1 : 0)),
    );
    const reset = await post(resetGroup, { to: 'earliest', force: true });
    expect((reset.body['partitions'] as unknown[]).length).toBe(250);
    expect(seenIn(await fetch({ partitions: [0, 249] })).sort()).toEqual(['between 1', 'between 1', 'old 1']);
  });

  test('begins with the first records in all partitions of a large topic, also where it broke off between the parts', async () => {
    topic = `large-short-lived-${groups}`;
    await log.createTopic({ name: topic, partitionCount: 120, properties: { 'retention.ms': '10000' } });
    for (const partition of [0, 1, 119]) await produce(partition, 'a');
    const { faults } = app.standIns.kafkaRest;
    faults.resetHits();
    cutAfterBatches(1);
    expect((await post(fetchGroup, { partitions: [0] })).status).toBe(503);
    storage.judge = () => 'pass';
    // What is known of all partitions at once is asked for once to look, and once to begin.
    expect(faults.hits('partitions')).toBeLessThanOrEqual(3);
    expect(seenIn(await fetch({ partitions: [0] }))).toEqual(['a 1']);
    logLaterMs = 20_000;
    for (const partition of [1, 119]) await produce(partition, 'b');
    const { body } = await post(fetchGroup, {}, { dependencies: anotherInstance() });
    const partitions = body['partitions'] as { partition: number; skipped?: unknown }[];
    const skipped = { from: 0, to: 1 };
    expect(new Map(partitions.map((each) => [each.partition, each.skipped]))).toEqual(
      new Map([
        [1, skipped],
        [119, skipped],
      ]),
    );
  });

  test('begins at a time', async () => {
    const atMs = Date.now() - 60_000;
    await log.append(
      topic,
      ['old', 'young'].map((value, index) => ({
        partition: 0,
        key: null,
        value: Buffer.from(value),
        timestampMs: atMs + index * 30_000,
      })),
    );
    expect(seenIn(await fetch({ start: { timestamp: new Date(atMs + 1).toISOString() } }))).toEqual([
      'young 1',
    ]);
  });

  test('waits for a first record, and no longer than it is asked to', async () => {
    const waiting = fetch({ waitMs: 10_000 });
    await produce(1, 'a');
    expect(seenIn(await waiting)).toEqual(['a 1']);
    expect(await fetch({ waitMs: 50 })).toMatchObject({ lease: null, leasedElsewhere: [{ partition: 1 }] });
  });

  test('leases nothing where records under way take all the memory there is', async () => {
    await produce(0, 'a', 'b');
    const { memory, config } = app.dependencies;
    const other = memory.hold();
    other.add(config.maxBytesInFlight - 10);
    expect(await post(fetchGroup)).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    other.release();
    expect(seenIn(await fetch())).toEqual(['a 1', 'b 1']);
    // What was handed out is not held any longer.
    const [all, one] = [memory.hold(), memory.hold()];
    one.add(1);
    expect(() => {
      all.add(config.maxBytesInFlight);
    }).toThrow('memory');
    all.add(config.maxBytesInFlight - 1);
    all.release();
    one.release();
  });

  test('leases nothing to a caller who has gone', async () => {
    await produce(0, 'a');
    const gone = AbortSignal.abort();
    const request = {
      group,
      topic,
      count: 1,
      maxBytes: 1000,
      waitMs: 0,
      leaseMs: 60_000,
      partitions: undefined,
      start: undefined,
      maxDeliveries: 0,
    };
    const { deadline, groups: port } = app.dependencies;
    await port.fetch(request, { deadline, closed: gone }).catch(() => undefined);
    expect(seenIn(await fetch())).toEqual(['a 1']);
  });

  test('goes on at the earliest where retention overtook the group, and says so', async () => {
    await produce(0, 'a', 'b', 'c');
    const { lease } = await fetch({ count: 1 });
    await commit({ lease });
    log.deleteTopic(topic);
    await log.createTopic({ name: topic, partitionCount: 2, properties: { 'retention.ms': '1000' } });
    const record = (timestampMs: number, value: string) => ({
      partition: 0,
      key: null,
      value: Buffer.from(value),
      timestampMs,
    });
    await log.append(topic, [
      record(1, 'a'),
      record(2, 'b'),
      record(3, 'c'),
      record(Date.now() + 60_000, 'd'),
    ]);
    const { partitions, ...rest } = await fetch();
    expect(seenIn(rest)).toEqual(['d 1']);
    expect(partitions).toMatchObject([{ committed: 1, nextOffset: 4, skipped: { from: 1, to: 3 } }]);
  });

  test('refuses a topic that was made anew until the group is reset', async () => {
    await produce(0, 'a', 'b');
    await commit({ lease: (await fetch())['lease'] });
    log.deleteTopic(topic);
    await log.createTopic({ name: topic, partitionCount: 2 });
    await produce(0, 'anew');
    const refused = await post(fetchGroup);
    expect(refused.body).toMatchObject({
      code: 'group-ahead-of-log',
      partition: 0,
      committed: 2,
      endOffset: 1,
    });
    expect(refused.status).toBe(409);
    expect((await post(resetGroup, { to: 'earliest' })).body['partitions']).toEqual([
      { partition: 0, from: 2, to: 0 },
      { partition: 1, from: null, to: 0 },
    ]);
    expect(seenIn(await fetch())).toEqual(['anew 1']);
  });

  test('hands out one record from its third delivery on, and files it as a dead letter when that was too often', async () => {
    const dependencies = anotherInstance({ KAFKA_GROUP_MAX_DELIVERIES: '1' });
    const next = async () => {
      storage.laterMs = 120_000;
      const { body } = await post(fetchGroup, {}, { dependencies });
      storage.laterMs = 0;
      return body;
    };
    await produce(0, 'bad', 'good');
    expect(seenIn(await next())).toEqual(['bad 1', 'good 1']);
    expect(seenIn(await next())).toEqual(['bad 2', 'good 2']);
    expect(seenIn(await next())).toEqual(['bad 3']);
    const after = await next();
    expect(seenIn(after)).toEqual(['good 3']);
    expect(after['passedOver']).toMatchObject([{ partition: 0, offset: 0 }]);
  });
});

describe('commitGroup', () => {
  test('commits all of a lease, once, and again where the answer was lost', async () => {
    await produce(0, 'a', 'b');
    const { lease } = await fetch();
    const first = await commit({ lease });
    expect(first.body).toEqual({ partitions: [{ partition: 0, committed: 2 }], leaseUntil: null });
    expect((await commit({ lease })).body).toEqual(first.body);
  });

  test('commits up to an offset, never back, and keeps the rest until the lease ends', async () => {
    await produce(0, 'a', 'b', 'c');
    const { lease, leaseUntil } = await fetch();
    const { body } = await commit({ lease, offsets: { 0: 2 } });
    expect(body).toMatchObject({ partitions: [{ partition: 0, committed: 2 }] });
    expect(
      Math.abs(Date.parse(body['leaseUntil'] as string) - Date.parse(leaseUntil as string)),
    ).toBeLessThan(5000);
    expect((await commit({ lease, offsets: { 0: 1 } })).body).toMatchObject({
      partitions: [{ committed: 2 }],
    });
    expect(await fetch()).toMatchObject({ lease: null });
    storage.laterMs = 61_000;
    expect(seenIn(await fetch({ leaseSeconds: 300 }))).toEqual(['c 2']);
    expect((await commit({ lease, offsets: { 0: 2 } })).status).toBe(200);
    expect((await commit({ lease })).body).toMatchObject({ code: 'lease-expired' });
  });

  test.each([
    [{ 0: 3 }, '#/offsets/0'],
    [{ 1: 0 }, '#/offsets/1'],
  ])('refuses what was not handed out: %j', async (offsets, pointer) => {
    await produce(0, 'a', 'b', 'c');
    const { lease } = await fetch({ count: 2 });
    const { status, body } = await commit({ lease, offsets });
    expect([status, body]).toMatchObject([400, { code: 'offset-not-leased', errors: [{ pointer }] }]);
  });

  test('refuses the lease of another group, a damaged one and none', async () => {
    await produce(0, 'a');
    const { lease } = await fetch();
    const other = await post(commitGroup, { lease }, { of: 'other' });
    expect(other.body).toMatchObject({ code: 'lease-invalid', status: 400 });
    for (const bad of ['abc', `${lease as string}A`, (lease as string).replace(/^./, 'B')]) {
      expect((await commit({ lease: bad })).body).toMatchObject({ code: 'lease-invalid' });
    }
    expect((await commit({})).body).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '#/lease' }],
    });
  });
});

describe('renewLease and releaseLease', () => {
  test('let a lease end later', async () => {
    await produce(0, 'a');
    const { lease } = await fetch({ leaseSeconds: 10 });
    expect((await post(renewLease, { lease, leaseSeconds: 100 })).body).toMatchObject({ partitions: [0] });
    storage.laterMs = 60_000;
    expect(await fetch()).toMatchObject({ lease: null });
    storage.laterMs = 110_000;
    expect((await post(renewLease, { lease })).body).toMatchObject({ code: 'lease-expired' });
  });

  test('give records back at once, but for those that are done with', async () => {
    await produce(0, 'a', 'b');
    const { lease } = await fetch();
    const released = { status: 200, body: { partitions: [{ partition: 0, committed: 1 }] } };
    expect(await post(releaseLease, { lease, offsets: { 0: 1 } })).toMatchObject(released);
    expect(await post(releaseLease, { lease, offsets: { 0: 1 } })).toMatchObject(released);
    expect((await commit({ lease })).body).toMatchObject({ code: 'lease-expired' });
    expect(seenIn(await fetch())).toEqual(['b 2']);
  });

  test('give records back after a delay', async () => {
    await produce(0, 'a');
    const { lease } = await fetch();
    await post(releaseLease, { lease, delaySeconds: 100 });
    expect(await fetch()).toMatchObject({ lease: null, leasedElsewhere: [{ partition: 0 }] });
    storage.laterMs = 101_000;
    expect(seenIn(await fetch())).toEqual(['a 2']);
  });
});

describe('resetGroup and deleteGroup', () => {
  test('find no group that has not begun', async () => {
    const wanted = { status: 404, body: { code: 'group-not-found' } };
    expect(await post(resetGroup, { to: 'earliest' })).toMatchObject(wanted);
    expect(await remove()).toMatchObject(wanted);
    expect(await get(describeGroup)).toMatchObject(wanted);
  });

  test.each([
    ['latest', [3, 1]],
    ['earliest', [0, 0]],
    [{ shiftBy: -1 }, [1, 0]],
    [{ shiftBy: 100 }, [3, 1]],
    [{ offsets: { 0: 2 } }, [2]],
    [{ timestamp: 1 }, [0, 0]],
  ])('go to %j, first as a dry run', async (to, wanted) => {
    await produce(0, 'a', 'b', 'c');
    await produce(1, 'd');
    const { lease } = await fetch({ count: 2, partitions: [0] });
    await commit({ lease });
    const committed = async () =>
      ((await get(describeGroupTopic)).body['partitions'] as { committed: number }[]).map(
        (each) => each.committed,
      );
    const told = async (query: string) =>
      ((await post(resetGroup, { to }, { query })).body['partitions'] as { to: number }[]).map(
        (each) => each.to,
      );
    expect(await told('?dryRun=true')).toEqual(wanted);
    expect(await committed()).toEqual([2, null]);
    expect(await told('')).toEqual(wanted);
    expect((await committed()).slice(0, wanted.length)).toEqual(wanted);
  });

  test('refuse a group that holds records, unless forced, and end its leases then', async () => {
    await produce(0, 'a');
    const { lease } = await fetch();
    const active = { status: 409, body: { code: 'group-active', partitions: [0] } };
    expect(await post(resetGroup, { to: 'earliest' })).toMatchObject(active);
    expect(await remove()).toMatchObject(active);
    expect((await post(resetGroup, { to: 'earliest', force: true })).status).toBe(200);
    expect((await commit({ lease })).body).toMatchObject({ code: 'lease-expired' });
    const again = await fetch();
    expect(seenIn(again)).toEqual(['a 1']);
    expect((await remove('?force=true')).status).toBe(204);
    expect((await commit({ lease: again['lease'] })).body).toMatchObject({ code: 'lease-expired' });
    expect((await get(describeGroupTopic)).status).toBe(404);
  });

  test('name the partitions that are done where a reset of a large topic breaks off, and end it the next time', async () => {
    topic = `large-${groups}`;
    await log.createTopic({ name: topic, partitionCount: 120 });
    await fetch({ start: 'latest' });
    for (const partition of [0, 119]) await produce(partition, 'a');
    cutAfterBatches(1);
    const { status, body } = await post(resetGroup, { to: 'latest' });
    storage.judge = () => 'pass';
    const done = Array.from({ length: 99 }, (_, partition) => ({
      partition,
      from: 0,
      to: partition === 0 ? 1 : 0,
    }));
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { code: 'storage-unavailable', reset: done },
    });
    const committed = async () => {
      const partitions = (await get(describeGroupTopic)).body['partitions'] as { committed: number }[];
      return [partitions.length, partitions[0]?.committed, partitions[119]?.committed];
    };
    expect(await committed()).toEqual([120, 1, 0]);
    expect((await post(resetGroup, { to: 'latest' })).status).toBe(200);
    expect(await committed()).toEqual([120, 1, 1]);
  });

  test('refuse offsets outside the log, all at once', async () => {
    await produce(0, 'a');
    await commit({ lease: (await fetch())['lease'] });
    const { body } = await post(resetGroup, { to: { offsets: { 0: 5, 1: 1, 7: 0 } } });
    expect((body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '#/to/offsets/0',
      '#/to/offsets/1',
      '#/to/offsets/7',
    ]);
  });
});

describe('listGroups, describeGroup and describeGroupTopic', () => {
  test('show groups by name, page by page, and how far they are', async () => {
    await produce(0, 'a', 'b');
    const names = ['list-a', 'list-a-b', 'list-a.b', 'list-b'];
    for (const of of names) await post(fetchGroup, { count: 1 }, { of });
    const listed: unknown[] = [];
    let query = '?prefix=list-&limit=3';
    for (;;) {
      const { body, headers } = await get(listGroups, { query });
      listed.push(...(body['groups'] as unknown[]));
      const link = /<(.*)>/.exec(headers['link'] ?? '')?.[1];
      if (link === undefined) break;
      query = link;
    }
    expect(listed).toEqual(names.map((each) => ({ group: each, topics: [topic] })));
    const partitions = [
      {
        partition: 0,
        committed: null,
        endOffset: 2,
        lag: 2,
        deliveryCount: 1,
        leaseUntil: expect.any(String) as unknown,
      },
      { partition: 1, committed: null, endOffset: 0, lag: 0, deliveryCount: 0, leaseUntil: null },
    ];
    const state = { topic, lag: 2, partitions };
    expect((await get(describeGroupTopic, { of: 'list-a' })).body).toEqual({ group: 'list-a', ...state });
    expect((await get(describeGroup, { of: 'list-a' })).body).toEqual({ group: 'list-a', topics: [state] });
  });

  test('show a group whose topic is gone', async () => {
    await produce(0, 'a');
    await commit({ lease: (await fetch())['lease'] });
    log.deleteTopic(topic);
    const dependencies = anotherInstance();
    const { body } = await call((request) => describeGroupTopic(request, dependencies), {
      params: { group, topic },
    });
    const partitions = [1, null].map((committed) => ({ committed, endOffset: null, lag: null }));
    expect(body).toMatchObject({ lag: null, partitions });
  });
});

describe('A request that is not valid changes nothing and is told every fault', () => {
  test.each([
    [{ count: 0, maxBytes: 1e9, waitMs: -1, leaseSeconds: 1.5, partitions: [], start: 'now', commit: 7 }, 7],
    [{ cuont: 1 }, 1],
    [{ start: { timestamp: '1700000000' } }, 1],
    [{ partitions: ['0'] }, 1],
  ])('%j', async (body, faults) => {
    const answer = await post(fetchGroup, body);
    expect([answer.status, (answer.body['errors'] as unknown[]).length]).toEqual([400, faults]);
  });

  test.each(['subscription.mine', 'a b', '', 'x'.repeat(129)])('the group %j', async (of) => {
    expect((await post(fetchGroup, {}, { of })).body).toMatchObject({
      errors: [{ parameter: 'group', in: 'path' }],
    });
  });
});

test('Where storage does not answer, nothing is handed out', async () => {
  await produce(0, 'a');
  storage.judge = (method) => (method === 'GET' ? 'pass' : 'cut');
  expect(await post(fetchGroup)).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } });
});

test('A write whose answer was lost is found to be this fetch’s own, and so is a commit', async () => {
  await produce(0, 'a');
  let left = 1;
  const loseOnce = (method: string) => (method !== 'GET' && left-- > 0 ? 'lose' : 'pass');
  storage.judge = loseOnce;
  const { lease, ...rest } = await fetch();
  expect(seenIn(rest)).toEqual(['a 1']);
  left = 1;
  expect((await commit({ lease })).body).toMatchObject({ partitions: [{ partition: 0, committed: 1 }] });
});
