import { described } from './described.ts';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

const SCHEMA = {
  oneOf: [
    { type: 'string', format: 'date-time' },
    {
      type: 'integer',
      minimum: 0,
      maximum: 999_999_999_999_999,
      not: { minimum: 1_000_000_000, maximum: 9_999_999_999 },
      description: 'Epoch milliseconds; ten digits are refused, because they would be seconds.',
    },
  ],
};

/** The same as text alone. */
export const momentTextSchema = {
  type: 'string',
  anyOf: [{ format: 'date-time' }, { pattern: '^(?!\\d{10}$)\\d{1,15}$' }],
};

/** Epoch milliseconds of an RFC 3339 time, or of epoch milliseconds. */
export const moment = described(SCHEMA, (text: string): number => {
  if (/^\d{10}$/.test(text)) throw new Error('epoch seconds? give milliseconds');
  if (/^\d{1,15}$/.test(text)) return Number(text);
  // In a query an unescaped + is a space.
  const time = text.replace(/ (?=\d\d:\d\d$)/, '+');
  const ms = RFC_3339.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(ms)) throw new Error('give a time as 2026-01-31T12:00:00Z, or epoch milliseconds');
  return ms;
});
