import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fetchGroup } from '../../functions/http/fetch-group.ts';
import { readPartition } from '../../functions/http/read-partition.ts';
import { readTopic } from '../../functions/http/read-topic.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import type { Call as Context } from '../../shared/http/handle.ts';
import type { Answer } from '../../shared/http/stream.ts';
import { type App, call, type Call, startApp } from '../support/app.ts';
import { fc } from '../support/properties.ts';
import { type StorageFront, startStorageFront } from '../support/storage-front.ts';

let storage: StorageFront;
let app: App;
let dependencies: Dependencies;
const MAX_BYTES = 1_048_576;
const RECORDS = 50;
let groups = 0;

beforeAll(async () => {
  storage = await startStorageFront();
  app = await startApp();
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: 'orders', partitionCount: 1 });
  const record = { partition: 0, key: null, value: Buffer.alloc(1000, 'x'), timestampMs: Date.now() };
  await log.append('orders', Array<typeof record>(RECORDS).fill(record));
}, 60_000);
afterAll(async () => {
  await app.close();
  await storage.close();
});
beforeEach(() => {
  dependencies = createDependencies({
    ...app.standIns.environment,
    KafkaStorage: storage.connectionString,
    KAFKA_MAX_BYTES_IN_FLIGHT: String(MAX_BYTES),
    KAFKA_REST_TIMEOUT_SECONDS: '1',
  });
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});

type Respond = (
  request: Parameters<typeof readTopic>[0],
  dependencies: Dependencies,
  context: Context,
) => Promise<Answer>;
const kept: [string, Respond, Call][] = [
  ['readPartition with value=json', readPartition, { query: '?value=json' }],
  ['readPartition with maxBytes', readPartition, { query: '?maxBytes=100000' }],
  ['readPartition with until', readPartition, { query: '?untilOffset=40' }],
  ['readTopic as JSON', readTopic, {}],
  ['fetchGroup', fetchGroup, { method: 'POST', body: '{}' }],
];
/** Each fetch is of a group of its own, so that no lease is in its way. */
function ask(respond: Respond, options: Call) {
  groups += 1;
  const params = { topic: 'orders', partition: '0', group: `group-${groups}` };
  return call((request, context) => respond(request, dependencies, context), { params, ...options });
}

/** What others could still take. */
function free(): number {
  const [one, others] = [dependencies.memory.hold(), dependencies.memory.hold()];
  one.add(1);
  try {
    for (let bytes = MAX_BYTES - 1; bytes > 0; bytes -= 1000) {
      try {
        others.add(bytes);
        return bytes + 1;
      } catch {
        continue;
      }
    }
    return 0;
  } finally {
    one.release();
    others.release();
  }
}

const reads = () => app.standIns.kafkaRest.faults.allHits()['consume'] ?? 0;

describe.each(kept)('%s', (_what, respond, options) => {
  test('asks the proxy for no record and leases nothing where memory is full: 429', async () => {
    const others = dependencies.memory.hold();
    others.add(MAX_BYTES);
    const before = reads();
    expect(await ask(respond, options)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'too-many-requests' },
    });
    expect(reads()).toBe(before);
    others.release();
    const { status, body: told } = await ask(respond, options);
    expect([status, (told['records'] as unknown[]).length > 0]).toEqual([200, true]);
    expect(free()).toBe(MAX_BYTES);
  });

  test('keeps what its records take until the answer has left', async () => {
    let over: () => void = () => undefined;
    const onOver = (then: () => void) => {
      over = then;
    };
    expect(await ask(respond, { ...options, onOver })).toMatchObject({ status: 200 });
    expect(free()).toBeLessThan(MAX_BYTES - 30_000);
    over();
    expect(free()).toBe(MAX_BYTES);
  });

  test.each([
    ['fails', { kind: 'status', status: 500 }],
    ['hangs', { kind: 'hang' }],
    ['is cut', { kind: 'cut', where: 'mid-answer' }],
  ] as const)('gives it back where the proxy %s', async (_how, fault) => {
    app.standIns.kafkaRest.faults.add({ call: 'consume', fault });
    const { status = 0 } = await ask(respond, options);
    expect(status).toBeGreaterThanOrEqual(200);
    expect(free()).toBe(MAX_BYTES);
  });
});

test('Nothing is held after any mix of answers, faults and callers that go', async () => {
  const faults = [
    undefined,
    { kind: 'delay', ms: 20 },
    { kind: 'status', status: 503 },
    { kind: 'cut', where: 'mid-answer' },
  ] as const;
  const one = fc.record({
    what: fc.constantFrom(...kept),
    goesAfterMs: fc.option(fc.nat(30), { nil: undefined }),
    overAfterMs: fc.nat(30),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 12 }), fc.constantFrom(...faults), async (all, fault) => {
      if (fault !== undefined) app.standIns.kafkaRest.faults.add({ call: 'consume', fault });
      const overs: Promise<void>[] = [];
      const answers = all.map(({ what: [, respond, options], goesAfterMs, overAfterMs }) => {
        const closed = goesAfterMs === undefined ? {} : { closed: AbortSignal.timeout(goesAfterMs) };
        const onOver = (then: () => void) => {
          overs.push(
            new Promise((resolve) =>
              setTimeout(() => {
                then();
                resolve();
              }, overAfterMs),
            ),
          );
        };
        return ask(respond, { ...options, ...closed, onOver });
      });
      await Promise.allSettled(answers);
      await Promise.all(overs);
      app.standIns.kafkaRest.faults.clear();
      expect(overs.length).toBe(all.length);
      expect(free()).toBe(MAX_BYTES);
    }),
    { numRuns: 15 },
  );
});

test('With the default settings as many reads as the host lets in at once are all answered, whatever their count', async () => {
  const defaults = createDependencies({
    ...app.standIns.environment,
    KAFKA_REST_TIMEOUT_SECONDS: '5',
  });
  const params = { topic: 'orders', partition: '0' };
  const read = (query: string) =>
    call((request, context) => readPartition(request, defaults, context), { params, query });
  const queries = ['?value=json&count=1', '?value=json&offset=latest&count=10000'];
  const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => read(queries[at % 2] ?? '')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
