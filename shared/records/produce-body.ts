import type { Schema } from '../described.ts';
import { AppError, type Fault, pointerToken, throwIfFaulty } from '../errors.ts';
import { isObject, type ParsedJson, parseJson } from '../parse-json.ts';
import { MAX_PARTITION } from '../topics/max-partition.ts';
import { unknownName } from '../unknown-name.ts';
import { depthOf, elementsOf, type Member, membersOf } from './json-text.ts';

/** One record of a produce request, valid by itself. */
export interface ProduceRecord {
  /** The record as the caller wrote it: an object with `value` and perhaps `key` and `partition`. */
  readonly json: string;
  readonly partition: number | undefined;
}

export interface ProduceLimits {
  readonly maxRecordBytes: number;
}

/** The most records, or events, of one request. */
export const MAX_RECORDS = 10_000;
// To find and name a fault costs more than to read it: a body that is nothing else must not hold up the process.
const MAX_FAULTS = 10_000;
/** The deepest nesting of a key, a value or an event. */
export const MAX_DEPTH = 64;
const FIELDS = ['key', 'value', 'partition'];
const NOT_OFFERED = 'The Kafka REST proxy has no such field: put it into the value.';

/** What a record may be, alone as a line too. */
export const recordSchema: Schema = {
  type: 'object',
  properties: {
    key: { description: 'Any JSON; null, or left out: no key. A string is itself, anything else its text.' },
    value: { description: 'Any JSON; null writes a tombstone. A string is itself, anything else its text.' },
    partition: { type: 'integer', minimum: 0, maximum: MAX_PARTITION },
  },
  required: ['value'],
  additionalProperties: false,
};

/** What a request may be whose records have that schema. */
export function produceBodySchema(record: Schema = recordSchema): Schema {
  return {
    type: 'object',
    properties: { records: { type: 'array', items: record, minItems: 1, maxItems: MAX_RECORDS } },
    required: ['records'],
    additionalProperties: false,
  };
}

/**
 * Reads `{"records":[{"key"?,"value","partition"?}]}`. Throws `invalid-json` where it is no JSON, else
 * `invalid-request`, or `record-too-large` where only sizes are wrong, naming every fault and no value; faults that
 * the request has already are thrown with its own. Beyond 10,000 faults no more are looked for.
 */
export function parseProduceBody(
  body: Uint8Array,
  limits: ProduceLimits,
  faultsBefore: readonly Fault[] = [],
): ProduceRecord[] {
  const json = parseJson(body);
  if (!isObject(json.value)) {
    throw new AppError('invalid-request', 'The body must be an object: {"records":[{"value":…}]}.');
  }
  const members = membersOf(json.text, 0);
  return readRecords(json, members, limits, [...faultsBefore, ...nameFaults(members, ['records'], '#')]);
}

/** The member `records` of an object whose text has these members; throws as `parseProduceBody` does. */
export function readRecords(
  { text, value }: ParsedJson,
  members: readonly Member[],
  limits: ProduceLimits,
  faultsBefore: readonly Fault[],
): ProduceRecord[] {
  const faults = [...faultsBefore];
  const records = (value as Record<string, unknown>)['records'];
  const shape = recordsFault(records);
  if (shape !== undefined) throwIfFaulty([...faults, { pointer: '#/records', detail: shape }]);

  const oversized: Fault[] = [];
  const at = members.findLast(({ name }) => name === 'records')?.start ?? 0;
  const found: ProduceRecord[] = [];
  for (const [index, { start, end }] of elementsOf(text, at).entries()) {
    if (faults.length >= MAX_FAULTS) break;
    const json = text.slice(start, end);
    const checked = checkRecord((records as unknown[])[index], json, `#/records/${index}`, limits);
    faults.push(...checked.faults);
    oversized.push(...checked.oversized);
    found.push(checked.record);
  }
  throwIfFaulty(faults.length > 0 ? [...faults, ...oversized] : []);
  throwIfFaulty(oversized, 'record-too-large');
  return found;
}

/** One record and all that is wrong with it; its size is told apart. `json` is the text that `value` was parsed from. */
export function checkRecord(
  value: unknown,
  json: string,
  pointer: string,
  { maxRecordBytes }: ProduceLimits,
): {
  readonly record: ProduceRecord;
  readonly faults: readonly Fault[];
  readonly oversized: readonly Fault[];
} {
  if (!isObject(value)) {
    const faults = [{ pointer, detail: 'A record must be an object: {"value":…}.' }];
    return { record: { json, partition: undefined }, faults, oversized: [] };
  }
  const parts = membersOf(json, 0);
  return {
    record: { json, partition: value['partition'] as number | undefined },
    faults: [...nameFaults(parts, FIELDS, pointer), ...checkParts(value, parts, json, pointer)],
    oversized: checkSize(parts, json, pointer, maxRecordBytes),
  };
}

function recordsFault(records: unknown): string | undefined {
  if (records === undefined) return 'Missing: give "records", an array of {"value":…}.';
  if (!Array.isArray(records)) return 'Must be an array of {"value":…}.';
  if (records.length === 0) return 'Empty: give at least one record.';
  if (records.length > MAX_RECORDS)
    return `${records.length} records: give at most ${MAX_RECORDS} at a time.`;
  return undefined;
}

/** What is wrong with the names of an object's members: those that are not known, and those given twice; 10,000 at most. */
export function nameFaults(members: readonly Member[], known: readonly string[], pointer: string): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const { name } of members) {
    if (faults.length >= MAX_FAULTS) break;
    const isRepeated = seen.has(name);
    seen.add(name);
    if (!isRepeated && known.includes(name)) continue;
    // Made for what is wrong alone: it costs as much as all that is looked at of a record.
    const place = `${pointer}/${pointerToken(name)}`;
    if (isRepeated) faults.push({ pointer: place, detail: 'Given twice: give it once.' });
    if (known.includes(name)) continue;
    const notOffered = known.includes('value') && ['headers', 'timestamp'].includes(name);
    faults.push({ pointer: place, detail: notOffered ? NOT_OFFERED : unknownName(name, known) });
  }
  return faults;
}

function checkParts(
  record: Record<string, unknown>,
  parts: readonly Member[],
  json: string,
  pointer: string,
): Fault[] {
  const faults: Fault[] = [];
  if (!('value' in record)) {
    faults.push({ pointer: `${pointer}/value`, detail: 'Missing: give a value; null writes a tombstone.' });
  }
  for (const { name, start, end } of parts) {
    const detail = partFault(name, record[name], json.slice(start, end));
    if (detail !== undefined) faults.push({ pointer: `${pointer}/${pointerToken(name)}`, detail });
  }
  return faults;
}

function partFault(name: string, value: unknown, text: string): string | undefined {
  if (name === 'partition') {
    // The text decides: 1.0 and 1e0 are the number 1 here and may be none to the proxy.
    const isInteger = /^\d+$/.test(text) && (value as number) <= MAX_PARTITION;
    return isInteger ? undefined : 'Must be a whole number, 0 or greater.';
  }
  if (depthOf(text) > MAX_DEPTH) return `Nested deeper than ${MAX_DEPTH} levels.`;
  const isTorn = typeof value === 'string' && !value.isWellFormed();
  return isTorn ? 'Has half of a surrogate pair, which UTF-8 cannot carry.' : undefined;
}

function checkSize(parts: readonly Member[], json: string, pointer: string, maxBytes: number): Fault[] {
  // A character of a string takes at most three bytes.
  if (3 * json.length <= maxBytes) return [];
  const bytes = parts
    .filter(({ name }) => name !== 'partition')
    .reduce((sum, { start, end }) => sum + Buffer.byteLength(json.slice(start, end)), 0);
  return bytes > maxBytes
    ? [{ pointer, detail: `Key and value are ${bytes} bytes: the limit is ${maxBytes}.` }]
    : [];
}
