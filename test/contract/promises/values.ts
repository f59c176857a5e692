import assert from 'node:assert/strict';
import { assertAnswered, type Caller } from '../caller.ts';
import type { PromiseCase } from '../promise.ts';

interface Kept {
  readonly key?: unknown;
  readonly value?: unknown;
}

/** Produces one request to the one-partition topic and gives back what it added. */
async function roundTrip(caller: Caller, records: string): Promise<readonly Kept[]> {
  const topic = await caller.topic(1);
  const from = await caller.end(topic);
  await caller.write(topic, records);
  return caller.readToEnd(topic, 0, from);
}

const forms: Readonly<Record<string, unknown>> = { null: null, empty: '', absent: undefined };

/** What becomes of keys and values between `produce` and `consume`. */
export const values: readonly PromiseCase[] = [
  {
    name: 'a value may be any JSON, and what is no string comes back as its JSON text',
    source: 'D S6, D S2, S-3p S9',
    run: async (caller) => {
      const sent = ['5', '3.14', '{"id":1}', '[{"id":1},{"id":2}]', '{"a b":{"c":[{}]}}', 'true', '[]'];
      const back = await roundTrip(caller, `[${sent.map((value) => `{"value":${value}}`).join()}]`);
      assert.deepEqual(
        back.map(({ value }) => value),
        sent,
      );
    },
  },
  {
    name: 'numbers and the insides of JSON values keep every character',
    source: 'nobody says',
    assumption: 'json-text-is-kept',
    run: async (caller) => {
      const sent = ['9007199254740993', '1.10', '-0', '1e400', '{"b" :1.0,  "a":"\\u00e9"}'];
      const back = await roundTrip(caller, `[${sent.map((value) => `{"value":${value}}`).join()}]`);
      const kept = back.every(({ value }, i) => value === sent[i]);
      assert.equal(String(kept), caller.target.assumed('json-text-is-kept'), JSON.stringify(back));
    },
  },
  {
    name: 'a string comes back whole, raw or quoted: empty, escaped, outside ASCII, with line ends',
    source: 'D S6, D S2; S-3p S9 favours raw',
    assumption: 'string-value-form',
    run: async (caller) => {
      const sent = ['plain', '', 'żółw 🐢', 'line\r\nend\ttab', '"quoted" \\ /', '\u0000', '5'];
      const back = await roundTrip(caller, JSON.stringify(sent.map((value) => ({ value }))));
      const quoted = caller.target.assumed('string-value-form') === 'quoted';
      assert.deepEqual(
        back.map(({ value }) => value),
        quoted ? sent.map((value) => JSON.stringify(value)) : sent,
      );
    },
  },
  {
    name: 'a key that is a string comes back as it was',
    source: 'D S2, S-ms S6',
    run: async (caller) => {
      const sent = ['key1', 'żółw 🐢', '"quoted"\r\n'];
      const back = await roundTrip(caller, JSON.stringify(sent.map((key) => ({ key, value: 1 }))));
      assert.deepEqual(
        back.map(({ key }) => key),
        sent,
      );
    },
  },
  {
    name: 'a record without a key comes back in one form',
    source: 'nobody says',
    assumption: 'null-key-form',
    run: async (caller) => {
      const [record] = await roundTrip(caller, '[{"value":1}]');
      assert.ok(record !== undefined);
      assert.equal(record.key, forms[caller.target.assumed('null-key-form')]);
    },
  },
  {
    name: 'the value null is a tombstone, a text, or refused',
    source: 'nobody says',
    assumption: 'null-value',
    run: async (caller) => {
      const assumed = caller.target.assumed('null-value');
      const topic = await caller.topic(1);
      const from = await caller.end(topic);
      assertAnswered(await caller.produce(topic, '[{"key":"gone","value":null}]'), assumed);
      const back = await caller.readToEnd(topic, 0, from);
      const texts = back.map(({ value }) => value === 'null');
      assert.deepEqual(texts, { tombstone: [false], text: [true] }[assumed] ?? []);
    },
  },
  {
    name: 'a tombstone comes back in one form',
    source: 'nobody says',
    assumption: 'null-value-form',
    run: async (caller) => {
      const [record] = await roundTrip(caller, '[{"key":"gone","value":null}]');
      assert.ok(record !== undefined);
      assert.equal(record.value, forms[caller.target.assumed('null-value-form')]);
    },
  },
];
