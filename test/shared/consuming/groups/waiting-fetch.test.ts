import { beforeEach, describe, expect, test } from '@jest/globals';
import { createGroups, type Groups } from '../../../../shared/consuming/groups/groups.ts';
import { createRecordSizes } from '../../../../shared/consuming/record-sizes.ts';
import { createWaiting } from '../../../../shared/consuming/waiting.ts';
import { memoryTable } from '../../../support/memory-table.ts';

const PARTITIONS = 8;
const POLLS = 20;
const never = new AbortController().signal;
const request = {
  ...{ group: 'billing', topic: 'orders', count: 100, maxBytes: 1e6, waitMs: 20_000, leaseMs: 60_000 },
  ...{ partitions: undefined, start: undefined, maxDeliveries: 0 },
};

/** Records in each partition's log, and as metadata shows it. */
let ends: number[];
let shown: number[];
let reads: number;
let looks: number;
/** What happens before a poll. */
let before: (poll: number) => void;
let groups: Groups;

beforeEach(() => {
  ends = Array<number>(PARTITIONS).fill(0);
  shown = ends;
  [reads, looks] = [0, 0];
  before = () => undefined;
  let turn = 0;
  groups = createGroups({
    table: memoryTable(),
    cluster: 'c',
    partitions: {
      of: () => {
        looks += 1;
        return Promise.resolve(
          shown.map((endOffset, partition) => ({
            ...{ partition, earliestOffset: 0, endOffset, leader: 1, replicas: [1], isr: [1] },
          })),
        );
      },
    },
    readLog: ({ partition, offset }) => {
      reads += 1;
      const endOffset = ends[partition] ?? 0;
      if (offset >= endOffset) return Promise.resolve({ kind: 'end', nextOffset: offset, endOffset });
      const json = Buffer.from(`{"partition":${partition},"offset":${offset},"value":"v"}`);
      const records = [{ json, offset, key: null, timestampMs: 0 }];
      return Promise.resolve({ kind: 'records', records, nextOffset: offset + 1, endOffset });
    },
    findPlace: () => Promise.resolve(0),
    waitFor: async (poll) => {
      for (let polls = 1; polls <= POLLS; polls += 1) {
        before(polls);
        const found = await poll(never);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    waiting: createWaiting(1),
    sizes: createRecordSizes(),
    fileDeadLetter: () => Promise.reject(new Error('nothing is filed')),
    random: () => ((turn += 3) % PARTITIONS) / PARTITIONS,
  });
});

const fetch = () => groups.fetch(request, { deadline: () => never, closed: never });

describe('A fetch that waits', () => {
  test('reads every partition at its beginning and at its end, and one a poll between', async () => {
    expect(await fetch()).toMatchObject({ lease: null });
    expect([reads, looks]).toEqual([PARTITIONS + POLLS + PARTITIONS, 1 + POLLS + 1]);
  });

  test('gets what metadata shows by the next poll', async () => {
    before = (poll) => {
      if (poll === 3) ends[5] = 1;
    };
    expect((await fetch()).partitions).toMatchObject([{ partition: 5, nextOffset: 1 }]);
    // All, one in each of two polls in vain, and the one that has something: before and after the group has begun.
    expect(reads).toBe(PARTITIONS + 2 + 2);
  });

  test.each([3, POLLS])('gets also what metadata does not show, written before poll %i', async (written) => {
    shown = [...ends];
    before = (poll) => {
      if (poll === written) ends[5] = 1;
    };
    expect((await fetch()).partitions).toMatchObject([{ partition: 5, nextOffset: 1 }]);
  });
});
