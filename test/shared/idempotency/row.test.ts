import { describe, expect, test } from '@jest/globals';
import { bodyHashOf, rowKeyOf } from '../../../shared/idempotency/row.ts';
import { fc } from '../../support/properties.ts';

const scope = { cluster: 'cluster', caller: 'anyone', route: 'produceRecords', topic: 'orders', key: 'k' };

describe('The row of a key', () => {
  test('is the same for the same caller, route, topic and key, and shows none of them', () => {
    expect(rowKeyOf({ ...scope })).toEqual(rowKeyOf(scope));
    const { partitionKey, rowKey } = rowKeyOf(scope);
    expect(rowKey).toMatch(/^[0-9a-f]{64}$/);
    expect(rowKey.startsWith(partitionKey)).toBe(true);
  });

  test.each(Object.keys(scope))('is another one for another %s', (part) => {
    expect(rowKeyOf({ ...scope, [part]: 'other' })).not.toEqual(rowKeyOf(scope));
  });

  test('is another one wherever the parts end elsewhere, also where run together they are the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\\', '|'), minLength: 6, maxLength: 9 });
    const cuts = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
    const rowOf = (whole: string, [first, second]: [number, number]) => {
      const [caller, topic] = [whole.slice(0, first), whole.slice(first, first + second)];
      return rowKeyOf({ ...scope, caller, topic, key: whole.slice(first + second) });
    };
    fc.assert(
      fc.property(text, cuts, cuts, (whole, one, other) => {
        fc.pre(one.some((cut, index) => cut !== other[index]));
        expect(rowOf(whole, one)).not.toEqual(rowOf(whole, other));
      }),
    );
  });

  test('lies in one of 256 partitions, all of which are used', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => rowKeyOf({ ...scope, key: String(index) }));
    expect(new Set(keys.map(({ partitionKey }) => partitionKey)).size).toBe(256);
    expect(keys.every(({ partitionKey }) => /^[0-9a-f]{2}$/.test(partitionKey))).toBe(true);
  });
});

test('the hash of a body tells records apart by every character and by where they end', () => {
  const hashOf = (...texts: string[]) => bodyHashOf(texts.map((json) => ({ json })));
  const hashes = [
    hashOf('{"value":1}'),
    hashOf('{"value":1.0}'),
    hashOf('{"value":1}', '{"value":1}'),
    hashOf('{"value":1}', '{"value":2}'),
    hashOf('{"value":2}', '{"value":1}'),
    hashOf('{"value":"1},{2"}'),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashOf('{"value":1}')).toBe(hashes[0]);
});
