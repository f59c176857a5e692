import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Groups } from '../../../shared/consuming/groups/groups.ts';
import { createGroups } from '../../../shared/consuming/groups/groups.ts';
import { createRecordSizes } from '../../../shared/consuming/record-sizes.ts';
import { createWaiting } from '../../../shared/consuming/waiting.ts';
import type { FailedMessage } from '../../../shared/dead-letters/dead-letter.ts';
import type { Partition } from '../../../shared/kafka-rest/operations/metadata.ts';
import { retryDelaySeconds } from '../../../shared/messages/retry-delay.ts';
import type { Deliver, Delivered } from '../../../shared/subscriptions/destination.ts';
import { createFeed } from '../../../shared/subscriptions/feed.ts';
import { createHandOver } from '../../../shared/subscriptions/hand-over.ts';
import type { RecordEvent } from '../../../shared/subscriptions/record-event.ts';
import { createSubscriptionState } from '../../../shared/subscriptions/state.ts';
import { createSubscriptionMetrics } from '../../../shared/subscriptions/subscription-metrics.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';
import { readMetrics } from '../../support/metrics.ts';

const subscription = { name: 's', topic: 'orders', destination: { queue: 'out' } };
const RECORDS = 450;
const MINUTE_MS = 60_000;

let table: MemoryTable;
let groups: Groups;
/** How many records there are, by partition. */
let log: number[];
/** The numbers of events of each call. */
let calls: number[];
let taken: string[];
let outstanding: number;
let judge: (events: readonly RecordEvent[]) => Delivered | Promise<Delivered>;
let letters: FailedMessage[];

const recordAt = (partition: number, offset: number) => ({
  json: Buffer.from(`{"key":null,"value":"v","partition":${partition},"offset":${offset}}`),
  ...{ offset, key: null, timestampMs: 1_700_000_000_000 },
});

beforeEach(() => {
  table = memoryTable();
  [log, calls, taken, letters, outstanding] = [[RECORDS, 0], [], [], [], 0];
  judge = ({ length }) => ({ taken: length });
  groups = createGroups({
    table,
    cluster: 'c',
    partitions: partitionsOf(),
    readLog: ({ partition, offset, count }) => {
      const endOffset = log[partition] ?? 0;
      if (offset >= endOffset) return Promise.resolve({ kind: 'end', nextOffset: offset, endOffset });
      const nextOffset = Math.min(offset + count, endOffset);
      const records = Array.from({ length: nextOffset - offset }, (_, at) =>
        recordAt(partition, offset + at),
      );
      return Promise.resolve({ kind: 'records', records, nextOffset, endOffset });
    },
    findPlace: () => Promise.resolve(0),
    waitFor: () => Promise.reject(new Error('nobody waits')),
    waiting: createWaiting(1),
    sizes: createRecordSizes(),
    fileDeadLetter: () => Promise.reject(new Error('groups file nothing of a subscription')),
    random: () => 0,
  });
});

function partitionsOf() {
  const of = () =>
    Promise.resolve(
      log.map((endOffset, partition) => ({ partition, earliestOffset: 0, endOffset }) as Partition),
    );
  return { of } as Parameters<typeof createGroups>[0]['partitions'];
}

const deliver: Deliver = async (events) => {
  outstanding += 1;
  calls.push(events.length);
  expect(outstanding).toBe(1);
  const delivered = await judge(events);
  taken.push(...events.slice(0, delivered.taken).map(({ id }) => id));
  outstanding -= 1;
  return delivered;
};

/** An instance of the app; all share the tables. */
function instance() {
  const delaySeconds = (times: number) => retryDelaySeconds(times, 30, () => 0.5);
  const state = createSubscriptionState({ table, cluster: 'c', delaySeconds });
  const metrics = createSubscriptionMetrics(() => table.nowMs);
  const handOver = createHandOver({
    destinationOf: () => deliver,
    ...{ state, metrics, cluster: 'c', maxDeliveries: 5, nowMs: () => table.nowMs },
    file: (message) => {
      letters.push(message);
      return Promise.resolve('id');
    },
  });
  const deadline = () => AbortSignal.timeout(10_000);
  const parts = { groups, partitions: partitionsOf(), state, handOver, delaySeconds, deadline, metrics };
  const feed = createFeed({ ...parts, warn: () => undefined });
  return { state, run: () => feed(subscription, AbortSignal.timeout(10_000)) };
}

const idsOf = (partition: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `orders/${partition}/${from + at}`);
const down: Delivered = { taken: 0, stopped: { kind: 'failed', reason: 'down' } };

async function minutes(count: number, act: () => Promise<void>): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    await act();
    table.nowMs += MINUTE_MS;
  }
}

describe('A subscription', () => {
  test('delivers everything once and in order, then nothing more', async () => {
    const { run } = instance();
    await run();
    expect(taken).toEqual(idsOf(0, 0, RECORDS));
    await run();
    expect(calls).toEqual([200, 200, 50]);
  });

  test('with a destination that is away for an hour asks it now and then, piles nothing up and files nothing', async () => {
    judge = () => down;
    const { run } = instance();
    await minutes(60, run);
    // 30 s, 1, 2, 4, 8 minutes and then 10 between two attempts.
    expect(calls.length).toBeGreaterThan(6);
    expect(calls.length).toBeLessThan(12);
    expect(letters).toEqual([]);
    judge = ({ length }) => ({ taken: length });
    await minutes(11, run);
    expect(taken).toEqual(idsOf(0, 0, RECORDS));
    expect(letters).toEqual([]);
  });

  test('with two instances is never delivered of the same range at once', async () => {
    const both = [instance(), instance()];
    let begin = () => undefined as unknown;
    const begun = new Promise(
      (resolve) =>
        (begin = () => {
          resolve(undefined);
        }),
    );
    let goOn = () => undefined as unknown;
    const over = new Promise(
      (resolve) =>
        (goOn = () => {
          resolve(undefined);
        }),
    );
    judge = async ({ length }) => {
      begin();
      await over;
      return { taken: length };
    };
    const first = both[0]?.run();
    await begun;
    await both[1]?.run();
    expect(calls).toEqual([200]);
    goOn();
    await first;
    expect(taken).toEqual(idsOf(0, 0, RECORDS));
  });

  test('that dies between delivery and commit repeats what was not committed after its lease, and skips nothing', async () => {
    table.faults.writeTogether = [];
    judge = ({ length }) => {
      // The write of the commit, and nothing before it.
      table.faults.writeTogether?.push('down');
      judge = (events) => ({ taken: events.length });
      return { taken: length };
    };
    const { run } = instance();
    await expect(run()).rejects.toThrow('down');
    await run();
    expect(calls).toEqual([200]);
    table.nowMs += 4 * MINUTE_MS;
    await run();
    expect(taken).toEqual([...idsOf(0, 0, 200), ...idsOf(0, 0, RECORDS)]);
  });

  test('files a record that its destination refuses five times, counts it, and delivers all others once', async () => {
    const read = readMetrics();
    log = [10, 5];
    const poison = 'orders/0/4';
    judge = (events) => {
      const at = events.findIndex(({ id }) => id === poison);
      if (at < 0) return { taken: events.length };
      return { taken: at, stopped: { kind: 'refused', reason: 'Event Grid answered 400.' } };
    };
    const { run } = instance();
    await run();
    expect(taken).toEqual([...idsOf(0, 0, 4), ...idsOf(1, 0, 5)]);
    await minutes(30, run);
    expect(taken).toEqual([...idsOf(0, 0, 4), ...idsOf(1, 0, 5), ...idsOf(0, 5, 10)]);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({
      source: 'subscription',
      direction: 'deliver',
      messageId: 'subscription.s/orders/0/4',
      attempts: 5,
    });
    expect(JSON.parse(String(letters[0]?.content))).toMatchObject({ id: poison });
    expect(await read.of('kafka_rest.subscriptions.filed')).toEqual({ '{"subscription":"s"}': 1 });
    await read.close();
  });

  test('that is paused delivers nothing, and goes on where it was', async () => {
    const { run, state } = instance();
    await state.setPaused('s', true, AbortSignal.timeout(1000));
    await run();
    expect(calls).toEqual([]);
    await state.setPaused('s', false, AbortSignal.timeout(1000));
    await run();
    expect(taken).toEqual(idsOf(0, 0, RECORDS));
  });
});
