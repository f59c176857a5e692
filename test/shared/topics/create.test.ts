import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import type { Partition } from '../../../shared/kafka-rest/operations/metadata.ts';
import { createCreateTopic } from '../../../shared/topics/create.ts';

const notFound = new AppError('topic-not-found', 'No such topic.');
const partitions = (count: number): Partition[] =>
  Array.from({ length: count }, (_, partition) => ({
    partition,
    earliestOffset: 0,
    endOffset: 0,
    leader: 1,
    replicas: [1, 2],
    isr: [1, 2],
  }));

/** Creation on a clock of the test's, with what each look at the topic shows in turn; the last one stays. */
function createCreation(looks: (Partition[] | AppError)[], sendError?: AppError) {
  const world = { nowMs: 0, sent: 0, looks: 0, slept: [] as number[] };
  const create = createCreateTopic({
    send: () => {
      world.sent += 1;
      return sendError === undefined ? Promise.resolve(undefined as never) : Promise.reject(sendError);
    },
    partitions: {
      of: () => {
        const look = looks[Math.min(world.looks, looks.length - 1)] ?? notFound;
        world.looks += 1;
        return look instanceof AppError ? Promise.reject(look) : Promise.resolve(look);
      },
    },
    deadline: () => new AbortController().signal,
    sleep: (ms) => {
      world.slept.push(ms);
      world.nowMs += ms;
      return Promise.resolve();
    },
    nowMs: () => world.nowMs,
    waitMs: 10_000,
  });
  return { world, create };
}

describe('a topic that is not there', () => {
  test('is created, and visible when two looks in a row show it', async () => {
    const { world, create } = createCreation([notFound, notFound, partitions(3), partitions(3)]);
    const wanted = { state: 'created', partitionCount: 3, replicationFactor: 2 };
    expect(await create('orders', { partitionCount: 3 })).toEqual(wanted);
    expect(world).toMatchObject({ sent: 1, looks: 4 });
  });

  test('is not yet visible when nodes of the proxy disagree', async () => {
    const { world, create } = createCreation([
      notFound,
      partitions(3),
      notFound,
      partitions(3),
      partitions(3),
    ]);
    expect(await create('orders', {})).toMatchObject({ state: 'created' });
    expect(world.looks).toBe(5);
  });

  test('is looked for through failing looks', async () => {
    const failing = new AppError('proxy-timeout', 'x');
    const { create } = createCreation([notFound, failing, partitions(1), partitions(1)]);
    expect(await create('orders', {})).toMatchObject({ state: 'created' });
  });

  test('is told as made but not visible when the wait is over, without waiting longer', async () => {
    const { world, create } = createCreation([notFound]);
    expect(await create('orders', {})).toEqual({
      state: 'invisible',
      partitionCount: null,
      replicationFactor: null,
    });
    expect(world.nowMs).toBeLessThanOrEqual(10_000);
    expect(world.nowMs).toBeGreaterThan(8000);
    const doubled = world.slept.slice(0, -1).map((ms) => Math.min(ms * 2, 2000));
    expect(world.slept.slice(1)).toEqual(doubled);
  });

  test('fails as the proxy refuses it', async () => {
    const refused = new AppError('invalid-request', 'refused');
    const { create } = createCreation([notFound], refused);
    await expect(create('orders', {})).rejects.toBe(refused);
  });

  test('but shows itself after a refusal was there all along, and is compared', async () => {
    const refused = new AppError('proxy-unavailable', 'create topic answered 500.');
    const same = createCreation([notFound, partitions(2)], refused);
    expect(await same.create('orders', { partitionCount: 2 })).toMatchObject({ state: 'stands' });
    const other = createCreation([notFound, partitions(2)], refused);
    await expect(other.create('orders', { partitionCount: 3 })).rejects.toMatchObject({
      code: 'topic-differs',
    });
  });
});

describe('a topic that is there', () => {
  test.each([
    {},
    { partitionCount: 3 },
    { replicationFactor: 2 },
    { partitionCount: 3, replicationFactor: 2 },
  ])('stands with the shape %j, and nothing is sent', async (shape) => {
    const { world, create } = createCreation([partitions(3)]);
    const wanted = { state: 'stands', partitionCount: 3, replicationFactor: 2 };
    expect(await create('orders', shape)).toEqual(wanted);
    expect(world.sent).toBe(0);
  });

  test.each([{ partitionCount: 4 }, { replicationFactor: 3 }, { partitionCount: 3, replicationFactor: 1 }])(
    'differs from the shape %j, and is told with its own',
    async (shape) => {
      const { world, create } = createCreation([partitions(3)]);
      await expect(create('orders', shape)).rejects.toMatchObject({
        code: 'topic-differs',
        options: { members: { partitionCount: 3, replicationFactor: 2 } },
      });
      expect(world.sent).toBe(0);
    },
  );

  test('cannot be told from one that is not when the look fails: nothing is sent', async () => {
    const { world, create } = createCreation([new AppError('proxy-forbidden', 'x')]);
    await expect(create('orders', {})).rejects.toMatchObject({ code: 'proxy-forbidden' });
    expect(world.sent).toBe(0);
  });
});
