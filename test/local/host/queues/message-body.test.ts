import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBody, encodeBody } from '../../../../local/host/queues/message-body.ts';

describe('the body of a message', () => {
  it('survives base64, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = Buffer.from(bytes);
        expect(decodeBody(encodeBody(body, 'base64'), 'base64')).toEqual(body);
      }),
    );
  });

  it('is its text without an encoding', () => {
    expect(decodeBody('{"n":12345678901234567890}', 'none')?.toString()).toBe('{"n":12345678901234567890}');
    expect(encodeBody(Buffer.from('grün'), 'none')).toBe('grün');
  });

  it('may have white space in its base64, as .NET allows', () => {
    expect(decodeBody(' e30\r\n= ', 'base64')?.toString()).toBe('{}');
  });

  it.each(['{"topic":"orders"}', 'e30', 'e30==', 'e-_=', '====', 'e3=0'])(
    'is not decoded from %j',
    (text) => {
      expect(decodeBody(text, 'base64')).toBeUndefined();
    },
  );
});
