import { crc32 } from 'node:zlib';
import { AppError, echo, type Fault } from '../errors.ts';
import { readVarint, writeVarint } from './varint.ts';

/** Where a read of a whole topic goes on. */
export interface Cursor {
  readonly topic: string;
  /** Made for chosen partitions: it goes on with those alone. Else partitions that it does not know begin at earliest. */
  readonly chosen: boolean;
  /** The partition whose turn it is, so that short reads in a row come round to all. */
  readonly turn: number;
  /** Partition → the offset to read next. */
  readonly offsets: ReadonlyMap<number, number>;
}

const VERSION = 1;
const MAX_CHARACTERS = 4096;
const CHECKSUM_BYTES = 4;

/**
 * The cursor as base64url: version, kind, topic, turn, then runs of neighbouring partitions (gap before, length, offset
 * of each) as LEB128 numbers, and a CRC-32. Unsigned: it grants nothing that offsets would not. Throws
 * `invalid-request` where the topic has too many partitions for 4 KB.
 */
export function encodeCursor({ topic, chosen, turn, offsets }: Cursor): string {
  const name = Buffer.from(topic);
  const bytes = [VERSION, chosen ? 1 : 0];
  writeVarint(bytes, name.length);
  bytes.push(...name);
  writeVarint(bytes, turn);
  let next = 0;
  for (const run of runsOf([...offsets.keys()].sort((a, b) => a - b))) {
    writeVarint(bytes, (run[0] ?? 0) - next);
    writeVarint(bytes, run.length);
    for (const partition of run) writeVarint(bytes, offsets.get(partition) ?? 0);
    next = (run.at(-1) ?? 0) + 1;
  }
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32BE(crc32(Buffer.from(bytes)));
  const text = Buffer.concat([Buffer.from(bytes), checksum]).toString('base64url');
  if (text.length > MAX_CHARACTERS) throw tooManyPartitions(topic, offsets.size);
  return text;
}

/** Reads a cursor of this topic; throws `cursor-invalid` saying what is wrong with it. */
export function decodeCursor(text: string, topic: string): Cursor {
  const cursor = decode(text);
  if (cursor.topic === topic) return cursor;
  throw invalid(`It is of the topic ${echo(cursor.topic)}: give one of this topic.`);
}

function decode(text: string): Cursor {
  if (text.length > MAX_CHARACTERS) throw invalid(`It is longer than ${MAX_CHARACTERS} characters.`);
  const all = Buffer.from(text, 'base64url');
  const bytes = all.subarray(0, -CHECKSUM_BYTES);
  const isWhole = all.length > CHECKSUM_BYTES && all.readUInt32BE(bytes.length) === crc32(bytes);
  if (!isWhole) throw invalid('It is damaged: give it as it was answered.');
  if (bytes[0] !== VERSION) throw invalid('It is of another version of this app: begin without it.');
  const cursor = parse(bytes);
  // There is one way to write a cursor: what was not written by this app is no cursor.
  if (cursor === undefined || encodeCursor(cursor) !== text) throw invalid('This app did not make it.');
  return cursor;
}

function parse(bytes: Buffer): Cursor | undefined {
  const at = { bytes, next: 2 };
  const length = readVarint(at);
  const topic = bytes.toString('latin1', at.next, at.next + length);
  at.next += length;
  const turn = readVarint(at);
  const offsets = new Map<number, number>();
  let partition = 0;
  while (at.next < bytes.length) {
    partition += readVarint(at);
    // Each offset takes a byte or more: a length that says otherwise must not keep anybody busy.
    for (let left = Math.min(readVarint(at), bytes.length); left > 0; left -= 1, partition += 1) {
      offsets.set(partition, readVarint(at));
    }
  }
  const isCutOff = [turn, partition, ...offsets.values()].some(Number.isNaN);
  return isCutOff ? undefined : { topic, chosen: bytes[1] === 1, turn, offsets };
}

function runsOf(partitions: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const partition of partitions) {
    const last = runs.at(-1);
    if (last?.at(-1) === partition - 1) last.push(partition);
    else runs.push([partition]);
  }
  return runs;
}

function invalid(detail: string): AppError {
  return new AppError('cursor-invalid', `The cursor cannot be used. ${detail}`);
}

function tooManyPartitions(topic: string, count: number): AppError {
  const detail = `${count} partitions of ${topic} do not fit into a cursor: read some at a time, as partitions=0,1,2.`;
  const fault: Fault = { parameter: 'partitions', in: 'query', detail };
  return new AppError('invalid-request', detail, { faults: [fault] });
}
