import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '../../errors.ts';
import { readVarint, writeVarint } from '../varint.ts';

/** What one fetch was given, as its caller holds it. */
export interface LeaseToken {
  /** Of the fetch: 32 hexadecimal digits by chance, which nobody guesses. */
  readonly id: string;
  /** Partition → the offset after the last record that was handed out. */
  readonly next: ReadonlyMap<number, number>;
}

export interface GroupTopic {
  readonly group: string;
  readonly topic: string;
}

const VERSION = 1;
const ID_BYTES = 16;
const SCOPE_BYTES = 8;
const CHECKSUM_BYTES = 4;
const HEAD_BYTES = 1 + SCOPE_BYTES + ID_BYTES;
const MAX_CHARACTERS = 4096;

/**
 * A lease as base64url: version, hash of group and topic, fetch id, then gap before and next offset of each partition as
 * LEB128 numbers, and a CRC-32. Unsigned: what counts is whether the rows of its group and topic hold its fetch id.
 */
export function encodeLease(of: GroupTopic, { id, next }: LeaseToken): string {
  const bytes: number[] = [];
  let expected = 0;
  for (const [partition, offset] of [...next].sort(([one], [other]) => one - other)) {
    writeVarint(bytes, partition - expected);
    writeVarint(bytes, offset);
    expected = partition + 1;
  }
  const body = Buffer.concat([
    Buffer.from([VERSION]),
    scopeOf(of),
    Buffer.from(id, 'hex'),
    Buffer.from(bytes),
  ]);
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([body, checksum]).toString('base64url');
}

/** Reads a lease of this group and topic; throws `lease-invalid` saying what is wrong with it. */
export function decodeLease(of: GroupTopic, text: string): LeaseToken {
  const all = Buffer.from(text.slice(0, MAX_CHARACTERS + 1), 'base64url');
  const body = all.subarray(0, -CHECKSUM_BYTES);
  const isWhole = body.length > HEAD_BYTES && all.readUInt32BE(body.length) === crc32(body);
  if (!isWhole || body[0] !== VERSION) throw invalid('It is damaged: give it as it was answered.');
  if (!body.subarray(1, 1 + SCOPE_BYTES).equals(scopeOf(of)))
    throw invalid('It is of another group or topic.');
  const id = body.toString('hex', 1 + SCOPE_BYTES, HEAD_BYTES);
  const next = new Map<number, number>();
  const at = { bytes: body, next: HEAD_BYTES };
  for (let expected = 0; at.next < body.length;) {
    const partition = expected + readVarint(at);
    next.set(partition, readVarint(at));
    expected = partition + 1;
  }
  // There is one way to write a lease: what was not written by this app is none.
  const isOwn = ![...next].flat().some(Number.isNaN) && encodeLease(of, { id, next }) === text;
  if (!isOwn) throw invalid('This app did not make it.');
  return { id, next };
}

function scopeOf({ group, topic }: GroupTopic): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([group, topic]))
    .digest()
    .subarray(0, SCOPE_BYTES);
}

function invalid(detail: string): AppError {
  return new AppError('lease-invalid', `The lease cannot be used. ${detail}`);
}
