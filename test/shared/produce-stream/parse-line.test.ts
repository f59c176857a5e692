import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { parseLine } from '../../../shared/produce-stream/parse-line.ts';

const parse = (line: string | Buffer, number = 7) =>
  parseLine({ number, bytes: Buffer.from(line) }, { maxRecordBytes: 100 });

function refusal(line: string | Buffer): AppError {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

describe('parseLine', () => {
  test.each([
    ['{"value":1.10}', '{"value":1.10}'],
    [' {"key":"k", "value":null}\t\r', '{"key":"k", "value":null}'],
    ['\ufeff{"value":"ü"}', '{"value":"ü"}'],
  ])('gives the record of %j to the character', (line, json) => {
    expect(parse(line)).toEqual({ json, partition: undefined, line: 7 });
  });

  test('gives its partition', () => {
    expect(parse('{"value":1,"partition":3}')).toMatchObject({ partition: 3 });
  });

  test.each([
    ['{"value":1', 'invalid-json', 'Line 7: It is not valid JSON: it ends too soon.'],
    ['{"value":1} {"value":2}', 'invalid-json', 'Line 7: It is not valid JSON at character 12.'],
    ['[{"value":1}]', 'invalid-request', 'Line 7: A record must be an object: {"value":…}.'],
    ['{"key":1}', 'invalid-request', 'Line 7: Missing: give a value; null writes a tombstone.'],
    ['{"records":[]}', 'invalid-request', '2 faults; see errors.'],
    [
      `{"value":"${'x'.repeat(99)}"}`,
      'record-too-large',
      'Line 7: Key and value are 101 bytes: the limit is 100.',
    ],
  ])('refuses %s with the number of the line', (line, code, message) => {
    const { options, ...error } = refusal(line);
    expect({ ...error, message: refusal(line).message }).toMatchObject({ code, message });
    expect(options.faults).toEqual(options.faults?.map((fault) => ({ ...fault, line: 7 })));
  });

  test('refuses what is not UTF-8, and repeats no value', () => {
    const line = Buffer.concat([Buffer.from('{"value":"secret'), Buffer.of(0xff), Buffer.from('"}')]);
    const { code, message, options } = refusal(line);
    expect([code, message]).toEqual(['invalid-json', 'Line 7: It is not UTF-8.']);
    expect(JSON.stringify(options)).not.toContain('secret');
  });
});
