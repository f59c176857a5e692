import { expect, test } from '@jest/globals';
import { unknownName } from '../../shared/unknown-name.ts';

const known = ['offset', 'count', 'maxBytes'];

test.each([
  ['ofset', 'offset'],
  ['OFFSET', 'offset'],
  ['cuont', 'count'],
  ['max_bytes', 'maxBytes'],
])('%s is taken for %s', (name, near) => {
  expect(unknownName(name, known)).toBe(`"${name}" is not known: do you mean ${near}?`);
});

test('a name that is near none gets all of them', () => {
  expect(unknownName('timestamp', known)).toBe(
    '"timestamp" is not known: known are offset, count, maxBytes.',
  );
});

test('where nothing is known, that is said', () => {
  expect(unknownName('offset', [])).toBe('"offset" is not known: known are none.');
});

test('a name of a megabyte is answered at once, with 64 characters of it', () => {
  const answer = unknownName('x'.repeat(1_000_000), known);
  expect(answer.length).toBeLessThan(150);
});
