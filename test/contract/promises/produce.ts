import assert from 'node:assert/strict';
import { aFewSecondsMs, assertAnswered, assertRefused, assertText, type Caller, newName } from '../caller.ts';
import type { PromiseCase } from '../promise.ts';

/** Sends a body to the one-partition topic, insists on the assumed answer, and gives back how many records it added. */
async function added(caller: Caller, body: string, assumed: string): Promise<number> {
  const topic = await caller.topic(1);
  const before = await caller.end(topic);
  assertAnswered(await caller.call('POST', `/v1/producer/topics/${topic}`, { body }), assumed);
  return (await caller.end(topic)) - before;
}

/** What `produce` promises of requests; what becomes of keys and values is in values.ts. */
export const produce: readonly PromiseCase[] = [
  {
    name: 'a request that is taken answers 200 with a string, and its records are in the log',
    source: 'D S3, D-spec S1',
    assumption: 'produce-answer-body',
    run: async (caller) => {
      const topic = await caller.topic(1);
      const before = await caller.end(topic);
      const answer = await caller.produce(topic, '[{"value":1},{"value":2}]');
      assertText(answer, caller.target.assumed('produce-answer-body'));
      assert.equal(await caller.end(topic), before + 2);
    },
  },
  {
    name: 'records of one request keep their order within a partition',
    source: 'K',
    run: async (caller) => {
      const topic = await caller.topic(1);
      const from = await caller.end(topic);
      const sent = Array.from({ length: 50 }, (_, i) => i);
      await caller.write(topic, JSON.stringify(sent.map((value) => ({ key: `k${value}`, value }))));
      const back = await caller.readToEnd(topic, 0, from);
      assert.deepEqual(
        back.map(({ value }) => Number(value)),
        sent,
      );
    },
  },
  {
    name: 'a record without a value is refused, or taken as null',
    source: 'D-spec S1 (value is required)',
    assumption: 'missing-value',
    run: async (caller) => {
      const assumed = caller.target.assumed('missing-value');
      const count = await added(caller, '{"records":[{"key":"k"}]}', assumed);
      assert.equal(count, assumed === 'null' ? 1 : 0);
    },
  },
  {
    name: 'members that the schema does not have are passed over, or refused',
    source: 'nobody says',
    assumption: 'unknown-fields',
    run: async (caller) => {
      const assumed = caller.target.assumed('unknown-fields');
      const count = await added(caller, '{"records":[{"value":1,"headers":{"a":"b"}}]}', assumed);
      assert.equal(count, assumed === 'ignored' ? 1 : 0);
    },
  },
  {
    name: 'a body without records is refused',
    source: 'D S3 (400 is listed)',
    assumption: 'missing-records',
    run: async (caller) => {
      assert.equal(await added(caller, '{"record":[]}', caller.target.assumed('missing-records')), 0);
    },
  },
  {
    name: 'a body with no record in it is taken, or refused',
    source: 'nobody says',
    assumption: 'empty-records',
    run: async (caller) => {
      assert.equal(await added(caller, '{"records":[]}', caller.target.assumed('empty-records')), 0);
    },
  },
  {
    name: 'a body that is no JSON, or JSON of another shape, is refused',
    source: 'D S3 (400 is listed), K',
    run: async (caller) => {
      for (const body of [
        '{"records":[',
        '',
        '[{"value":1}]',
        '"text"',
        '{"records":{"value":1}}',
        '{"records":[1]}',
      ]) {
        assert.equal(await added(caller, body, '400'), 0, body);
      }
    },
  },
  {
    name: 'a body that calls itself something else than JSON is taken, or refused with 415',
    source: 'D-spec S1 (application/json; 415 is not listed)',
    assumption: 'content-type-checked',
    run: async (caller) => {
      const answer = await caller.produce(await caller.topic(1), '[{"value":1}]', {
        headers: { 'content-type': 'text/plain' },
      });
      assert.equal(answer.status, caller.target.assumed('content-type-checked') === 'true' ? 415 : 200);
    },
  },
  {
    name: 'one bad record keeps all of its request out of the log, or those before it are in',
    source: 'nobody says',
    assumption: 'refusal-writes-nothing',
    run: async (caller) => {
      const topic = await caller.topic(1);
      const before = await caller.end(topic);
      assertRefused(await caller.produce(topic, '[{"value":1},{"value":2,"partition":99},{"value":3}]'));
      const nothing = caller.target.assumed('refusal-writes-nothing') === 'true';
      assert.equal((await caller.end(topic)) - before, nothing ? 0 : 1);
    },
  },
  {
    name: "a record over the topic's max.message.bytes is refused and not written",
    source: 'K',
    assumption: 'record-too-large',
    run: async (caller) => {
      const body = `{"records":[{"value":"${'x'.repeat(1_100_000)}"}]}`;
      assert.equal(await added(caller, body, caller.target.assumed('record-too-large')), 0);
    },
  },
  {
    name: 'a record of 900 KB is taken, also after one that was too large',
    source: "K (the broker's default max.message.bytes is 1,048,588)",
    run: async (caller) => {
      const body = (length: number) => `{"records":[{"value":"${'x'.repeat(length)}"}]}`;
      await added(caller, body(1_100_000), caller.target.assumed('record-too-large'));
      assert.equal(await added(caller, body(900_000), '200'), 1);
    },
  },
  {
    name: 'producing to a topic that nobody made is refused, and makes none',
    source: 'D S17 (topics are not made by themselves), D-spec S1 (404 is listed)',
    assumption: 'unknown-topic-produce',
    run: async (caller) => {
      const topic = newName();
      const answer = await caller.produce(topic, '[{"value":1}]');
      assertRefused(answer, [Number(caller.target.assumed('unknown-topic-produce'))]);
      await caller.target.pass(aFewSecondsMs);
      assert.ok(!(await caller.topics()).includes(topic));
    },
  },
];
