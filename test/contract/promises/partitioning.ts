import assert from 'node:assert/strict';
import { assertRefused, type Caller } from '../caller.ts';
import type { PromiseCase } from '../promise.ts';

const partitions = 4;

/** How many records each partition of the four-partition topic gets from one request. */
async function growth(caller: Caller, records: string): Promise<number[]> {
  const topic = await caller.topic(partitions);
  const before = await caller.ends(topic, partitions);
  await caller.write(topic, records);
  const after = await caller.ends(topic, partitions);
  return after.map((end, partition) => end - (before[partition] ?? 0));
}

/**
 * Keys and the partition of four that Kafka's Java client gives them: murmur2 values as published with
 * Apache Kafka's own tests (UtilsTest), sign bit dropped, modulo 4.
 */
const keys: readonly (readonly [key: string, murmur2: number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

/** Which partition a produced record goes to. */
export const partitioning: readonly PromiseCase[] = [
  {
    name: 'a record with a partition goes there, also against its key',
    source: 'D-spec S1, S-ms S6',
    run: async (caller) => {
      const records =
        '[{"partition":2,"value":1},{"partition":2,"key":"21","value":2},{"partition":1,"value":3}]';
      assert.deepEqual(await growth(caller, records), [0, 1, 2, 0]);
    },
  },
  {
    name: 'one request may mix records with a partition, with a key and with neither',
    source: 'S-ms S6',
    run: async (caller) => {
      const grown = await growth(caller, '[{"key":"key1","value":1},{"partition":0,"value":2},{"value":3}]');
      assert.equal(
        grown.reduce((sum, count) => sum + count, 0),
        3,
      );
    },
  },
  {
    name: "a key goes to the partition that Kafka's Java client would choose",
    source: 'K',
    run: async (caller) => {
      for (const [key, murmur2] of keys) {
        const expected = new Array<number>(partitions).fill(0);
        expected[(murmur2 & 0x7fffffff) % partitions] = 1;
        assert.deepEqual(await growth(caller, `[{"key":"${key}","value":1}]`), expected, key);
      }
    },
  },
  {
    name: 'records of one request without a key go to one partition, or to all in turn',
    source: 'K',
    assumption: 'keyless-partitioner',
    run: async (caller) => {
      const grown = await growth(caller, `[${new Array(8).fill('{"value":1}').join()}]`);
      const sticky = caller.target.assumed('keyless-partitioner') === 'sticky';
      assert.deepEqual(grown.toSorted(), sticky ? [0, 0, 0, 8] : [2, 2, 2, 2]);
    },
  },
  {
    name: 'a partition that the topic does not have is refused and nothing is written',
    source: 'D-spec S1 (int32), K',
    assumption: 'unknown-partition-produce',
    run: async (caller) => {
      const status = Number(caller.target.assumed('unknown-partition-produce'));
      const topic = await caller.topic(partitions);
      const before = await caller.ends(topic, partitions);
      assertRefused(await caller.produce(topic, `[{"partition":${partitions},"value":1}]`), [status]);
      for (const partition of ['-1', '"zero"', '1.5', '2147483648']) {
        assertRefused(await caller.produce(topic, `[{"partition":${partition},"value":1}]`), [400, status]);
      }
      assert.deepEqual(await caller.ends(topic, partitions), before);
    },
  },
];
