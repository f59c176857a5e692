import { describe, expect, test } from '@jest/globals';
import { createReadLog, type LogRange } from '../../../shared/consuming/read-log.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Send } from '../../../shared/kafka-rest/operation.ts';
import type { ConsumedRecord, Page } from '../../../shared/kafka-rest/operations/consumer.ts';
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

const record = (offset: number, text = `{"offset":${offset}}`): ConsumedRecord => ({
  json: Buffer.from(text),
  offset,
  key: null,
  timestampMs: 1,
});

const page = (...offsets: number[]): Page => ({
  records: offsets.map((offset) => record(offset)),
  nextOffset: offsets.length === 0 ? null : Math.max(...offsets) + 1,
});

const range: LogRange = { topic: 'orders', partition: 0, offset: 5, count: 10, maxBytes: 6_000_000 };

/** A read of what the proxy gives: a page or a failure, and a partition or a failure for each look. */
function readFrom(given: Page | Error, looks: (Partition[] | Error)[], asked: Partial<LogRange> = {}) {
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
  const read = createReadLog({ send, partitions: { of } });
  return { world, result: read({ ...range, ...asked }, new AbortController().signal) };
}

const unavailable = new AppError('proxy-unavailable', 'partitions answered 500.');
const outOfRange = new AppError('offset-out-of-range', 'The proxy answered 400.');

const outside = (earliestOffset: number, endOffset: number) => ({
  kind: 'out-of-range',
  earliestOffset,
  endOffset,
});

describe('a read that gives records', () => {
  test('gives where to read on and the end, with metadata of at most a second', async () => {
    const { world, result } = readFrom(page(5, 6), [[partition(0, 10)]]);
    expect(await result).toEqual({
      kind: 'records',
      records: [record(5), record(6)],
      nextOffset: 7,
      endOffset: 10,
    });
    expect(world.ages).toEqual([1000]);
  });

  test('asks for no metadata where the end is not wanted', async () => {
    const { world, result } = readFrom(page(5), [[partition(0, 10)]], { withEnd: false });
    expect(await result).toMatchObject({ nextOffset: 6, endOffset: null });
    expect(world.ages).toEqual([]);
  });

  test('gives its records also where the metadata cannot be read', async () => {
    expect(await readFrom(page(5), [unavailable]).result).toMatchObject({ nextOffset: 6, endOffset: null });
  });

  test('never has an end before where to read on, though the metadata is older than the read', async () => {
    expect(await readFrom(page(5, 6), [[partition(0, 6)]]).result).toMatchObject({ endOffset: 7 });
  });

  test('reads on at NextOffset, past a gap', async () => {
    const { result } = readFrom({ ...page(5), nextOffset: 20 }, [[partition(0, 30)]]);
    expect(await result).toMatchObject({ nextOffset: 20 });
  });

  test.each([null, 0, 5, 6])(
    'never reads on at a record that it gave, whatever NextOffset says: %s',
    async (nextOffset) => {
      const { result } = readFrom({ ...page(5, 6), nextOffset }, [[partition(0, 30)]]);
      expect(await result).toMatchObject({ nextOffset: 7 });
    },
  );

  test('gives as many records as fit into maxBytes, at least one, and reads on at the first that did not', async () => {
    const offset = fc.integer({ min: 6, max: 1e9 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(offset, { maxLength: 7 }),
        fc.integer({ min: 1, max: 100 }),
        async (later, maxBytes) => {
          const all = page(5, ...later.sort((a, b) => a - b));
          const read = await readFrom(all, [[partition(0, 2e9)]], { maxBytes }).result;
          const kept = read.kind === 'records' ? read.records : [];
          const bytes = Buffer.concat(kept.map(({ json }) => json)).length;
          expect(kept).toEqual(all.records.slice(0, kept.length));
          expect(kept.length).toBeGreaterThan(0);
          if (kept.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
          const left = all.records[kept.length];
          if (left !== undefined) expect(bytes + left.json.length).toBeGreaterThan(maxBytes);
          expect(read).toMatchObject({ nextOffset: left?.offset ?? all.nextOffset });
        },
      ),
    );
  });

  test('counts bytes and not characters', async () => {
    const given = { records: [record(5, '{"value":"ééé"}'), record(6, '{}')], nextOffset: 7 };
    const readWithin = (maxBytes: number) => readFrom(given, [[partition(0, 9)]], { maxBytes }).result;
    expect(await readWithin(19)).toMatchObject({ nextOffset: 6 });
    expect(await readWithin(20)).toMatchObject({ nextOffset: 7 });
  });
});

describe('a read that gives other records than those asked for', () => {
  test('has met a gap, where metadata says that the place is in the log', async () => {
    const { world, result } = readFrom(page(8, 9), [[partition(0, 12)]]);
    expect(await result).toEqual({
      kind: 'records',
      records: [record(8), record(9)],
      nextOffset: 10,
      endOffset: 12,
    });
    expect(world.ages).toEqual([1000, 0]);
  });

  test('leaves out those before the place: a simple consumer may give a whole batch', async () => {
    const { result } = readFrom(page(3, 4, 5, 6), [[partition(0, 12)]]);
    expect(await result).toMatchObject({ records: [record(5), record(6)], nextOffset: 7 });
    const before = readFrom(page(3, 4), [[partition(0, 12)]]);
    expect(await before.result).toMatchObject({ kind: 'records', records: [], nextOffset: 5 });
  });

  test.each([
    ['at the earliest', page(8, 9), partition(8, 12)],
    ['at the end of an older log', page(0, 1), partition(0, 2)],
  ])('is outside where the proxy began %s', async (_, given, known) => {
    const { result } = readFrom(given, [[known]]);
    expect(await result).toEqual(outside(known.earliestOffset, known.endOffset));
  });

  test('fails where no metadata tells which of these it is: records may be missing', async () => {
    await expect(readFrom(page(8), [unavailable]).result).rejects.toBe(unavailable);
  });
});

describe('a read that gives nothing', () => {
  test('is at the end of the log, by metadata that was asked for after it', async () => {
    const { world, result } = readFrom(page(), [[partition(0, 4)], [partition(0, 5)]]);
    expect(await result).toEqual({ kind: 'end', nextOffset: 5, endOffset: 5 });
    expect(world.ages).toEqual([1000, 0]);
  });

  test('is before a gap where the log goes on', async () => {
    const { result } = readFrom({ ...page(), nextOffset: 8 }, [[partition(0, 12)]]);
    expect(await result).toEqual({ kind: 'records', records: [], nextOffset: 8, endOffset: 12 });
  });

  test('says no more than that where the metadata cannot be read', async () => {
    const read = { kind: 'records', records: [], nextOffset: 5, endOffset: null };
    expect(await readFrom(page(), [unavailable]).result).toEqual(read);
  });

  test('is beyond the end when two looks agree: one node of the proxy may lag', async () => {
    const agreeing = readFrom(page(), [[partition(0, 4)]]);
    expect(await agreeing.result).toEqual(outside(0, 4));
    expect(agreeing.world.ages).toEqual([1000, 0, 0]);
    const lagging = readFrom(page(), [[partition(0, 4)], [partition(0, 4)], [partition(0, 5)]]);
    expect(await lagging.result).toMatchObject({ kind: 'end', endOffset: 5 });
  });

  test('at the end that an earlier read met is there still, without metadata', async () => {
    const again = { withEnd: false, knownEnd: 5 };
    const { world, result } = readFrom({ ...page(), nextOffset: 5 }, [unavailable], again);
    expect(await result).toEqual({ kind: 'end', nextOffset: 5, endOffset: 5 });
    expect(world.ages).toEqual([]);
    const moved = readFrom({ ...page(), nextOffset: 7 }, [[partition(0, 9)]], again);
    expect(await moved.result).toMatchObject({ kind: 'records', nextOffset: 7, endOffset: 9 });
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
    expect(await readFrom(given, [[known]]).result).toEqual(outside(known.earliestOffset, known.endOffset));
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

test('an offset that no log of this app can have is asked of the metadata alone', async () => {
  const { world, result } = readFrom(page(), [[partition(0, 4)]], { offset: 2 ** 63 });
  expect(await result).toEqual(outside(0, 4));
  expect(world.paths).toEqual([]);
});
