import { describe, expect, it } from '@jest/globals';
import type { TypedData } from '../../../../local/host/function.ts';
import { queueMessages } from '../../../../local/host/outputs/queue-messages.ts';

function texts(data: TypedData): string[] {
  return queueMessages(data).map((body) => body.toString());
}

describe('the messages of a queue output', () => {
  it.each<[string, TypedData, string[]]>([
    ['a text', { string: 'plain' }, ['plain']],
    ['an empty text', { string: '' }, ['']],
    ['an object', { json: '{"a":1}' }, ['{"a":1}']],
    [
      'an object as text, with its digits',
      { string: '{"n":12345678901234567890}' },
      ['{"n":12345678901234567890}'],
    ],
    ['an array', { json: '[{"a":1},"text",2,null,[3]]' }, ['{"a":1}', 'text', '2', '[3]']],
    ['an array as text', { string: ' ["a", {"b": 1}]' }, ['a', '{"b":1}']],
    ['a text that only begins like an array', { string: '[2026] started' }, ['[2026] started']],
    ['an empty array', { json: '[]' }, []],
    ['null', { json: 'null' }, []],
    ['a truth value', { json: 'true' }, ['true']],
    ['a whole number', { int: 7 }, ['7']],
    ['a number', { double: 0.5 }, ['0.5']],
    ['nothing', {}, []],
  ])('are right for %s', (_kind, data, expected) => {
    expect(texts(data)).toEqual(expected);
  });

  it('are the very bytes for bytes', () => {
    const bytes = Buffer.from([0x5b, 0xff, 0x00]);

    expect(queueMessages({ bytes })).toEqual([bytes]);
  });
});
