import { membersOf } from './json-text.ts';

/**
 * A consumed record's JSON with its value as JSON where the value's text is JSON, else as it was: the proxy gives
 * every value as a string. Digits are kept, as text is put for text; a text that UTF-8 cannot carry stays a string.
 */
export function withJsonValue(record: string): string {
  const member = membersOf(record, 0).findLast(({ name }) => name === 'value');
  if (member === undefined) return record;
  const value = JSON.parse(record.slice(member.start, member.end)) as unknown;
  if (typeof value !== 'string' || !isJson(value) || !value.isWellFormed()) return record;
  // Between tokens a line break is white space, and inside a string there is none: a record stays one line.
  return record.slice(0, member.start) + value.replaceAll(/[\r\n]/g, ' ') + record.slice(member.end);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
