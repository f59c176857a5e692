import { describe, expect, test } from '@jest/globals';
import { fc } from '../../support/properties.ts';
import { depthOf, elementsOf, membersOf } from '../../../shared/records/json-text.ts';
import { space, writtenArray, writtenJson, writtenObject } from '../../support/written-json.ts';

describe('membersOf', () => {
  test('gives every member of an object as it was written, a name given twice twice', () => {
    fc.assert(
      fc.property(writtenObject, space, (object, before) => {
        const text = before + object.text;
        const found = membersOf(text, 0).map(({ name, start, end }) => [name, text.slice(start, end)]);
        expect(found).toEqual(object.parts.map(({ name, value }) => [JSON.parse(name) as string, value]));
      }),
    );
  });

  test('gives slices that parse to what the whole text parses to, the last of a name winning', () => {
    fc.assert(
      fc.property(writtenObject, ({ text }) => {
        const found = membersOf(text, 0).map(({ name, start, end }) => [
          name,
          JSON.parse(text.slice(start, end)) as unknown,
        ]);
        expect(Object.fromEntries(found)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('leaves nothing but names and marks outside the slices', () => {
    fc.assert(
      fc.property(writtenObject, ({ text, parts }) => {
        const slices = membersOf(text, 0);
        const ends = [0, ...slices.map(({ end }) => end)];
        const outside = ends.map((end, index) => text.slice(end, slices[index]?.start)).join('');
        const marks = outside.replaceAll(/"(?:[^"\\]|\\.)*"|[ \t\r\n]/gs, '');
        expect(marks).toBe(`{${parts.map(() => ':').join(',')}}`);
      }),
    );
  });

  test('starts where it is told to, at an object within a text', () => {
    const text = '{"records":[ {"value" : {"a":1} } ]}';
    const [member, ...more] = membersOf(text, text.indexOf('[') + 1);
    expect(more).toEqual([]);
    expect(member?.name).toBe('value');
    expect(text.slice(member?.start, member?.end)).toBe('{"a":1}');
  });
});

describe('elementsOf', () => {
  test('gives every element of an array as it was written', () => {
    fc.assert(
      fc.property(writtenArray, space, (array, before) => {
        const text = before + array.text;
        const found = elementsOf(text, 0).map(({ start, end }) => text.slice(start, end));
        expect(found).toEqual(array.parts.map(({ value }) => value));
      }),
    );
  });

  test('gives slices that parse to the elements of the whole', () => {
    fc.assert(
      fc.property(writtenArray, ({ text }) => {
        const found = elementsOf(text, 0).map(
          ({ start, end }) => JSON.parse(text.slice(start, end)) as unknown,
        );
        expect(found).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each(['[]', '[ \r\n\t]', ' [] '])('finds none in %j', (text) => {
    expect(elementsOf(text, 0)).toEqual([]);
  });
});

describe('depthOf', () => {
  test('counts what is open at the deepest place, whatever strings look like', () => {
    fc.assert(
      fc.property(writtenJson, ({ text }) => {
        expect(depthOf(text)).toBe(writtenDepth(text));
      }),
    );
  });

  test('is not fooled by brackets and escaped quotes in strings', () => {
    expect(depthOf('["[[[", "\\"[", "\\\\", {"[": "}"}]')).toBe(2);
  });

  test('counts a hundred thousand levels without a stack', () => {
    expect(depthOf('['.repeat(100_000) + ']'.repeat(100_000))).toBe(100_000);
  });
});

/** The same by another way: strings are taken out first, then brackets are paired off from the inside. */
function writtenDepth(text: string): number {
  let rest = text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '').replaceAll(/[^[\]{}]/g, '');
  let depth = 0;
  for (; rest !== ''; depth += 1) rest = rest.replaceAll(/\[\]|\{\}/g, '');
  return depth;
}
