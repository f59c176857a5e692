import type { HttpRequest } from '@azure/functions';
import { described, type Described } from '../described.ts';
import { AppError, type Fault, pointerToken } from '../errors.ts';
import { isObject, parseJson } from '../parse-json.ts';
import { unknownName } from '../unknown-name.ts';
import { readBody } from './body.ts';
import { requireJson } from './read.ts';

/** Throws an Error that says what is wanted. */
type Parse = Described<(value: unknown) => unknown>;
type Parsers = Readonly<Record<string, Parse>>;
type Parsed<P extends Parsers> = { readonly [K in keyof P]?: ReturnType<P[K]> };

const MAX_BYTES = 65_536;

/** The object that a small body is; an empty body is an empty object. */
export async function readObject(request: HttpRequest): Promise<Readonly<Record<string, unknown>>> {
  const body = await readBody(request, MAX_BYTES);
  if (body.length === 0) return {};
  requireJson(request);
  const { value } = parseJson(body);
  if (isObject(value)) return value;
  throw new AppError('invalid-request', 'The body must be an object.');
}

/** The members that were given, parsed; bad, missing and unknown ones go to `faults`. */
export function parseMembers<P extends Parsers>(
  object: Readonly<Record<string, unknown>>,
  parsers: P,
  faults: Fault[],
  needed: readonly (keyof P & string)[] = [],
): Parsed<P> {
  const values: Record<string, unknown> = {};
  const known = Object.keys(parsers);
  for (const name of needed) {
    if (object[name] === undefined) faults.push({ pointer: `#/${name}`, detail: `${name} is missing.` });
  }
  for (const [name, value] of Object.entries(object)) {
    const pointer = `#/${pointerToken(name)}`;
    const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
    if (parse === undefined) faults.push({ pointer, detail: unknownName(name, known) });
    else {
      try {
        values[name] = parse(value);
      } catch (error) {
        faults.push({ pointer, detail: `${name}: ${error instanceof Error ? error.message : 'not valid'}.` });
      }
    }
  }
  return values as Parsed<P>;
}

export function wholeNumber(min: number, max: number): Described<(value: unknown) => number> {
  return described({ type: 'integer', minimum: min, maximum: max }, (value: unknown) => {
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)
      return value as number;
    throw new Error(`give a whole number from ${min} to ${max}`);
  });
}

export const someText = described({ type: 'string', minLength: 1 }, (value: unknown): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error('give a string');
});

export const trueOrFalse = described({ type: 'boolean' }, (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  throw new Error('give true or false');
});
