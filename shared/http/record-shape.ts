import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import { withJsonValue } from '../records/json-value.ts';

const COMMA = 0x2c;
const CLOSE_ARRAY = 0x5d;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const LINE_END = Buffer.from('\n');

/** How a read of a topic shows what it read. */
export interface Shape {
  readonly value: 'string' | 'json';
  /** Whether the ends of the log belong to it. */
  readonly withEnds: boolean;
}

/** A record's JSON as it was asked for. */
export function textOf(json: Buffer, value: Shape['value']): string {
  return value === 'json' ? withJsonValue(json.toString()) : json.toString();
}

/** The same without line breaks, which can only stand between its parts; of one that has none, nothing is copied. */
export function lineOf(json: Buffer, value: Shape['value']): Buffer {
  const line = value === 'json' ? Buffer.from(textOf(json, value)) : json;
  return hasBreak(line) ? Buffer.from(line.toString().replaceAll(/[\r\n]/g, ' ')) : line;
}

/**
 * Records one a line. Most stand in the proxy's answer with a comma between them: there the commas become line ends and
 * nothing is copied, as an answer that was cut has no other reader.
 */
export function linesOf(records: readonly ConsumedRecord[], value: Shape['value']): Buffer {
  const row = value === 'string' ? rowOf(records) : undefined;
  if (row === undefined || hasBreak(row)) {
    return Buffer.concat(records.flatMap(({ json }) => [lineOf(json, value), LINE_END]));
  }
  for (const { json } of records) row[json.byteOffset - row.byteOffset + json.length] = LINE_FEED;
  return row;
}

/** The bytes of all records and what follows each, where that is one byte that parts them from the next. */
function rowOf(records: readonly ConsumedRecord[]): Buffer | undefined {
  const first = records[0]?.json;
  if (first === undefined) return undefined;
  const bytes = Buffer.from(first.buffer);
  let at = first.byteOffset;
  for (const { json } of records) {
    const next = json.byteOffset + json.length;
    const isNext = json.buffer === first.buffer && json.byteOffset === at;
    if (!isNext || (bytes[next] !== COMMA && bytes[next] !== CLOSE_ARRAY)) return undefined;
    at = next + 1;
  }
  return bytes.subarray(first.byteOffset, at);
}

function hasBreak(bytes: Buffer): boolean {
  return bytes.includes(LINE_FEED) || bytes.includes(CARRIAGE_RETURN);
}
