import { describe, expect, test } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { type Cursor, decodeCursor, encodeCursor } from '../../../shared/consuming/cursor.ts';
import { fc } from '../../support/properties.ts';

const offset = fc.oneof(
  fc.nat(300),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.constantFrom(0, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const partition = fc.oneof(fc.nat(40), fc.nat(2 ** 31 - 1));
const cursors = fc.record({
  topic: fc.stringMatching(/^[a-zA-Z0-9._-]{1,249}$/),
  chosen: fc.boolean(),
  turn: partition,
  offsets: fc.array(fc.tuple(partition, offset), { maxLength: 60 }).map((entries) => new Map(entries)),
});
const base64url = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

const cursorOf = (count: number, each: number): Cursor => ({
  topic: 'orders',
  chosen: false,
  turn: 0,
  offsets: new Map(Array.from({ length: count }, (_, index) => [index, each])),
});
const refusal = (detail: RegExp) =>
  expect.objectContaining({ code: 'cursor-invalid', message: expect.stringMatching(detail) as unknown });
/** Bytes with the checksum that a forger can make as well. */
const sealed = (...bytes: number[]) => {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(Buffer.from(bytes)));
  return Buffer.concat([Buffer.from(bytes), checksum]).toString('base64url');
};

describe('A cursor', () => {
  test('of any state comes back as it was', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        const text = encodeCursor(cursor);
        expect(decodeCursor(text, cursor.topic)).toEqual(cursor);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  test('that was changed anywhere is refused', () => {
    const change = fc.record({
      cursor: cursors,
      at: fc.nat(),
      remove: fc.nat(3),
      insert: fc.array(fc.constantFrom(...base64url, '=', ' ', '+', '/', 'ä'), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(change, ({ cursor, at, remove, insert }) => {
        const text = encodeCursor(cursor);
        const from = at % text.length;
        const changed = text.slice(0, from) + insert.join('') + text.slice(from + remove);
        fc.pre(changed !== text);
        expect(() => decodeCursor(changed, cursor.topic)).toThrow(refusal(/^The cursor cannot be used\. /));
      }),
      { numRuns: 2000 },
    );
  });

  test('whose checksum was made for other bytes is a cursor or is refused, and neither takes long', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const text = sealed(1, 0, ...bytes);
        let cursor: Cursor;
        try {
          cursor = decodeCursor(text, Buffer.from(bytes.subarray(1, 1 + (bytes[0] ?? 0))).toString());
        } catch (error) {
          expect(error).toEqual(refusal(/./));
          return;
        }
        expect(encodeCursor(cursor)).toBe(text);
      }),
    );
  });

  test.each([
    ['of another topic', () => encodeCursor(cursorOf(1, 5)), /of the topic "orders": give one of this/],
    ['of another version', () => sealed(2, 0), /another version of this app: begin without it/],
    ['that is too long', () => 'A'.repeat(4097), /longer than 4096 characters/],
    ['that is empty', () => '', /damaged/],
    ['that is text', () => 'hello', /damaged/],
    [
      'that says of itself that it has more offsets',
      () => sealed(1, 0, 1, 97, 0, 0, 255, 255, 3),
      /not make it/,
    ],
    ['with an empty run', () => sealed(1, 0, 1, 97, 0, 0, 0), /did not make it/],
    ['with a number written longer than needed', () => sealed(1, 0, 1, 97, 0x80, 0), /did not make it/],
  ])('%s is refused with the reason', (_, make, detail) => {
    expect(() => decodeCursor(make(), 'payments')).toThrow(refusal(detail));
  });

  test('takes 160 characters for twenty partitions of a million records each', () => {
    expect(encodeCursor(cursorOf(20, 1_000_000)).length).toBeLessThanOrEqual(160);
  });

  test('of 480 busy partitions fits; where a topic has too many it says how to read it', () => {
    expect(encodeCursor(cursorOf(480, 2 ** 40)).length).toBeLessThanOrEqual(4096);
    expect(() => encodeCursor(cursorOf(2000, 2 ** 40))).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        message: expect.stringContaining('read some at a time, as partitions=0,1,2') as unknown,
      }),
    );
  });
});
