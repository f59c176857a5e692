import { withJsonValue } from '../records/json-value.ts';

/** How a read of a topic shows what it read. */
export interface Shape {
  readonly value: 'string' | 'json';
  /** Whether the ends of the log belong to it. */
  readonly withEnds: boolean;
}

/** A record's JSON as it was asked for. */
export function shapeOf(text: string, { value }: Shape): string {
  return value === 'json' ? withJsonValue(text) : text;
}

/** The same JSON without line breaks, which can only stand between its parts. */
export function oneLine(json: string): string {
  // To look for a character costs far less than a pattern, and hardly any proxy breaks lines.
  return json.includes('\n') || json.includes('\r') ? json.replaceAll(/[\r\n]/g, ' ') : json;
}
