import { describe, expect, test } from '@jest/globals';
import { consumeRecords, type Page } from '../../../../shared/kafka-rest/operations/consumer.ts';
import { fc } from '../../../support/properties.ts';
import { space, writtenJson } from '../../../support/written-json.ts';
import { answered, exchanged } from '../exchanges.ts';

const consume = consumeRecords({
  topic: 'orders.v1',
  partition: 3,
  offset: Number.MAX_SAFE_INTEGER,
  count: 7,
});

function read(text: string, nextOffset?: string): Page {
  return consume.read(answered(200, text, nextOffset === undefined ? {} : { nextoffset: nextOffset }));
}

test('the path has offset and count, the offset with all its digits', () => {
  expect(consume).toMatchObject({
    method: 'GET',
    path: '/v1/consumer/topics/orders.v1/partitions/3/offsets/9007199254740991?count=7',
  });
});

describe('an answer with records gives', () => {
  const records = [
    '{"key":null,"value":"1.10","partition":3,"offset":5,"timestamp":1}',
    '{"offset":9,"value":"{\\"a\\": 1}"}',
  ];

  test.each([
    ['an object', (list: string) => `{"records":${list}}`],
    [
      'an object with more members',
      (list: string) => ` {"next": [1], "records" : ${list} , "a":{"records":[]}}`,
    ],
    ['a bare array', (list: string) => list],
    ['a bare array in white space', (list: string) => `\n ${list}\n`],
  ])('their texts and offsets as %s', (_, write) => {
    expect(read(write(`[${records.join(' ,')}]`), '12')).toEqual({
      records: [
        { json: Buffer.from(records[0] ?? ''), offset: 5, key: null, timestampMs: 1 },
        { json: Buffer.from(records[1] ?? ''), offset: 9, key: null, timestampMs: null },
      ],
      nextOffset: 12,
    });
  });

  test('the texts that the proxy wrote, whatever they are', () => {
    const record = fc.tuple(writtenJson, space, fc.nat()).map(([value, gap, offset]) => ({
      offset,
      text: `{"value":${gap}${value.text}${gap},"offset":${offset}}`,
    }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 4 }), fc.boolean(), space, (many, bare, gap) => {
        const list = `[${many.map(({ text }) => text).join(`${gap},${gap}`)}]`;
        const page = read(bare ? list : `{"records":${gap}${list}}`);
        expect(page.records.map(({ json, offset }) => ({ text: json.toString(), offset }))).toEqual(many);
      }),
    );
  });

  test('key and timestamp, with none for every way to write a record without a key', () => {
    const of = (members: string) => read(`[{"offset":1${members}}]`).records[0];
    expect(of(',"key":"k","timestamp":1700000000000')).toMatchObject({
      key: 'k',
      timestampMs: 1_700_000_000_000,
    });
    expect(of(',"key":null')).toMatchObject({ key: null, timestampMs: null });
    expect(of('')).toMatchObject({ key: null });
  });

  test('the place to read on after the last record, with gaps, where NextOffset is missing or odd', () => {
    const list = `[${records.join()}]`;
    for (const header of [undefined, '', 'abc', '-1', '1.5', '9007199254740993'])
      expect(read(list, header).nextOffset).toBe(10);
  });

  test('the last of two members named records, as any JSON parser does', () => {
    expect(read('{"records":[{"offset":1}],"records":[{"offset":2}]}')).toEqual({
      records: [{ json: Buffer.from('{"offset":2}'), offset: 2, key: null, timestampMs: null }],
      nextOffset: 3,
    });
  });
});

test('an answer without records has no place of its own to read on', () => {
  expect(read('{"records":[]}')).toEqual({ records: [], nextOffset: null });
  expect(read('[]', '42')).toEqual({ records: [], nextOffset: 42 });
});

test.each([
  '',
  'hidden-value',
  'null',
  '5',
  '{}',
  '{"records":null}',
  '{"records":{}}',
  '[5]',
  '[null]',
  '[{"value":"hidden-value"}]',
  '[{"offset":null}]',
  '[{"offset":""}]',
  '[{"offset":[7]}]',
  '[{"offset":1.5}]',
  '[{"offset":"abc"}]',
])('%j is no answer', (text) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: 'proxy-answer-invalid', message: expect.not.stringContaining('hidden') }),
  );
});

test('400 and 404 mean the offset, and the topic or the partition', () => {
  expect(consume.failed(exchanged(400)).code).toBe('offset-out-of-range');
  expect(consume.failed(exchanged(404)).code).toBe('partition-not-found');
  expect(consume.failed(exchanged(500)).code).toBe('proxy-unavailable');
});
