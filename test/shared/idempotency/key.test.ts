import { expect, test } from '@jest/globals';
import { parseIdempotencyKey } from '../../../shared/idempotency/key.ts';
import { fc } from '../../support/properties.ts';

test.each([
  ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ['a', 'a'],
  ['urn:uuid:1/2+3=', 'urn:uuid:1/2+3='],
  ['"with \\"quotes\\" and \\\\"', undefined],
  ['"with\\"quotes\\"and\\\\"', 'with"quotes"and\\'],
  ['x'.repeat(255), 'x'.repeat(255)],
  [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ['x'.repeat(256), undefined],
  [`"${'x'.repeat(256)}"`, undefined],
  ['', undefined],
  ['""', undefined],
  ['"', undefined],
  ['"open', undefined],
  ['open"', undefined],
  ['"a\\b"', undefined],
  ['one, two', undefined],
  ['"one", "two"', undefined],
  ['key;parameter=1', undefined],
  ['with space', undefined],
  ['schlüssel', undefined],
  ['tab\tstop', undefined],
  ['del\x7f', undefined],
])('the header %j gives the key %j', (text, key) => {
  if (key === undefined) expect(() => parseIdempotencyKey(text)).toThrow('1 to 255 visible ASCII');
  else expect(parseIdempotencyKey(text)).toBe(key);
});

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));

test('any visible key comes back from its structured-field string, and from a bare token where it may be one', () => {
  fc.assert(
    fc.property(fc.string({ unit: visible, minLength: 1, maxLength: 255 }), (key) => {
      expect(parseIdempotencyKey(`"${key.replaceAll(/["\\]/g, '\\$&')}"`)).toBe(key);
      if (!/[",;\\]/.test(key)) expect(parseIdempotencyKey(key)).toBe(key);
    }),
  );
});
