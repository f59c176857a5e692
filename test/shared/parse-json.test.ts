import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../shared/errors.ts';
import { parseJson } from '../../shared/parse-json.ts';
import { fc } from '../support/properties.ts';

/** What is told of a text that is no JSON; undefined where it is some. */
function told(text: string): string | undefined {
  try {
    parseJson(Buffer.from(text));
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message;
  }
}

describe('what is no JSON is told with its place', () => {
  test.each([
    ['{"value":NaN}', 9],
    ['{"value":.5}', 9],
    ['[1, Infinity]', 4],
    ["{'value':1}", 1],
    ['{"a":"\\"[,", "b":undefined}', 17],
    ['[1,]', 3],
    ['[,1]', 1],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['[tru]', 1],
    ['[[],{},[ ],+1]', 11],
    ['[1 2]', 3],
    ['[1]]', 3],
    ['["\\x"]', 3],
  ])('%s at character %d', (text, at) => {
    expect(told(text)).toBe(`The body is not valid JSON at character ${at}.`);
  });

  test.each(['{"records":[', '{', '[1,', '{"a":', '[[]', '{"a":1', '["a', '-', '1e'])(
    '%s as one that ends too soon',
    (text) => {
      expect(told(text)).toBe('The body is not valid JSON: it ends too soon.');
    },
  );

  test.each(['', ' \n'])('%j as empty', (text) => {
    expect(told(text)).toBe('The body is empty: it must be JSON.');
  });

  test('whatever it is: the text before the place could still become JSON', () => {
    const marks = ['[', ']', '{', '}', ',', ':', '"a"', '"\\"b"', '1', '-0.5e1', 'true', 'nul', '.', ' '];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...marks), { minLength: 1, maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const detail = told(text);
        if (detail === undefined || text.trim() === '') return;
        const at = Number(/at character (\d+)\.$/.exec(detail)?.[1] ?? text.length);
        expect([text, detail.endsWith('ends too soon.')]).toEqual([text, at === text.length]);
        expect([text, at, canGoOn(text.slice(0, at))]).toEqual([text, at, true]);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Whether a text is JSON, or could be the beginning of some, as the engine has it. */
function canGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    return message === 'Unexpected end of JSON input' || message.includes(`position ${text.length} `);
  }
}
