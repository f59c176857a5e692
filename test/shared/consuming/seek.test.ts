import { describe, expect, test } from '@jest/globals';
import { createReadLog } from '../../../shared/consuming/read-log.ts';
import { createSeek } from '../../../shared/consuming/seek.ts';
import type { Operation, Send } from '../../../shared/kafka-rest/operation.ts';
import { createPartitions } from '../../../shared/kafka-rest/partitions.ts';
import { fc } from '../../support/properties.ts';
import { answered, exchanged } from '../kafka-rest/exchanges.ts';

interface Kept {
  readonly offset: number;
  readonly timestamp: number | null;
}

interface Log {
  readonly earliest: number;
  readonly end: number;
  /** Ascending, with gaps. */
  readonly records: readonly Kept[];
}

interface Proxy {
  /** The most records that a read gives, whatever its count. */
  readonly most?: number;
  readonly nextOffset?: boolean;
  /** What a read gives in place of records, by offset. */
  readonly fails?: (offset: number) => number | undefined;
}

/** A seek in a log that a plain array holds; it counts the reads. */
function seekIn(
  log: Log,
  { most = Infinity, nextOffset = true, fails = () => undefined }: Proxy = {},
  slackMs = 0,
) {
  const world = { reads: 0, log };
  const send: Send = <T>({ name, path, read, failed }: Operation<T>) => {
    const { earliest, end, records } = world.log;
    if (name === 'partitions') {
      const partitions = [{ partition_id: 0, earliest_offset: earliest, latest_offset: end }];
      return Promise.resolve(read(answered(200, JSON.stringify({ partitions }))));
    }
    world.reads += 1;
    const [, from = '', count = ''] = /offsets\/(\d+)\?count=(\d+)/.exec(path) ?? [];
    const status = fails(Number(from));
    if (status !== undefined) return Promise.reject(failed(exchanged(status)));
    const at = records.filter(({ offset }) => offset >= Number(from));
    const given = at.slice(0, Math.min(Number(count), most));
    const next = given.length === at.length ? end : (given.at(-1)?.offset ?? 0) + 1;
    const headers: Record<string, string> = nextOffset ? { nextoffset: String(next) } : {};
    return Promise.resolve(read(answered(200, JSON.stringify({ records: given }), headers)));
  };
  const partitions = createPartitions({ send });
  const seek = createSeek({ send, partitions, readLog: createReadLog({ send, partitions }), slackMs });
  const find = (timestampMs: number) =>
    seek({ topic: 'orders', partition: 0, timestampMs }, new AbortController().signal);
  return { world, find };
}

const logOf = (...timestamps: (number | null)[]): Log => ({
  earliest: 0,
  end: timestamps.length,
  records: timestamps.map((timestamp, offset) => ({ offset, timestamp })),
});

const SLACK = 20;

/** Logs with gaps and ties, whose timestamps go back by at most the slack. */
const anyLog = fc
  .record({
    earliest: fc.nat(50),
    tail: fc.nat(5),
    steps: fc.array(
      fc.record({ gap: fc.oneof(fc.constant(0), fc.nat(30)), later: fc.nat(10), back: fc.nat(SLACK) }),
      { maxLength: 120 },
    ),
  })
  .map(({ earliest, tail, steps }): Log => {
    let next = earliest;
    let newest = 1000;
    const records = steps.map(({ gap, later, back }) => {
      newest += later;
      next += gap + 1;
      return { offset: next - 1, timestamp: newest - back };
    });
    return { earliest, end: next + tail, records };
  });

function scanned({ records, end }: Log, timestampMs: number): number {
  return records.find(({ timestamp }) => (timestamp ?? -1) >= timestampMs)?.offset ?? end;
}

describe('a seek finds what a linear scan finds', () => {
  const moment = fc.integer({ min: 950, max: 2300 });
  const proxy = fc.record({ most: fc.constantFrom(1, 2, 7, Infinity), nextOffset: fc.boolean() });

  test('in any log whose timestamps go back by at most the slack, however few records a read gives', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, moment, proxy, async (log, timestampMs, how) => {
        const { find } = seekIn({ ...log, end: how.nextOffset ? log.end : lastOf(log) }, how, SLACK);
        expect(await find(timestampMs)).toBe(
          scanned({ ...log, end: how.nextOffset ? log.end : lastOf(log) }, timestampMs),
        );
      }),
    );
  });

  test('within 2 + log2(end - earliest) reads, where the slack holds no more than a read gives', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, moment, async (log, timestampMs) => {
        const { world, find } = seekIn(log, {}, SLACK);
        await find(timestampMs);
        expect(world.reads).toBeLessThanOrEqual(2 + Math.log2(Math.max(1, log.end - log.earliest)));
      }),
    );
  });

  test('and beyond those with no more reads than it takes to pass over the records of the slack', async () => {
    const most = fc.constantFrom(1, 2, 7, 30);
    await fc.assert(
      fc.asyncProperty(anyLog, moment, most, async (log, timestampMs, mostAtOnce) => {
        const { world, find } = seekIn(log, { most: mostAtOnce }, SLACK);
        await find(timestampMs);
        // The search ends at a record of the slack, and one that comes later may be older than that by the slack again.
        const older = log.records.filter(({ timestamp }) => (timestamp ?? -1) < timestampMs);
        const passed = older.filter(({ timestamp }) => (timestamp ?? -1) >= timestampMs - 2 * SLACK);
        const bound = 2 + Math.log2(Math.max(1, log.end - log.earliest));
        expect(world.reads).toBeLessThanOrEqual(bound + Math.ceil(passed.length / mostAtOnce));
      }),
      { numRuns: 300 },
    );
  });

  test('among ten million records with 25 reads', async () => {
    const end = 10_000_000;
    const { world, find } = seekIn({ earliest: 0, end, records: virtualRecords(end) });
    expect(await find(7_654_321)).toBe(7_654_321);
    expect(world.reads).toBeLessThanOrEqual(25);
  });
});

/** Without NextOffset nobody can know of a gap at the end: there is none in these. */
function lastOf({ records, earliest }: Log): number {
  return (records.at(-1)?.offset ?? earliest - 1) + 1;
}

// An array in all that the proxy above does with one: record n is of moment n.
function virtualRecords(end: number): readonly Kept[] {
  const from = (first: number) => ({
    length: end - first,
    slice: (_: number, count: number) =>
      Array.from({ length: Math.min(count, end - first) }, (_empty, index) => ({
        offset: first + index,
        timestamp: first + index,
      })),
  });
  const filter = (matches: (record: Kept) => boolean) => {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (matches({ offset: middle, timestamp: middle })) high = middle;
      else low = middle + 1;
    }
    return from(low);
  };
  return { filter } as unknown as readonly Kept[];
}

describe('a seek', () => {
  test('of a moment after the last record gives the end', async () => {
    expect(await seekIn(logOf(1, 2, 3)).find(4)).toBe(3);
    expect(await seekIn({ earliest: 7, end: 7, records: [] }).find(4)).toBe(7);
  });

  test('of a moment before the first record gives the earliest', async () => {
    expect(await seekIn({ ...logOf(1, 2, 3), earliest: 0 }).find(0)).toBe(0);
  });

  test('takes records without a timestamp for older than any moment', async () => {
    expect(await seekIn(logOf(null, null, 5)).find(1)).toBe(2);
    expect(await seekIn(logOf(null, -1)).find(0)).toBe(2);
  });

  test('passes over no record that is late by the slack, and may pass over one that is later', async () => {
    const late = logOf(100, 110, 130, 115, 140);
    expect(await seekIn(late, {}, 20).find(120)).toBe(2);
    expect(await seekIn(logOf(1, 2, 500, 3, 4, 5, 6, 7), {}, 10).find(100)).toBe(8);
  });

  test('goes on where retention takes records while it seeks', async () => {
    const log = logOf(...Array.from({ length: 64 }, (_, index) => index));
    const gone: Log = { earliest: 40, end: 64, records: log.records.slice(40) };
    const { world, find } = seekIn(log, {
      fails: (offset) => (offset < world.log.earliest ? 400 : undefined),
    });
    const found = find(10);
    world.log = gone;
    expect(await found).toBe(40);
  });

  test('fails as its reads do', async () => {
    await expect(seekIn(logOf(1, 2, 3), { fails: () => 500 }).find(2)).rejects.toMatchObject({
      code: 'proxy-unavailable',
    });
  });

  test('does not wait where nothing comes though the log goes on', async () => {
    const log: Log = { earliest: 0, end: 10, records: [] };
    await expect(seekIn(log, { nextOffset: false }).find(5)).rejects.toMatchObject({
      code: 'proxy-answer-invalid',
    });
  });
});
