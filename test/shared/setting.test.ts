import { describe, expect, test } from '@jest/globals';
import { fc } from '../support/properties.ts';
import { boolean, httpsOrigin, integer, oneOf, optional, text } from '../../shared/setting.ts';

describe('integer takes', () => {
  test('any whole number of its range as decimal digits, and no other text', () => {
    const parse = integer(5, 5000);
    fc.assert(
      fc.property(fc.integer({ min: -6000, max: 6000 }), (value) => {
        if (value >= 5 && value <= 5000) expect(parse(String(value))).toBe(value);
        else expect(() => parse(String(value))).toThrow('give a whole number from 5 to 5000');
      }),
    );
  });

  test.each(['', ' ', '1.5', '1e3', '0x10', '+7', '-0', '１０', '10 ', 'abc', 'NaN', 'Infinity', '1_000'])(
    'not %j',
    (given) => {
      expect(() => integer(0, 10_000)(given)).toThrow('give a whole number from 0 to 10000');
    },
  );
});

test.each([
  ['true', true],
  ['false', false],
])('boolean takes %s', (given, value) => {
  expect(boolean(given)).toBe(value);
});

test.each(['', 'TRUE', '1', 'yes'])('boolean does not take %j', (given) => {
  expect(() => boolean(given)).toThrow('give true or false');
});

test('oneOf takes the names it was given and tells them', () => {
  const parse = oneOf('secret', 'certificate');
  expect(parse('certificate')).toBe('certificate');
  expect(() => parse('Secret')).toThrow('give one of secret, certificate');
});

test('optional makes undefined of nothing', () => {
  expect(optional(integer(1, 2))('')).toBeUndefined();
  expect(optional(integer(1, 2))('2')).toBe(2);
});

test('text takes what fits the pattern and tells what is wanted', () => {
  const parse = text(/^[a-z]+$/, 'small letters');
  expect(parse('abc')).toBe('abc');
  expect(() => parse('ABC')).toThrow('give small letters');
});

describe('httpsOrigin', () => {
  test.each(['https://host', 'https://host/', 'https://host:8443', 'https://[::1]:1'])(
    'takes %s',
    (given) => {
      expect(httpsOrigin(given).origin).toBe(given.replace(/\/$/, ''));
    },
  );

  test.each([
    ['http://host', 'starts with https'],
    ['host', 'starts with https'],
    ['', 'starts with https'],
    ['https://user@host', 'leave out user name and password'],
    ['https://:word@host', 'leave out user name and password'],
    ['https://host/v1', 'the host alone'],
    ['https://host?a=b', 'the host alone'],
    ['https://host#a', 'the host alone'],
  ])('does not take %j', (given, told) => {
    expect(() => httpsOrigin(given)).toThrow(told);
  });
});

test('no parser repeats what it was given, which may be a secret', () => {
  const parsers = [boolean, integer(0, 9), oneOf('a'), text(/^\d$/, 'a digit'), httpsOrigin];
  fc.assert(
    fc.property(fc.constantFrom(...parsers), fc.string(), (parse, noise) => {
      const given = `hidden-secret${noise}`;
      expect(() => parse(given)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
      );
    }),
  );
});
