import { describe, expect, test } from '@jest/globals';
import { fc } from '../../support/properties.ts';
import { AppError } from '../../../shared/errors.ts';
import { produceRecords } from '../../../shared/kafka-rest/operations/producer.ts';
import { parseProduceBody, type ProduceRecord } from '../../../shared/records/produce-body.ts';
import { space, writtenJson } from '../../support/written-json.ts';

const limits = { maxRecordBytes: 1_000_000 };
const parse = (text: string, some = limits): ProduceRecord[] => parseProduceBody(Buffer.from(text), some);

function refusal(text: string, some = limits): AppError {
  try {
    parse(text, some);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

const pointers = ({ options: { faults = [] } }: AppError) =>
  faults.map((fault) => ('pointer' in fault ? fault.pointer : fault.parameter));

interface WrittenRecord {
  readonly text: string;
  readonly partition: number | undefined;
}

const partition = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const value = writtenJson.filter(({ text }) => !/\\ud/i.test(text));
const member = (name: string, text: string) =>
  fc.tuple(space, space, space).map(([a, b, c]) => `${a}"${name}"${b}:${c}${text}`);

/** A record with its members in any order and any spacing. */
const record: fc.Arbitrary<WrittenRecord> = fc
  .tuple(value, fc.option(value, { nil: undefined }), fc.option(partition, { nil: undefined }))
  .chain(([{ text }, key, number]) => {
    const members = [
      member('value', text),
      ...(key === undefined ? [] : [member('key', key.text)]),
      ...(number === undefined ? [] : [member('partition', String(number))]),
    ];
    const ordered = fc.shuffledSubarray(members, { minLength: members.length });
    return ordered
      .chain((chosen) => fc.tuple(...chosen))
      .map((texts) => ({ text: `{${texts.join(',')} }`, partition: number }));
  });

const body = fc
  .tuple(fc.array(record, { minLength: 1, maxLength: 5 }), space, space)
  .map(([records, a, b]) => ({
    records,
    text: `${a}{"records"${b}:${a}[${b}${records.map(({ text }) => text).join(`${a},${b}`)}${a}]${b}}${a}`,
  }));

describe('parseProduceBody', () => {
  test('gives any record to the character, with its partition', () => {
    fc.assert(
      fc.property(body, ({ text, records }) => {
        expect(parse(text)).toEqual(records.map((one) => ({ json: one.text, partition: one.partition })));
      }),
    );
  });

  test('and what is sent on parses to what the caller sent', () => {
    fc.assert(
      fc.property(body, ({ text, records }) => {
        const sent =
          produceRecords(
            'orders',
            parse(text).map(({ json }) => json),
          ).body ?? '';
        expect(JSON.parse(sent)).toEqual(JSON.parse(text));
        expect(sent).toBe(`{"records":[${records.map((one) => one.text).join(',')}]}`);
      }),
    );
  });

  test('refuses any text whatever with an AppError that repeats none of it, or accepts it', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      writtenJson.map(({ text }) => text),
      writtenJson.map(({ text }) => `{"records":[{"value":"hidden-value"},${text}]}`),
      writtenJson.map(({ text }) => `{"records":${text}}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(JSON.stringify(error) + (error as AppError).message).not.toContain('hidden-value');
        }
      }),
    );
  });

  test('takes a byte order mark for what it is', () => {
    expect(parse('\ufeff{"records":[{"value":1}]}')).toEqual([{ json: '{"value":1}', partition: undefined }]);
  });

  test('takes names written with escapes for the names they are', () => {
    const json = '{"val\\u0075e":1,"partitio\\u006e":2}';
    expect(parse(`{"\\u0072ecords":[${json}]}`)).toEqual([{ json, partition: 2 }]);
  });

  test('names a member __proto__ as unknown, and takes nothing from it', () => {
    const error = refusal('{"records":[{"__proto__":{"value":1}}]}');
    expect(pointers(error)).toEqual(['#/records/0/__proto__', '#/records/0/value']);
  });

  test.each([
    ['1.0', 'a number that is no plain integer'],
    ['1e0', 'an exponent'],
    ['-0', 'minus nought'],
    ['2147483648', 'more than an int32 can hold'],
    ['99999999999999999999', 'more than a double can count'],
    ['null', 'null'],
    ['true', 'a boolean'],
  ])('refuses the partition %s: %s', (text) => {
    const error = refusal(`{"records":[{"value":1,"partition":${text}}]}`);
    expect(error.code).toBe('invalid-request');
    expect(pointers(error)).toEqual(['#/records/0/partition']);
  });

  test('refuses records given twice, whatever the first were', () => {
    for (const first of ['{}', '5', '[]', '[{"key":1}]']) {
      expect(pointers(refusal(`{"records":${first},"records":[{"value":1}]}`))).toEqual(['#/records']);
    }
  });

  test('names the nearest field for a mistyped one', () => {
    expect(refusal('{"records":[{"value":1,"partiton":0}]}').message).toContain('partition');
    const [first] = refusal('{"recods":[]}').options.faults ?? [];
    expect(first).toMatchObject({ pointer: '#/recods' });
    expect(first?.detail).toContain('records');
  });

  test('escapes the pointer of a name with a slash or a tilde', () => {
    expect(pointers(refusal('{"records":[{"value":1,"a/b~c":0}]}'))).toEqual(['#/records/0/a~1b~0c']);
  });

  test('shows at most 64 characters of a name', () => {
    const error = refusal(`{"records":[{"value":1,"${'x'.repeat(1000)}":0}]}`);
    expect(JSON.stringify(error.options).length).toBeLessThan(300);
  });
});

describe('parseProduceBody keeps to its limits', () => {
  const nested = (levels: number) => `{"records":[{"value":${'['.repeat(levels)}${']'.repeat(levels)}}]}`;

  test('64 levels pass and 65 do not', () => {
    expect(parse(nested(64))).toHaveLength(1);
    expect(pointers(refusal(nested(65)))).toEqual(['#/records/0/value']);
  });

  test('a hundred thousand levels are refused and not a crash', () => {
    expect(refusal(nested(100_000)).code).toBe('invalid-request');
  });

  test('10,000 records pass and one more does not', () => {
    const many = (count: number) =>
      `{"records":[${Array.from({ length: count }, () => '{"value":1}').join(',')}]}`;
    expect(parse(many(10_000))).toHaveLength(10_000);
    expect(pointers(refusal(many(10_001)))).toEqual(['#/records']);
  });

  test('key and value count together, in UTF-8 bytes as they were sent', () => {
    const text = '{"records":[{"key":"é","value":[1, 2],"partition":7}]}';
    expect(parse(text, { maxRecordBytes: 10 })).toHaveLength(1);
    const error = refusal(text, { maxRecordBytes: 9 });
    expect(error.code).toBe('record-too-large');
    expect(pointers(error)).toEqual(['#/records/0']);
    expect(error.message).toContain('10 bytes');
  });

  test('a record that is wrong and another that is too large are told at once', () => {
    const error = refusal('{"records":[{"value":"long enough"},{"key":1}]}', { maxRecordBytes: 5 });
    expect(error.code).toBe('invalid-request');
    expect(pointers(error)).toEqual(['#/records/1/value', '#/records/0']);
  });

  test('half a surrogate pair passes inside a value, where it stays the escape it was', () => {
    const json = '{"value":{"text":"\\ud800"}}';
    expect(parse(`{"records":[${json}]}`)).toEqual([{ json, partition: undefined }]);
    expect(pointers(refusal('{"records":[{"value":"\\ud800"}]}'))).toEqual(['#/records/0/value']);
  });
});
