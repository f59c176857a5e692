import { expect, test } from '@jest/globals';
import { withJsonValue } from '../../../shared/records/json-value.ts';
import { fc } from '../../support/properties.ts';
import { writtenJson } from '../../support/written-json.ts';

const record = (value: string) => `{"key": "k","value" : ${value} ,"offset":1.0}`;

test('any JSON comes as the text that it was written in, on one line', () => {
  fc.assert(
    fc.property(writtenJson, ({ text }) => {
      const given = withJsonValue(record(JSON.stringify(text)));
      const wellFormed = text.isWellFormed();
      expect(given).toBe(record(wellFormed ? text.replaceAll(/[\r\n]/g, ' ') : JSON.stringify(text)));
      if (wellFormed) {
        expect((JSON.parse(given) as { value: unknown }).value).toEqual(JSON.parse(text));
      }
    }),
  );
});

test.each(['null', '"text"', '""', '"{\\"a\\":"', '"NaN"', '"01"', '{"a":1}', '5', '"\\x"'])(
  '%s stays as it is',
  (value) => {
    expect(withJsonValue(record(value))).toBe(record(value));
  },
);

test('a record without a value stays as it is', () => {
  expect(withJsonValue('{"offset":1}')).toBe('{"offset":1}');
});

test('of a member given twice the last counts, as in any parser', () => {
  expect(withJsonValue('{"value":"1","value":"2"}')).toBe('{"value":"1","value":2}');
});
