import { describe, expect, test } from '@jest/globals';
import { decodeCursor } from '../../../shared/consuming/cursor.ts';
import type { ReadLog } from '../../../shared/consuming/read-log.ts';
import {
  createReadTopic,
  type TopicReading,
  type TopicRequest,
} from '../../../shared/consuming/read-topic.ts';
import { createRecordSizes } from '../../../shared/consuming/record-sizes.ts';
import { createWaiting } from '../../../shared/consuming/waiting.ts';
import { createMemory } from '../../../shared/memory.ts';
import type { ConsumedRecord } from '../../../shared/kafka-rest/operations/consumer.ts';
import { fc } from '../../support/properties.ts';

const topic = 'orders';
const closed = new AbortController().signal;
const ends = { deadline: () => closed, closed };

type Log = readonly (readonly ConsumedRecord[])[];

/** Offsets with gaps, as compaction leaves them; keys of which some are asked for. */
const logs: fc.Arbitrary<Log> = fc.array(
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('a', 'b', null), fc.nat(30)), {
      maxLength: 12,
    })
    .map((entries) => {
      let offset = -1;
      return entries.map(([gap, key, size]) => {
        offset += gap;
        return { offset, key, timestampMs: offset, json: Buffer.from(`{"value":"${'x'.repeat(size)}"}`) };
      });
    }),
  { minLength: 1, maxLength: 12 },
);

/** A topic as plain arrays, whose reads give at most `most` records and may end in a gap. */
function topicOf(log: Log, { most = 100, maxBytes = 1e9 } = {}) {
  const world = { reads: 0, atOnce: 0, mostAtOnce: 0 };
  const endOf = (partition: number) => (log[partition]?.at(-1)?.offset ?? -1) + 1;
  const readLog: ReadLog = async ({ partition, offset, count }) => {
    world.reads += 1;
    world.mostAtOnce = Math.max(world.mostAtOnce, ++world.atOnce);
    // Those that were begun later may end before.
    for (let turns = 1 + ((partition * 7 + offset) % 5); turns > 0; turns -= 1) await Promise.resolve();
    world.atOnce -= 1;
    const records = (log[partition] ?? [])
      .filter((record) => record.offset >= offset)
      .slice(0, Math.min(count, most));
    const nextOffset = records.at(-1)?.offset ?? endOf(partition) - 1;
    return { kind: 'records', records, nextOffset: nextOffset + 1, endOffset: null };
  };
  const memory = createMemory(maxBytes);
  const read = createReadTopic({
    partitions: {
      of: () =>
        Promise.resolve(
          log.map((_, partition) => ({
            ...{ partition, earliestOffset: 0, endOffset: endOf(partition) },
            ...{ leader: 1, replicas: [1], isr: [1] },
          })),
        ),
    },
    readLog,
    findPlace: () => Promise.resolve(0),
    waitFor: () => Promise.resolve(undefined),
    waiting: createWaiting(1),
    memory,
    sizes: createRecordSizes(),
    maxCount: 10_000,
    nowMs: () => 0,
  });
  return { read, world, memory };
}

const request = (asked: Partial<TopicRequest>): TopicRequest => ({
  topic,
  place: { at: 'earliest' },
  wanted: { until: {}, onOutOfRange: 'error' },
  ...{ count: 100, maxBytes: Infinity, waitMs: 0, readMs: 1000, follows: false },
  ...asked,
});

interface Given {
  readonly partition: number;
  readonly record: ConsumedRecord;
}

async function take(reading: TopicReading): Promise<Given[]> {
  const given: Given[] = [];
  for await (const { partition, records } of reading.pages) {
    given.push(...records.map((record) => ({ partition, record })));
  }
  return given;
}

/** All answers that follow each other's cursors to the end. */
async function takeAll(log: Log, asked: Partial<TopicRequest>, most?: number): Promise<Given[][]> {
  const { read } = topicOf(log, most === undefined ? {} : { most });
  const answers: Given[][] = [];
  let place: TopicRequest['place'] = { at: 'earliest' };
  for (;;) {
    const reading = await read(request({ ...asked, place }), ends);
    answers.push(await take(reading));
    if ((await reading.progress({ withEnds: true })).caughtUp) return answers;
    place = { at: 'cursor', cursor: decodeCursor(reading.cursor(), topic) };
    if (answers.length > 1000) throw new Error('It never comes to an end.');
  }
}

const byPartition = (log: Log, given: readonly Given[]) =>
  log.map((_, index) => given.filter(({ partition }) => partition === index).map(({ record }) => record));

describe('Following the cursor of any topic', () => {
  test('gives each record that is wanted once, in the order of its partition, within the bounds', async () => {
    const bounds = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      maxBytes: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant(Infinity)),
      key: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
      most: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(logs, bounds, async (log, { count, maxBytes, key, most }) => {
        const wanted = { ...(key !== undefined && { key }), until: {}, onOutOfRange: 'error' as const };
        const answers = await takeAll(log, { count, maxBytes, wanted }, most);
        const expected = log.map((records) =>
          records.filter((record) => key === undefined || record.key === key),
        );
        expect(byPartition(log, answers.flat())).toEqual(expected);
        for (const answer of answers) {
          const bytes = answer.reduce((sum, { record }) => sum + record.json.length, 0);
          expect(answer.length).toBeLessThanOrEqual(count);
          if (answer.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('lets no partition wait for longer than until all others had their turn', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 3 }), async (log, count) => {
        const answers = await takeAll(log, { count });
        for (const [index, records] of log.entries()) {
          const first = answers.findIndex((answer) => answer.some(({ partition }) => partition === index));
          if (records.length > 0) expect(first).toBeLessThanOrEqual(log.length);
        }
      }),
    );
  });

  test('goes on right behind any record that was given', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), async (log, pick) => {
        const { read } = topicOf(log, { most: 3 });
        const reading = await read(request({ count: Infinity }), ends);
        const given: Given[] = [];
        const cursors: string[] = [];
        for await (const { partition, records } of reading.pages) {
          for (const record of records) {
            given.push({ partition, record });
            cursors.push(reading.cursor({ partition, nextOffset: record.offset + 1 }));
          }
        }
        fc.pre(given.length > 0);
        const at = pick % given.length;
        const place = { at: 'cursor', cursor: decodeCursor(cursors[at] ?? '', topic) } as const;
        const rest = await take(await read(request({ count: Infinity, place }), ends));
        expect(byPartition(log, [...given.slice(0, at + 1), ...rest])).toEqual(log);
      }),
    );
  });
});

const full: Log = Array.from({ length: 20 }, () =>
  Array.from({ length: 5 }, (_, offset) => ({
    offset,
    key: null,
    timestampMs: 0,
    json: Buffer.alloc(1000, 'x'),
  })),
);

describe('Reads of the proxy', () => {
  test('are eight at once at most, and no more are begun than are to be given', async () => {
    const { read, world } = topicOf(full);
    await take(await read(request({ count: 3 }), ends));
    expect(world.reads).toBe(3);
    await take(await read(request({}), ends));
    expect(world.mostAtOnce).toBe(8);
  });

  test('end with the answer, when nobody takes its next page', async () => {
    const { read, world, memory } = topicOf(full, { most: 1, maxBytes: 1_000_000 });
    for await (const page of (await read(request({ count: Infinity }), ends)).pages) {
      expect(page.records).toHaveLength(1);
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.reads).toBeLessThanOrEqual(17);
    // All memory was given back: one caller can have the whole.
    memory.hold().add(900_000);
    expect(() => {
      memory.hold().add(100_000);
    }).not.toThrow();
  });
});

describe('Memory that others hold', () => {
  test('keeps a read from beginning, which is told when to come again', async () => {
    const { read, memory } = topicOf(full, { maxBytes: 10_000 });
    const hold = memory.hold();
    hold.add(9_500);
    await expect(read(request({}), ends).then(take)).rejects.toMatchObject({
      code: 'too-many-requests',
      options: { retryAfterSeconds: 1 },
    });
    hold.release();
    expect(await take(await read(request({}), ends))).toHaveLength(100);
  });

  test('lets a read go on with as much as there is', async () => {
    const { read, memory, world } = topicOf(full, { maxBytes: 10_000 });
    memory.hold().add(3_000);
    expect(await take(await read(request({ count: Infinity }), ends))).toHaveLength(100);
    expect(world.mostAtOnce).toBe(1);
  });
});
