import { fc } from './properties.ts';

/** JSON as somebody may have written it: any white space, escapes, number forms and names given twice. */
export interface WrittenJson {
  readonly text: string;
  /** The texts of the members of an object, or of the elements of an array under empty names, in their order. */
  readonly parts: readonly WrittenPart[];
}

/** `name` is a JSON string with its quotes, as written; empty for an element. */
export interface WrittenPart {
  readonly name: string;
  readonly value: string;
}

export const space = fc
  .array(fc.constantFrom(' ', '\t', '\n', '\r'), { maxLength: 2 })
  .map((marks) => marks.join(''));

const hexadecimal = fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.boolean()).map(([code, upper]) => {
  const digits = code.toString(16).padStart(4, '0');
  return `\\u${upper ? digits.toUpperCase() : digits}`;
});
// What could be mistaken for the end of something is more likely than chance would have it.
const misleading = fc.constantFrom(
  '\\"',
  '\\\\',
  '\\/',
  '\\n',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ' ',
  '\\u0022',
  '😀',
);
const anyCharacter = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).map(escaped);

/** A JSON string with its quotes. */
export const writtenString = fc
  .array(fc.oneof(misleading, anyCharacter, hexadecimal), { maxLength: 8 })
  .map((pieces) => `"${pieces.join('')}"`);

const digits = fc.stringMatching(/^(0|[1-9]\d{0,24})$/);
export const writtenNumber = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.constantFrom('', '.0', '.10', '.000000000000000000001'),
    fc.constantFrom('', 'e0', 'E5', 'e+400', 'e-400'),
  )
  .map((pieces) => pieces.join(''));

const scalar = fc
  .oneof(fc.constantFrom('null', 'true', 'false', '""'), writtenNumber, writtenString)
  .map((text): WrittenJson => ({ text, parts: [] }));

const name = fc.oneof(fc.constantFrom('"a"', '"\\u0061"', '"__proto__"', '""'), writtenString);

const documents = fc.letrec<{ document: WrittenJson; array: WrittenJson; object: WrittenJson }>((tie) => ({
  document: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('array'), tie('object')),
  array: fc
    .tuple(space, fc.array(fc.tuple(space, tie('document'), space), { maxLength: 4 }))
    .map(([empty, elements]) => ({
      text: `[${elements.map(([before, { text }, after]) => before + text + after).join(',') || empty}]`,
      parts: elements.map(([, { text }]) => ({ name: '', value: text })),
    })),
  object: fc
    .tuple(space, fc.array(fc.tuple(space, name, space, space, tie('document'), space), { maxLength: 4 }))
    .map(([empty, members]) => ({
      text: `{${members.map(([a, key, b, c, { text }, d]) => a + key + b + ':' + c + text + d).join(',') || empty}}`,
      parts: members.map(([, key, , , { text }]) => ({ name: key, value: text })),
    })),
}));

export const { document: writtenJson, array: writtenArray, object: writtenObject } = documents;

function escaped(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}
