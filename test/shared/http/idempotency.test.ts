import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../shared/errors.ts';
import { callerOf, readIdempotencyKey } from '../../../shared/http/idempotency.ts';

function request(headers: Record<string, string>, query: Record<string, string> = {}): HttpRequest {
  return new HttpRequest({ method: 'POST', url: 'http://localhost:7071/api/x', headers, query });
}

describe('The header Idempotency-Key', () => {
  test('gives its key, and nothing where it is missing', () => {
    const faults: Fault[] = [];
    expect(readIdempotencyKey(request({ 'Idempotency-Key': ' "a-key" ' }), faults)).toBe('a-key');
    expect(readIdempotencyKey(request({}), faults)).toBeUndefined();
    expect(faults).toEqual([]);
  });

  test.each(['', 'one, two', '"open', 'x'.repeat(256)])(
    'that is %j is a fault, which does not repeat it',
    (text) => {
      const faults: Fault[] = [];
      expect(readIdempotencyKey(request({ 'idempotency-key': text }), faults)).toBeUndefined();
      const detail = 'Idempotency-Key: give one key of 1 to 255 visible ASCII characters, as "key" or key.';
      expect(faults).toEqual([{ parameter: 'Idempotency-Key', in: 'header', detail }]);
    },
  );
});

describe('The caller', () => {
  test('is told by the function key, in the header or the query, the header first as in the host', () => {
    const byHeader = callerOf(request({ 'x-functions-key': 'one' }));
    expect(callerOf(request({}, { code: 'one' }))).toBe(byHeader);
    expect(callerOf(request({ 'x-functions-key': 'one' }, { code: 'two' }))).toBe(byHeader);
    expect(callerOf(request({ 'x-functions-key': 'two' }))).not.toBe(byHeader);
    expect(byHeader).not.toContain('one');
  });

  test('is anyone where no key is asked for, whatever else a request says of itself', () => {
    expect(callerOf(request({}))).toBe('anyone');
    expect(callerOf(request({ 'x-ms-client-principal': 'eyJ9', 'x-functions-key': '' }))).toBe('anyone');
  });
});
