import assert from 'node:assert/strict';
import type { PromiseCase } from '../promise.ts';
import { fiveRecords } from './five-records.ts';

async function valuesOf(records: Promise<readonly { value?: string | null }[]>): Promise<string> {
  return (await records).map(({ value }) => value).join(' ');
}

/** What `consume` promises of calls that can be answered with records; others are in out-of-range.ts. */
export const consume: readonly PromiseCase[] = [
  {
    name: 'the answer is an object with records, or a bare array',
    source: 'S-ms S6 and S-3p S9: object; D S2 and D-spec S1: array',
    assumption: 'consume-answer-shape',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const body = (await caller.consume(topic, 0, from)).json();
      const shape = Array.isArray(body) ? 'array' : 'object';
      assert.equal(shape, caller.target.assumed('consume-answer-shape'));
      if (shape === 'object') assert.ok(Array.isArray((body as { records: unknown }).records));
    },
  },
  {
    name: 'a record says key, value, partition, offset and its time in epoch milliseconds',
    source: 'D S2, K',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const { records } = await caller.read(topic, 0, from, 1);
      const { timestamp, timestampType, ...rest } = records[0] ?? assert.fail('no record');
      assert.deepEqual(rest, { key: 'k', value: '1', partition: 0, offset: from });
      assert.ok(Number.isInteger(timestamp) && timestamp > Date.UTC(2020) && timestamp < Date.UTC(2100));
      assert.equal(typeof timestampType, 'string');
    },
  },
  {
    name: 'the type of a timestamp is spelt in one way',
    source: 'D S2 ("log append time or create time")',
    assumption: 'timestamp-type-strings',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const { records } = await caller.read(topic, 0, from, 1);
      const spelling = caller.target.assumed('timestamp-type-strings');
      const append = spelling === 'CreateTime' ? 'LogAppendTime' : 'LOG_APPEND_TIME';
      assert.ok([spelling, append].includes(records[0]?.timestampType ?? ''));
    },
  },
  {
    name: 'without a count one record comes',
    source: 'D S2, D-spec S1',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const answer = await caller.consume(topic, 0, from);
      const one = await caller.read(topic, 0, from, 1);
      assert.equal(answer.text, one.answer.text);
      assert.equal(one.records.length, 1);
    },
  },
  {
    name: 'a count gives that many records from the offset on, in order, or what there is',
    source: 'D S2',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const middle = await caller.read(topic, 0, from + 1, 3);
      const rest = await caller.read(topic, 0, from + 3, 100);
      const offsets = [middle, rest].map(({ records }) => records.map(({ offset }) => offset - from));
      assert.deepEqual(offsets, [
        [1, 2, 3],
        [3, 4],
      ]);
    },
  },
  {
    name: 'NextOffset is the offset to go on with',
    source: 'S-ms S6',
    assumption: 'sends-next-offset',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const { answer } = await caller.read(topic, 0, from, 2);
      const sent = caller.target.assumed('sends-next-offset') === 'true';
      assert.equal(answer.headers['nextoffset'], sent ? String(from + 2) : undefined);
    },
  },
  {
    name: 'at the end of the log there are no records, and NextOffset is the offset asked for',
    source: 'S-ms S6',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const { records, nextOffset } = await caller.read(topic, 0, from + 5, 10);
      assert.deepEqual([records, nextOffset], [[], from + 5]);
    },
  },
  {
    name: 'following NextOffset two by two gives every record once',
    source: 'S-ms S6',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      assert.equal(await valuesOf(caller.readToEnd(topic, 0, from, 2)), '1 2 3 4 5');
    },
  },
  {
    name: 'reading takes nothing away: the same offset gives the same records',
    source: 'D-spec S1 (a simple consumer, no group, no commit)',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const first = await caller.read(topic, 0, from, 5);
      assert.deepEqual((await caller.read(topic, 0, from, 5)).records, first.records);
    },
  },
  {
    name: 'one answer stops at 6 megabytes, and NextOffset leads on to the rest',
    source: 'D S2; MB or MiB, and what counts, are unknown',
    assumption: 'read-cap-bytes',
    run: async (caller) => {
      const topic = await caller.newTopic(1);
      // Seven of them are more than 6 MB and less than 6 MiB, eight are more than both.
      const value = 'x'.repeat(890_000);
      for (let i = 0; i < 8; i++) await caller.write(topic, `[{"value":"${value}"}]`);
      const first = await caller.read(topic, 0, 0, 100);
      const capBytes = Number(caller.target.assumed('read-cap-bytes'));
      assert.equal(first.records.length, Math.floor(capBytes / value.length));
      const rest = await caller.readToEnd(topic, 0, first.nextOffset);
      assert.equal(first.records.length + rest.length, 8);
    },
  },
];
