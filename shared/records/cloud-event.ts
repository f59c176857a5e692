import type { Schema } from '../described.ts';
import { type Fault, pointerToken } from '../errors.ts';
import { isObject } from '../parse-json.ts';
import { depthOf, repeatedNames } from './json-text.ts';
import { MAX_DEPTH, type ProduceRecord } from './produce-body.ts';

/** Which attribute of an event becomes the record's key. */
export type EventKey = 'partitionkey' | 'subject';

const REQUIRED = ['id', 'source', 'type'];
const OPTIONAL = ['datacontenttype', 'dataschema', 'subject', 'time'];
// A second 60 is a leap second.
const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
/** The range of an Integer of CloudEvents, in which a number is itself, so that keys made of two of them differ. */
const INTEGER = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

const SOME_TEXT = { type: 'string', minLength: 1 };

/** What an event in JSON format may be. */
export const cloudEventSchema: Schema = {
  type: 'object',
  properties: {
    specversion: { const: '1.0' },
    ...Object.fromEntries([...REQUIRED, ...OPTIONAL].map((name) => [name, SOME_TEXT])),
    time: { type: 'string', format: 'date-time' },
    data: {},
    data_base64: { type: 'string', pattern: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' },
  },
  required: ['specversion', ...REQUIRED],
  propertyNames: { pattern: '^([a-z0-9]+|data_base64)$' },
  additionalProperties: { type: ['string', 'integer', 'boolean'], ...INTEGER },
  not: { required: ['data', 'data_base64'] },
};

/** What is wrong with an event in JSON format (CloudEvents 1.0, JSON event format 1.0.2); empty: nothing. */
export function cloudEventFaults(event: unknown, json: string, pointer: string): Fault[] {
  if (!isObject(event)) return [{ pointer, detail: 'An event must be an object.' }];
  const faults: Fault[] = [];
  const complain = (name: string, detail: string) =>
    faults.push({ pointer: `${pointer}/${pointerToken(name)}`, detail });
  for (const name of repeatedNames(json)) complain(name, 'Given twice: give it once.');
  if (event['specversion'] !== '1.0') complain('specversion', 'Must be "1.0".');
  for (const name of REQUIRED) {
    if (typeof event[name] !== 'string' || event[name] === '')
      complain(name, 'Must be a string that is not empty.');
  }
  for (const [name, value] of Object.entries(event)) {
    const isTorn = name !== 'data' && typeof value === 'string' && !value.isWellFormed();
    const detail = isTorn ? 'Has half of a surrogate pair.' : attributeFault(name, value);
    if (detail !== undefined) complain(name, detail);
  }
  if (event['data'] !== undefined && event['data_base64'] !== undefined) {
    complain('data_base64', 'Give data or data_base64, not both.');
  }
  if (depthOf(json) > MAX_DEPTH) faults.push({ pointer, detail: `Nested deeper than ${MAX_DEPTH} levels.` });
  return faults;
}

function attributeFault(name: string, value: unknown): string | undefined {
  if (name === 'specversion' || name === 'data' || REQUIRED.includes(name)) return undefined;
  if (name === 'data_base64') return isBase64(value) ? undefined : 'Must be a string of base64.';
  if (name === 'time') {
    return typeof value === 'string' && isRfc3339(value)
      ? undefined
      : 'Must be a time as in RFC 3339: 2026-01-31T12:00:00Z.';
  }
  if (OPTIONAL.includes(name)) {
    return typeof value === 'string' && value !== '' ? undefined : 'Must be a string that is not empty.';
  }
  if (!/^[a-z0-9]+$/.test(name)) return 'The name of an attribute has only a-z and 0-9.';
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (!Number.isInteger(value)) return 'An extension must be a string, a whole number, true or false.';
  const number = value as number;
  return number >= INTEGER.minimum && number <= INTEGER.maximum
    ? undefined
    : 'A whole number of an event has 32 bits: give it as a string.';
}

/** True for a time as events carry it: with date, time and zone. */
export function isRfc3339(text: string): boolean {
  const [, year, month, day] = RFC_3339.exec(text) ?? [];
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

function isBase64(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0;
}

/** The record of an event that has no faults: its JSON as it was sent, keyed by the attribute if it is there. */
export function eventRecord(event: Record<string, unknown>, json: string, key: EventKey): ProduceRecord {
  const given = event[key] as string | number | boolean | undefined;
  // An integer as partition key hashes as its digits, as its string would.
  const text = given === undefined ? '' : `"key":${JSON.stringify(String(given))},`;
  return { json: `{${text}"value":${json}}`, partition: undefined };
}
