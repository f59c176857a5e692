import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../shared/errors.ts';
import { readIdempotencyKey } from '../../../shared/http/idempotency.ts';

function request(headers: Record<string, string>): HttpRequest {
  return new HttpRequest({ method: 'POST', url: 'http://localhost:7071/api/x', headers });
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
