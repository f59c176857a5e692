import type { Schema } from '../described.ts';
import { AppError, type Fault, pointerToken, throwIfFaulty } from '../errors.ts';
import { isObject, parseJson } from '../parse-json.ts';
import { unknownName } from '../unknown-name.ts';
import { isLetterId, LETTER_ID } from './dead-letter.ts';
import { isPlace, PLACE } from './find-dead-letters.ts';
import { filterJson, filterSchema, parseFilter } from './letter-filter.ts';
import type { Selection } from './replay-dead-letters.ts';

export interface ReplayRequest {
  readonly selection: Selection;
  readonly limit: number;
  readonly isDryRun: boolean;
}

/** The most letters that one call replays, and what it replays where it says nothing. */
const MAX_REPLAYED = 100;
const MAX_IDS = 10_000;
const FIELDS = ['ids', 'filter', 'after', 'limit', 'dryRun'];

const HOW = { limit: { type: 'integer', minimum: 1, maximum: MAX_REPLAYED }, dryRun: { type: 'boolean' } };
const IDS = {
  type: 'array',
  items: { type: 'string', pattern: LETTER_ID.source },
  minItems: 1,
  maxItems: MAX_IDS,
};

/** What `parseReplayRequest` takes. */
export const replaySchema: Schema = {
  oneOf: [
    { type: 'object', properties: { ids: IDS, ...HOW }, required: ['ids'], additionalProperties: false },
    {
      type: 'object',
      properties: { filter: filterSchema, after: { type: 'string', pattern: PLACE.source }, ...HOW },
      required: ['filter'],
      additionalProperties: false,
    },
  ],
};

/**
 * Reads `{"ids":[…]}` or `{"filter":{…},"after"?}`, with `"limit"?` and `"dryRun"?`. There is no default for which
 * letters: all of them are `{"filter":{}}`. Throws `invalid-json` or `invalid-request` naming every fault.
 */
export function parseReplayRequest(body: Uint8Array, faults: Fault[]): ReplayRequest {
  const { value } = parseJson(body);
  if (!isObject(value)) {
    throw new AppError('invalid-request', 'The body must be an object: {"ids":[…]} or {"filter":{…}}.');
  }
  for (const name of Object.keys(value)) {
    if (FIELDS.includes(name)) continue;
    faults.push({ pointer: `#/${pointerToken(name)}`, detail: unknownName(name, FIELDS) });
  }
  const { limit = MAX_REPLAYED, dryRun = false } = value;
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MAX_REPLAYED) {
    faults.push({ pointer: '#/limit', detail: `Must be a whole number from 1 to ${MAX_REPLAYED}.` });
  }
  if (typeof dryRun !== 'boolean') faults.push({ pointer: '#/dryRun', detail: 'Must be true or false.' });
  const selection = readSelection(value, faults);
  throwIfFaulty(faults);
  return { selection, limit: limit as number, isDryRun: dryRun as boolean };
}

function readSelection({ ids, filter, after }: Record<string, unknown>, faults: Fault[]): Selection {
  if ((ids === undefined) === (filter === undefined)) {
    faults.push({ pointer: '#', detail: 'Give one of ids and filter; {"filter":{}} is all letters.' });
  }
  if (ids !== undefined) {
    if (after !== undefined) faults.push({ pointer: '#/after', detail: 'Goes with filter, not with ids.' });
    faults.push(...idFaults(ids));
    return { ids: ids as string[] };
  }
  if (filter !== undefined && !isObject(filter)) {
    faults.push({ pointer: '#/filter', detail: 'Must be an object.' });
  }
  return { filter: isObject(filter) ? parseFilter(filter, faults) : {}, after: readPlace(after, faults) };
}

function idFaults(ids: unknown): Fault[] {
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAX_IDS) {
    return [{ pointer: '#/ids', detail: `Must be an array of 1 to ${MAX_IDS} ids of dead letters.` }];
  }
  return ids.flatMap((id: unknown, index) =>
    isLetterId(id) ? [] : [{ pointer: `#/ids/${index}`, detail: 'Must be the id of a dead letter.' }],
  );
}

function readPlace(after: unknown, faults: Fault[]): string | undefined {
  if (after === undefined) return undefined;
  if (typeof after === 'string' && isPlace(after)) return after;
  faults.push({ pointer: '#/after', detail: 'Give it as the answer before gave it.' });
  return undefined;
}

/** What to send to go on with what is left. */
export function restJson(rest: Selection, { limit, isDryRun }: ReplayRequest): Record<string, unknown> {
  const how = { limit, ...(isDryRun && { dryRun: true }) };
  if ('ids' in rest) return { ids: rest.ids, ...how };
  return { filter: filterJson(rest.filter), ...(rest.after !== undefined && { after: rest.after }), ...how };
}
