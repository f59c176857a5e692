import { AppError } from '../errors.ts';

/** One line of a body, without its newline. */
export interface Line {
  /** From 1 on; blank lines count, too. */
  readonly number: number;
  readonly bytes: Buffer;
}

const NEWLINE = 0x0a;
const SPACES = [0x20, 0x09, 0x0d];

/**
 * The lines that are not blank, as many at a time as each chunk completes; the last one may lack its newline. Rejects
 * with `record-too-large` at a line of more than `maxLineBytes`, which is never held whole.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<readonly Line[]> {
  const begun = createBegun();
  let number = 1;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    let tooLong = false;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const line = begun.finish(bytes.subarray(start, end));
      tooLong = line.length > maxLineBytes;
      if (tooLong) break;
      if (!isBlank(line)) lines.push({ number, bytes: line });
      start = end + 1;
      number += 1;
    }
    if (lines.length > 0) yield lines;
    if (tooLong || begun.add(bytes.subarray(start)) > maxLineBytes) throw lineTooLong(number, maxLineBytes);
  }
  const last = begun.finish(Buffer.alloc(0));
  if (!isBlank(last)) yield [{ number, bytes: last }];
}

/** The first part of a line whose end has not come; it grows by doubling, because it may come byte by byte. */
function createBegun() {
  let room = Buffer.alloc(0);
  let length = 0;
  return {
    /** How long it is then. */
    add(bytes: Buffer): number {
      if (length + bytes.length > room.length) {
        const larger = Buffer.allocUnsafe(Math.max(2 * room.length, length + bytes.length));
        room.copy(larger, 0, 0, length);
        room = larger;
      }
      bytes.copy(room, length);
      length += bytes.length;
      return length;
    },
    /** The whole line; the next one begins. */
    finish(rest: Buffer): Buffer {
      const line = length === 0 ? rest : Buffer.concat([room.subarray(0, length), rest]);
      length = 0;
      return line;
    },
  };
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => SPACES.includes(byte));
}

function lineTooLong(line: number, maxBytes: number): AppError {
  const detail = `Line ${line} has more than ${maxBytes} bytes.`;
  return new AppError('record-too-large', detail, { faults: [{ line, pointer: '#', detail }] });
}
