import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elementTexts, memberTexts } from '../../../local/kafka-rest/json-text.ts';

describe('JSON text', () => {
  it.each([
    ['{}', {}],
    [' { } '.trim(), {}],
    ['{"a":1.10,"b":-0}', { a: '1.10', b: '-0' }],
    ['{ "a" : 1e400 , "b" : 9007199254740993 }', { a: '1e400', b: '9007199254740993' }],
    ['{"a":{ "b" : [1, "}"] },"c":null}', { a: '{ "b" : [1, "}"] }', c: 'null' }],
    [String.raw`{"a\u0062":"\"","c":"\\"}`, { ab: String.raw`"\""`, c: String.raw`"\\"` }],
    ['{"a":1,"a":2}', { a: '2' }],
    ['{"__proto__":true}', JSON.parse('{"__proto__":"true"}')],
  ])('of %s is cut into its members', (text, members) => {
    expect(Object.fromEntries(memberTexts(text))).toEqual(members);
  });

  it.each([
    ['[]', []],
    ['[ ]', []],
    ['[1, true ,null\n]', ['1', 'true', 'null']],
    ['[[1,[2]],{"a":"]"},"[\\\\"]', ['[1,[2]]', '{"a":"]"}', '"[\\\\"']],
  ])('of %s is cut into its elements', (text, elements) => {
    expect(elementTexts(text)).toEqual(elements);
  });

  it('means the same in slices as whole, whatever the value and the white space', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, space) => {
        const cut = Array.from(memberTexts(JSON.stringify(object, null, space)), ([name, text]) => [
          name,
          JSON.parse(text) as unknown,
        ]);
        expect(Object.fromEntries(cut)).toEqual(JSON.parse(JSON.stringify(object)));
        const array = Object.values(object);
        const elements = elementTexts(JSON.stringify(array, null, space));
        expect(elements.map((text) => JSON.parse(text) as unknown)).toEqual(
          JSON.parse(JSON.stringify(array)),
        );
      }),
    );
  });
});
