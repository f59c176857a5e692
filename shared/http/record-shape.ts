import { withJsonValue } from '../records/json-value.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

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
  if (!line.includes(LINE_FEED) && !line.includes(CARRIAGE_RETURN)) return line;
  return Buffer.from(line.toString().replaceAll(/[\r\n]/g, ' '));
}
