import { describe, expect, test } from '@jest/globals';
import { linesOf } from '../../../shared/http/record-shape.ts';
import { cutRecords } from '../../../shared/kafka-rest/operations/cut-records.ts';
import { fc } from '../../support/properties.ts';
import { space, writtenJson } from '../../support/written-json.ts';

const gap = fc.oneof(fc.constant(''), space);
const record = fc.tuple(fc.nat(), writtenJson, gap).map(([offset, { text }, between]) => {
  return `{"offset":${offset},${between}"value":${text}}`;
});

describe('Records leave one a line', () => {
  test('those that are wanted of an answer, as JSON.parse reads them, whatever stood between them', () => {
    const wanted = fc.array(fc.tuple(record, fc.boolean()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(wanted, gap, fc.boolean(), (asked, between, isBare) => {
        const list = `[${asked.map(([text]) => text).join(`${between},${between}`)}${between}]`;
        const cut = cutRecords(Buffer.from(isBare ? list : `{"records":${list}}`));
        const lines = linesOf(
          cut.filter((_, index) => asked[index]?.[1]),
          'string',
        ).toString();
        const expected = asked.filter(([, isAsked]) => isAsked).map(([text]) => JSON.parse(text) as unknown);
        expect(
          lines
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line) as unknown),
        ).toEqual(expected);
        expect(lines === '' || lines.endsWith('}\n')).toBe(true);
      }),
    );
  });

  test('in the bytes of the answer that they came in, where a comma is all that parts them', () => {
    const answer = Buffer.from('{"records":[{"offset":1},{"offset":2},{"offset":3}]}');
    const lines = linesOf(cutRecords(answer).slice(0, 2), 'string');
    expect(lines.toString()).toBe('{"offset":1}\n{"offset":2}\n');
    expect(lines.buffer).toBe(answer.buffer);
    expect(answer.toString()).toBe('{"records":[{"offset":1}\n{"offset":2}\n{"offset":3}]}');
  });

  test('in bytes of their own where they are in another order, or of another answer', () => {
    const answer = Buffer.from('[{"offset":1},{"offset":2}]');
    const lines = linesOf(cutRecords(answer).toReversed(), 'string');
    expect(lines.toString()).toBe('{"offset":2}\n{"offset":1}\n');
    expect(answer.toString()).toBe('[{"offset":1},{"offset":2}]');
    const others = ['[{"offset":1}]', '[{"offset":2}]'].flatMap((text) => cutRecords(Buffer.from(text)));
    expect(linesOf(others, 'string').toString()).toBe('{"offset":1}\n{"offset":2}\n');
  });

  test('with values as JSON, on one line', () => {
    const cut = cutRecords(Buffer.from('[{"offset":1,\r\n"value":"{\\n\\"a\\": 1.10}"}]'));
    expect(linesOf(cut, 'json').toString()).toBe('{"offset":1,  "value":{ "a": 1.10}}\n');
  });
});
