import { describe, expect, test } from '@jest/globals';
import { createReadPage, type PageRequest } from '../../../shared/consuming/read-page.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Send } from '../../../shared/kafka-rest/operation.ts';
import type { Page } from '../../../shared/kafka-rest/operations/consumer.ts';
import type { Partition } from '../../../shared/kafka-rest/operations/metadata.ts';
import { fc } from '../../support/properties.ts';

const partition = (earliestOffset: number, endOffset: number): Partition => ({
  partition: 0,
  earliestOffset,
  endOffset,
  leader: 1,
  replicas: [1],
  isr: [1],
});

const page = (...offsets: number[]): Page => ({
  records: offsets.map((offset) => `{"offset":${offset}}`),
  offsets,
  nextOffset: offsets.length === 0 ? null : Math.max(...offsets) + 1,
});

const request: PageRequest = { topic: 'orders', partition: 0, from: 5n, count: 10, maxBytes: 6_000_000 };

/** A page read from what the proxy gives: a page or a failure, and a partition or a failure for each look. */
function readFrom(given: Page | Error, looks: (Partition[] | Error)[], asked: Partial<PageRequest> = {}) {
  const world = { paths: [] as string[], ages: [] as number[] };
  const send: Send = <T>({ path }: { path: string }) => {
    world.paths.push(path);
    return given instanceof Error ? Promise.reject(given) : Promise.resolve(given as T);
  };
  const of = (_topic: string, maxAgeMs: number) => {
    world.ages.push(maxAgeMs);
    const look = looks[Math.min(world.ages.length, looks.length) - 1] ?? new Error('no look');
    return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
  };
  const read = createReadPage({ send, partitions: { of } });
  return { world, result: read({ ...request, ...asked }, new AbortController().signal) };
}

const unavailable = new AppError('proxy-unavailable', 'partitions answered 500.');
const outOfRange = new AppError('offset-out-of-range', 'The proxy answered 400.');

describe('a read that gives records', () => {
  test('gives where to read on, the end and the lag, with metadata of at most a second', async () => {
    const { world, result } = readFrom(page(5, 6), [[partition(0, 10)]]);
    expect(await result).toEqual({
      records: ['{"offset":5}', '{"offset":6}'],
      nextOffset: 7,
      endOffset: 10,
      lag: 3,
    });
    expect(world.ages).toEqual([1000]);
  });

  test('gives its records also where the metadata cannot be read', async () => {
    expect(await readFrom(page(5), [unavailable]).result).toMatchObject({
      nextOffset: 6,
      endOffset: null,
      lag: null,
    });
  });

  test('never has a lag below nought, though the metadata is older than the read', async () => {
    expect(await readFrom(page(5, 6), [[partition(0, 6)]]).result).toMatchObject({ endOffset: 7, lag: 0 });
  });

  test('reads on at NextOffset, past a gap', async () => {
    const { result } = readFrom({ ...page(5), nextOffset: 20 }, [[partition(0, 30)]]);
    expect(await result).toMatchObject({ nextOffset: 20, lag: 10 });
  });

  test('gives as many records as fit into maxBytes, at least one, and reads on at the first that did not', async () => {
    const offset = fc.integer({ min: 1, max: 1e9 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(offset, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 100 }),
        async (offsets, maxBytes) => {
          const all = page(...offsets.sort((a, b) => a - b));
          const { records, nextOffset } = await readFrom(all, [[partition(0, 2e9)]], { maxBytes }).result;
          const bytes = records.join('').length;
          expect(records).toEqual(all.records.slice(0, records.length));
          expect(records.length).toBeGreaterThan(0);
          if (records.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
          const left = all.records[records.length];
          if (left !== undefined) expect(bytes + left.length).toBeGreaterThan(maxBytes);
          expect(nextOffset).toBe(all.offsets[records.length] ?? all.nextOffset);
        },
      ),
    );
  });

  test('counts bytes and not characters', async () => {
    const given = { records: ['{"value":"ééé"}', '{}'], offsets: [5, 6], nextOffset: 7 };
    expect(await readFrom(given, [[partition(0, 9)]], { maxBytes: 19 }).result).toMatchObject({
      nextOffset: 6,
    });
    expect(await readFrom(given, [[partition(0, 9)]], { maxBytes: 20 }).result).toMatchObject({
      nextOffset: 7,
    });
  });
});

describe('a read that gives nothing', () => {
  test('is at the end of the log, by metadata that was asked for after it', async () => {
    const { world, result } = readFrom(page(), [[partition(0, 4)], [partition(0, 5)]]);
    expect(await result).toEqual({ records: [], nextOffset: 5, endOffset: 5, lag: 0 });
    expect(world.ages).toEqual([1000, 0]);
  });

  test('is before a gap where the log goes on', async () => {
    const { result } = readFrom({ ...page(), nextOffset: 8 }, [[partition(0, 12)]]);
    expect(await result).toEqual({ records: [], nextOffset: 8, endOffset: 12, lag: 4 });
  });

  test('says no more than that where the metadata cannot be read', async () => {
    expect(await readFrom(page(), [unavailable]).result).toEqual({
      records: [],
      nextOffset: 5,
      endOffset: null,
      lag: null,
    });
  });
});

describe.each([
  ['an empty answer', page()],
  ['a 400', outOfRange],
  ['a 500', unavailable],
])('an offset outside the log that gets %s', (_, given) => {
  test.each([
    ['below the earliest', partition(6, 10)],
    ['above the end', partition(0, 4)],
  ])('%s is told with the ends of the log', async (_where, known) => {
    await expect(readFrom(given, [[known]]).result).rejects.toMatchObject({
      code: 'offset-out-of-range',
      options: {
        members: { offset: 5, earliestOffset: known.earliestOffset, endOffset: known.endOffset },
      },
    });
  });

  test('in a partition that the topic does not have is that', async () => {
    await expect(readFrom(given, [[]]).result).rejects.toMatchObject({ code: 'partition-not-found' });
  });
});

describe('a read that fails', () => {
  test('inside the log fails as it did', async () => {
    await expect(readFrom(unavailable, [[partition(0, 10)]]).result).rejects.toBe(unavailable);
  });

  test('and whose metadata fails too fails as the read did', async () => {
    const looked = new AppError('proxy-timeout', 'x');
    await expect(readFrom(unavailable, [looked]).result).rejects.toBe(unavailable);
  });

  test('of a topic that is not there is that', async () => {
    const missing = new AppError('topic-not-found', 'x');
    await expect(readFrom(unavailable, [missing]).result).rejects.toBe(missing);
  });
});

describe('earliest and latest', () => {
  test.each([
    ['earliest', 3],
    ['latest', 9],
  ] as const)('%s is the offset %d of metadata asked for now', async (from, offset) => {
    const { world, result } = readFrom(page(), [[partition(3, 9)]], { from });
    expect(await result).toMatchObject({ nextOffset: offset });
    expect(world.paths).toEqual([`/v1/consumer/topics/orders/partitions/0/offsets/${offset}?count=10`]);
    expect(world.ages[0]).toBe(0);
  });

  test('of a partition that is not there are not read', async () => {
    const { world, result } = readFrom(page(), [[partition(0, 5)]], { from: 'earliest', partition: 1 });
    await expect(result).rejects.toThrow('Topic orders has 1 partition: give 0.');
    expect(world.paths).toEqual([]);
  });

  test('fail as the metadata does', async () => {
    await expect(readFrom(page(), [unavailable], { from: 'latest' }).result).rejects.toBe(unavailable);
  });
});

test('an offset keeps all its digits on its way to the proxy', async () => {
  const { world, result } = readFrom(outOfRange, [unavailable], { from: 2n ** 63n - 1n });
  await expect(result).rejects.toBe(outOfRange);
  expect(world.paths[0]).toContain('/offsets/9223372036854775807?');
});
