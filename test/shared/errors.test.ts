import { describe, expect, test } from '@jest/globals';
import { fc } from '../support/properties.ts';
import {
  AppError,
  echo,
  notWritten,
  pointerToken,
  type ProblemCode,
  problems,
  throwIfFaulty,
} from '../../shared/errors.ts';

test('what the status promises holds for each failure: only 504 and 502 leave open what was written', () => {
  for (const [code, [status, title, retryable]] of Object.entries(problems)) {
    expect([400, 401, 403, 404, 405, 406, 408, 409, 413, 415, 422, 429, 500, 502, 503, 504]).toContain(
      status,
    );
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    if (status === 503) expect(retryable).toBe(true);
  }
});

describe('notWritten', () => {
  test('says of any error that nothing was written, unless it says otherwise itself', () => {
    expect(notWritten(new AppError('invalid-request', 'x')).options.outcome).toBe('not-written');
    const unknown = new AppError('produce-outcome-unknown', 'x', { outcome: 'unknown' });
    expect(notWritten(unknown)).toBe(unknown);
  });

  test('has a status that says so too, whatever failed', () => {
    for (const code of Object.keys(problems) as ProblemCode[]) {
      const [status] = problems[notWritten(new AppError(code, 'x')).code];
      expect([502, 504]).not.toContain(status);
    }
  });

  test('keeps the rest of the error', () => {
    const options = { retryAfterSeconds: 7, cause: 'status 429', headers: { a: 'b' } };
    const { code, message, options: kept } = notWritten(new AppError('proxy-unavailable', 'x', options));
    expect({ code, message, kept }).toEqual({
      code: 'proxy-unavailable',
      message: 'x',
      kept: { ...options, outcome: 'not-written' },
    });
  });

  test('makes internal-error of anything that is thrown, telling the caller nothing of it', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const { code, message, options } = notWritten(thrown);
        expect({ code, message, outcome: options.outcome }).toEqual({
          code: 'internal-error',
          message: 'The cause is in the log of this app.',
          outcome: 'not-written',
        });
      }),
    );
  });
});

test('echo shows at most 64 characters, as JSON that no log line can be forged with', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
      const shown = JSON.parse(echo(given)) as string;
      expect(shown.length).toBeLessThanOrEqual(64);
      expect(given.startsWith(shown.replace(/…$/, ''))).toBe(true);
      expect(echo(given)).not.toMatch(/[\n\r]/);
    }),
  );
});

test('throwIfFaulty names the one fault, or how many there are', () => {
  const fault = (detail: string) => ({ pointer: '#', detail });
  expect(() => {
    throwIfFaulty([]);
  }).not.toThrow();
  expect(() => {
    throwIfFaulty([fault('Too short.')]);
  }).toThrow('Too short.');
  expect(() => {
    throwIfFaulty([fault('a'), fault('b')]);
  }).toThrow('2 faults; see errors.');
});

test('pointerToken escapes what parts a pointer, and shows at most 64 characters', () => {
  expect(pointerToken('a/b~c~1')).toBe('a~1b~0c~01');
  expect(pointerToken('x'.repeat(65))).toBe(`${'x'.repeat(63)}…`);
});
