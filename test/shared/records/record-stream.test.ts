import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { streamRecords } from '../../../shared/records/record-stream.ts';
import { fc } from '../../support/properties.ts';

const limits = { maxRecordBytes: 1000 };

/** The text in pieces of these lengths in bytes, in turn. */
async function* cut(text: string | Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    await Promise.resolve();
    yield bytes.subarray(at, (at += length));
  }
}

async function read(text: string | Uint8Array, lengths: readonly number[] = [7]) {
  const found: string[] = [];
  const faults: unknown[] = [];
  for await (const { record, faults: some, oversized } of streamRecords(cut(text, lengths), limits)) {
    found.push(record.json);
    faults.push(...some, ...oversized);
  }
  return { found, faults };
}

async function refusal(text: string | Uint8Array): Promise<string> {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : 'none';
}

const record = fc
  .record({ key: fc.jsonValue({ maxDepth: 2 }), value: fc.jsonValue({ maxDepth: 4 }) })
  .map((one) => JSON.stringify(one));
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const space = fc.constantFrom('', ' ', '\n', '\r\n\t');

describe('Records come back as they were written, however the bytes are cut', () => {
  test('from NDJSON, whatever its line ends, with blank lines and a byte order mark', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(record),
        lengths,
        fc.constantFrom('\n', '\r\n', '\n\n'),
        async (records, cuts, end) => {
          for (const text of [records.join(end), `\uFEFF${records.map((one) => one + end).join('')}`]) {
            expect(await read(text, cuts)).toEqual({ found: records, faults: [] });
          }
        },
      ),
    ));

  test('from {"records":[…]}, with any white space', () =>
    fc.assert(
      fc.asyncProperty(fc.array(record), lengths, space, async (records, cuts, s) => {
        const text = `${s}{${s}"records"${s}:${s}[${s}${records.join(`${s},${s}`)}${s}]${s}}${s}`;
        expect(await read(text, cuts)).toEqual({ found: records, faults: [] });
      }),
    ));
});

test.each([
  ['{"value":1}\n{"value":}\n{"key":2}', ['#/records/1', '#/records/2/value']],
  ['{"records":[{"value":1},{"value":2],{"value":3}]}', ['#/records/1']],
  ['{"records":[{"value":1},,{"value":3}]}', ['#/records/1']],
  ['{"records":[{"value":1},]}', ['#/records/1']],
  ['{"records":[,{"value":1}]}', ['#/records/0']],
  ['{"value":1} {"value":2}', ['#/records/0']],
  [`{"value":1}\n{"value":"${'x'.repeat(1000)}"}`, ['#/records/1']],
  [`{"value":1}\n{"value":"${'x'.repeat(70_000)}"}\n{"value":2}`, ['#/records/1']],
  [`{"records":[{"value":1},{"value":"${'x'.repeat(70_000)}"},{"value":2}]}`, ['#/records/1']],
])('%#: each bad record is named by its index', async (text, pointers) => {
  const { faults } = await read(text, [1000]);
  expect(faults).toMatchObject(pointers.map((pointer) => ({ pointer })));
});

test.each([
  '{"records":[{"value":1}]',
  '{"records":[{"value":1}',
  '{"records":[{"value":1}]} more',
  `{"records":[{"value":1}]}${' '.repeat(2000)}x`,
  '{"records":[{"value":1}],"topic":"t"}',
  Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
  Buffer.from('{"value":"ü"}').subarray(0, 11),
])('%#: a text that is not whole, or no UTF-8, is refused', async (text) => {
  expect(await refusal(text)).toBe('invalid-json');
});

test('empty content has no records', async () => {
  for (const text of ['', '\n', '{"records":[]}', ' { "records" : [ ] } ']) {
    expect(await read(text)).toEqual({ found: [], faults: [] });
  }
});
