import { described, type Schema } from '../described.ts';
import type { Fault } from '../errors.ts';
import { pointerToken } from '../errors.ts';
import { moment, momentTextSchema } from '../moment.ts';
import { oneOf, text } from '../setting.ts';
import { unknownName } from '../unknown-name.ts';
import { directions, sources } from './dead-letter.ts';
import { isPlace, type LetterFilter, PLACE } from './find-dead-letters.ts';

/** Reads the members of a filter, each out of its text; throws an Error that says what is wanted. */
export const filterParsers = {
  topic: text(/^[A-Za-z0-9._-]{1,249}$/, 'the name of a topic'),
  source: oneOf(...sources),
  direction: oneOf(...directions),
  // The letter's code, by another name: in a query the host takes `code` for a key.
  problem: text(/^[a-z-]{1,64}$/, 'the code of a problem'),
  since: moment,
  until: moment,
};

/** What `parseFilter` takes. */
export const filterSchema: Schema = {
  type: 'object',
  properties: {
    ...Object.fromEntries(Object.entries(filterParsers).map(([name, { schema }]) => [name, schema])),
    since: momentTextSchema,
    until: momentTextSchema,
  },
  additionalProperties: false,
};

type Parsed = { readonly [K in keyof typeof filterParsers]?: ReturnType<(typeof filterParsers)[K]> };

/** The filter that parsed members make. */
export function filterOf({ problem, since, until, ...rest }: Parsed): LetterFilter {
  return { ...rest, code: problem, sinceMs: since, untilMs: until };
}

/** Reads a filter out of JSON, `{"topic"?,"source"?,"direction"?,"problem"?,"since"?,"until"?}`; faults go to `faults`. */
export function parseFilter(value: Readonly<Record<string, unknown>>, faults: Fault[]): LetterFilter {
  const parsed: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    const pointer = `#/filter/${pointerToken(name)}`;
    const known = Object.keys(filterParsers);
    if (!known.includes(name)) {
      faults.push({ pointer, detail: unknownName(name, known) });
      continue;
    }
    try {
      if (typeof given !== 'string') throw new Error('give a string');
      parsed[name] = filterParsers[name as keyof typeof filterParsers](given);
    } catch (error) {
      faults.push({ pointer, detail: `${name}: ${error instanceof Error ? error.message : 'not valid'}.` });
    }
  }
  return filterOf(parsed);
}

/** The members that make a filter, as JSON. */
export function filterJson({
  code,
  sinceMs,
  untilMs,
  ...rest
}: LetterFilter): Readonly<Record<string, string>> {
  const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const members = Object.entries({ ...rest, problem: code, since: time(sinceMs), until: time(untilMs) });
  return Object.fromEntries(members.filter((member): member is [string, string] => member[1] !== undefined));
}

/** Reads a place that an answer before gave as `next`. */
export const parsePlace = described({ type: 'string', pattern: PLACE.source }, (given: string): string => {
  if (!isPlace(given)) throw new Error('give the `next` of an answer before');
  return given;
});
