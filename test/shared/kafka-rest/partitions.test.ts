import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import type { Operation, Send } from '../../../shared/kafka-rest/operation.ts';
import {
  createPartitions,
  partitionFaults,
  partitionNotFound,
} from '../../../shared/kafka-rest/partitions.ts';
import { answered } from './exchanges.ts';

const signal = new AbortController().signal;

/** Partitions on a clock and a proxy of the test's, whose topics have as many partitions as `counts` says. */
function createLookedUp(counts: Record<string, number>, maxTopics?: number) {
  const world = { nowMs: 0, asked: [] as string[], error: undefined as Error | undefined };
  const send: Send = <T>({ name, path, read }: Operation<T>) => {
    world.asked.push(name === 'partitions' ? (path.split('/').at(-2) ?? '') : name);
    if (world.error !== undefined && name === 'partitions') return Promise.reject(world.error);
    const body = name === 'topics' ? { topics: Object.keys(counts) } : partitionsOf(path, counts);
    return Promise.resolve(read(answered(200, JSON.stringify(body))));
  };
  const nowMs = () => world.nowMs;
  const partitions = createPartitions({ send, nowMs, ...(maxTopics === undefined ? {} : { maxTopics }) });
  return { world, partitions };
}

function partitionsOf(path: string, counts: Record<string, number>): unknown {
  const count = counts[path.split('/').at(-2) ?? ''] ?? 0;
  const partitions = Array.from({ length: count }, (_, partition_id) => ({
    partition_id,
    earliest_offset: 0,
    latest_offset: 5,
  }));
  return { partitions };
}

describe('partitions of a topic', () => {
  test('are asked for once by all who ask within the age they allow', async () => {
    const { world, partitions } = createLookedUp({ orders: 2 });
    const all = await Promise.all(Array.from({ length: 100 }, () => partitions.of('orders', 1000, signal)));
    world.nowMs = 1000;
    all.push(await partitions.of('orders', 1000, signal));
    expect(all.every(({ length }) => length === 2)).toBe(true);
    expect(world.asked).toEqual(['orders']);
    world.nowMs = 1001;
    await partitions.of('orders', 1000, signal);
    expect(world.asked).toHaveLength(2);
  });

  test('are asked for now where no age is allowed', async () => {
    const { world, partitions } = createLookedUp({ orders: 2 });
    await partitions.of('orders', 1000, signal);
    await partitions.of('orders', 0, signal);
    expect(world.asked).toHaveLength(2);
  });

  test('are asked for again for those who shared the call of one that gave up', async () => {
    const { world, partitions } = createLookedUp({ orders: 2 });
    const gone = new AbortController();
    world.error = new AppError('proxy-timeout', 'x');
    const first = partitions.of('orders', 1000, gone.signal);
    const second = partitions.of('orders', 1000, signal);
    gone.abort();
    world.error = undefined;
    await expect(first).rejects.toMatchObject({ code: 'proxy-timeout' });
    expect(await second).toHaveLength(2);
    expect(world.asked).toHaveLength(2);
  });

  test('are asked for again after a failure', async () => {
    const { world, partitions } = createLookedUp({ orders: 2 });
    world.error = new AppError('proxy-timeout', 'x');
    await expect(partitions.of('orders', 1000, signal)).rejects.toMatchObject({ code: 'proxy-timeout' });
    world.error = undefined;
    expect(await partitions.of('orders', 1000, signal)).toHaveLength(2);
  });

  test('are remembered of so many topics, and forgotten of the one asked for longest ago', async () => {
    const { world, partitions } = createLookedUp({ a: 1, b: 1, c: 1 }, 2);
    for (const topic of ['a', 'b', 'c', 'b', 'c', 'a']) await partitions.of(topic, 1000, signal);
    expect(world.asked).toEqual(['a', 'b', 'c', 'a']);
  });

  test('are not forgotten of a topic that was asked for anew', async () => {
    const { world, partitions } = createLookedUp({ a: 1, b: 1, c: 1 }, 2);
    for (const topic of ['a', 'b']) await partitions.of(topic, 1000, signal);
    await partitions.of('a', 0, signal);
    for (const topic of ['c', 'a']) await partitions.of(topic, 1000, signal);
    expect(world.asked).toEqual(['a', 'b', 'a', 'c']);
  });
});

describe('where the proxy cannot serve the partitions', () => {
  const unavailable = new AppError('proxy-unavailable', 'partitions answered 500.');

  test('a topic that is not among its topics is told as not there', async () => {
    const { world, partitions } = createLookedUp({ orders: 1 });
    world.error = unavailable;
    await expect(partitions.of('absent', 0, signal)).rejects.toMatchObject({ code: 'topic-not-found' });
  });

  test('a topic that is among them is told as it is', async () => {
    const { world, partitions } = createLookedUp({ orders: 1 });
    world.error = unavailable;
    await expect(partitions.of('orders', 0, signal)).rejects.toBe(unavailable);
  });
});

describe('partitionFaults', () => {
  const wanted = (...numbers: (number | undefined)[]) => numbers.map((partition) => ({ partition }));

  test('asks nothing where no record names a partition', async () => {
    const { world, partitions } = createLookedUp({ orders: 1 });
    expect(await partitionFaults(partitions, 'orders', wanted(undefined, undefined), signal)).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  test('asks once in five minutes for partitions that are there', async () => {
    const { world, partitions } = createLookedUp({ orders: 3 });
    for (let minute = 0; minute <= 5; minute += 1) {
      world.nowMs = minute * 60_000;
      expect(await partitionFaults(partitions, 'orders', wanted(0, undefined, 2), signal)).toEqual([]);
    }
    expect(world.asked).toHaveLength(1);
  });

  test('names each record with a partition that is not there, after a second look', async () => {
    const { world, partitions } = createLookedUp({ orders: 1 });
    expect(await partitionFaults(partitions, 'orders', wanted(0, 1, undefined, 7), signal)).toEqual([
      { pointer: '#/records/1/partition', detail: 'Topic orders has 1 partition: give 0.' },
      { pointer: '#/records/3/partition', detail: 'Topic orders has 1 partition: give 0.' },
    ]);
    expect(world.asked).toHaveLength(2);
  });

  test('lets a partition pass that was added since', async () => {
    const counts = { orders: 1 };
    const { partitions } = createLookedUp(counts);
    await partitions.of('orders', 0, signal);
    counts.orders = 2;
    expect(await partitionFaults(partitions, 'orders', wanted(1), signal)).toEqual([]);
  });
});

test('partitionNotFound says which partitions there are', () => {
  expect(partitionNotFound('orders', 3).message).toBe('Topic orders has 3 partitions: give 0 to 2.');
});
