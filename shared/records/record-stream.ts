import { AppError, type Fault } from '../errors.ts';
import { checkRecord, type ProduceLimits, type ProduceRecord } from './produce-body.ts';
import { beginsRecords, type Piece, splitRecords } from './split-array.ts';
import { splitLines } from './split-lines.ts';

/** One record of a stream, and what is wrong with it. */
export interface StreamedRecord {
  readonly record: ProduceRecord;
  readonly faults: readonly Fault[];
  /** Faults of its size alone. */
  readonly oversized: readonly Fault[];
}

// Room for names, the partition and white space around what the limit counts.
const MARGIN = 65_536;

/**
 * The records of content that is too large to hold: one record object a line (NDJSON), or `{"records":[…]}`; which of
 * them its beginning tells. Faults name the record by its index, from 0 on. Rejects with `invalid-json` where the text
 * is no UTF-8 or does not end as it should, and as the content does.
 */
export async function* streamRecords(
  content: AsyncIterable<Uint8Array>,
  limits: ProduceLimits,
): AsyncGenerator<StreamedRecord, void, undefined> {
  const maxLength = limits.maxRecordBytes + MARGIN;
  let index = 0;
  for await (const piece of piecesOf(decode(content), maxLength)) {
    const pointer = `#/records/${index}`;
    yield piece.isTooLong ? tooLong(pointer, maxLength) : check(piece.text, pointer, limits);
    index += 1;
  }
}

async function* piecesOf(
  text: AsyncGenerator<string, void, undefined>,
  maxLength: number,
): AsyncGenerator<Piece, void, undefined> {
  const first = await text.next();
  if (first.done === true) return;
  const all = chain(first.value, text);
  if (!beginsRecords(first.value)) {
    for await (const line of splitLines(all, maxLength))
      if (line.text.trim() !== '' || line.isTooLong) yield line;
    return;
  }
  yield* splitRecords(all, maxLength);
}

async function* chain(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  yield first;
  yield* rest;
}

const HEAD = 1024;

/** The text of UTF-8, without a byte order mark; the first piece is long enough to tell the form by. */
async function* decode(content: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const toText = (bytes?: Uint8Array) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new AppError('invalid-json', 'The text is not UTF-8.');
    }
  };
  let head: string | undefined = '';
  for await (const bytes of content) {
    const text = toText(bytes);
    if (head === undefined) yield text;
    else if (head.length + text.length < HEAD) head += text;
    else {
      yield head + text;
      head = undefined;
    }
  }
  yield (head ?? '') + toText();
}

function tooLong(pointer: string, maxLength: number): StreamedRecord {
  const oversized = [{ pointer, detail: `The record has more than ${maxLength} characters.` }];
  return { record: { json: '', partition: undefined }, faults: [], oversized };
}

function check(json: string, pointer: string, limits: ProduceLimits): StreamedRecord {
  try {
    return checkRecord(JSON.parse(json), json, pointer, limits);
  } catch {
    // The engine's message quotes the text.
    const faults = [{ pointer, detail: 'Not valid JSON: give one object, {"value":…}, for each record.' }];
    return { record: { json, partition: undefined }, faults, oversized: [] };
  }
}
