import { membersOf } from './json-text.ts';

/**
 * A consumed record's JSON with its value as JSON where the value's text is JSON, else as it was: the proxy gives
 * every value as a string. Digits are kept, as text is put for text; a text that UTF-8 cannot carry stays a string.
 */
export function withJsonValue(record: string): string {
  const member = membersOf(record, 0).findLast(({ name }) => name === 'value');
  if (member === undefined) return record;
  const value = parsed(record.slice(member.start, member.end));
  if (typeof value !== 'string' || parsed(value) === undefined || !value.isWellFormed()) return record;
  // Between tokens a line break is white space, and inside a string there is none: a record stays one line.
  return record.slice(0, member.start) + value.replaceAll(/[\r\n]/g, ' ') + record.slice(member.end);
}

/** Undefined where the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
