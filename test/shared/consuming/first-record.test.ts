import { describe, expect, test } from '@jest/globals';
import { firstRecordIn } from '../../../shared/consuming/first-record.ts';
import { fc } from '../../support/properties.ts';
import { space, writtenJson } from '../../support/written-json.ts';

const inBytes = (text: string) => firstRecordIn(Buffer.from(text));

describe('the first record of an answer', () => {
  const record = fc.tuple(writtenJson, space, fc.nat()).map(([value, gap, offset]) => ({
    text: `{"value"${gap}:${value.text}${gap},"offset":${gap}${offset}}`,
    offset,
  }));

  test('is found whatever is written in it and follows it, and not before it is whole', () => {
    fc.assert(
      fc.property(record, space, fc.boolean(), (first, gap, isBare) => {
        const before = isBare ? `${gap}[${gap}` : `${gap}{${gap}"records"${gap}:${gap}[${gap}`;
        const whole = before + first.text;
        expect(inBytes(whole)).toEqual({ offset: first.offset, isBare });
        expect(inBytes(`${whole},{"value":"cut off`)).toEqual({ offset: first.offset, isBare });
        const bytes = Buffer.from(whole);
        for (let end = 0; end < bytes.length; end += 1)
          expect(firstRecordIn(bytes.subarray(0, end))).toBeUndefined();
      }),
    );
  });

  test.each([
    '',
    '[]',
    '{"records":[]}',
    '{"records":null}',
    '{"more":1,"records":[{"offset":1}]}',
    '<!doctype html>',
    '[5]',
    '[{"offset":"1"}]',
    '[{"value":{"offset":1}}]',
    '[{not json}]',
    '[{"a":"\\',
  ])('is none in %s', (text) => {
    expect(inBytes(text)).toBeUndefined();
  });
});
