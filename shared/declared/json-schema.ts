import { readFile } from 'node:fs/promises';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { type Fault, pointerToken } from '../errors.ts';
import { elementsOf, membersOf } from '../records/json-text.ts';
import { unknownName } from '../unknown-name.ts';

/** What a declared file holds: its value, nothing because there is no file, or everything that is wrong with it. */
export type Declared<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly faults: readonly Fault[] };

/**
 * Reads a JSON file and holds it against its JSON Schema (draft 2020-12), as a whole: faults have a JSON pointer and
 * say what to do. A name given twice in an object is a fault, because JSON would let the last one win in silence.
 * It never rejects: a file that cannot be read is broken.
 */
export async function readDeclared<T>(path: string, schema: object): Promise<Declared<T>> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { kind: 'missing' } : broken(`${path} cannot be read: ${code}.`);
  }
  const value = parse(text);
  if (value === undefined) return broken(`${path} is ${text.trim() === '' ? 'empty' : 'not valid JSON'}.`);
  const faults = [...givenTwice(text, 0, ''), ...(await schemaFaults(schema, value))];
  return faults.length === 0 ? { kind: 'value', value: value as T } : { kind: 'broken', faults };
}

function broken(detail: string): Declared<never> {
  return { kind: 'broken', faults: [{ pointer: '#', detail }] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// The files are read again and again; compiling a schema takes far longer than holding a file against it.
const validators = new WeakMap<object, ValidateFunction>();

async function validatorOf(schema: object): Promise<ValidateFunction> {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema);
  validators.set(schema, validate);
  return validate;
}

async function schemaFaults(schema: object, value: unknown): Promise<Fault[]> {
  const validate = await validatorOf(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).flatMap(faultsOf);
}

/** Keywords that only say that another one failed, which has its own line. */
const CARRIERS = ['if', 'propertyNames'];

function faultsOf(error: ErrorObject): Fault[] {
  const { keyword, instancePath, message = 'is not valid', propertyName } = error;
  if (CARRIERS.includes(keyword)) return [];
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    return [unknownProperty(error)];
  }
  const at = propertyName === undefined ? '' : `/${pointerToken(propertyName)}`;
  return [{ pointer: `#${instancePath}${at}`, detail: `${wanted(error, message)}.` }];
}

function wanted({ keyword, params, schema, parentSchema }: ErrorObject, message: string): string {
  switch (keyword) {
    case 'required':
      return `must have ${(params as { missingProperty: string }).missingProperty}`;
    case 'enum':
      return `must be one of ${(schema as unknown[]).join(', ')}`;
    case 'pattern':
      // The expression itself tells a reader little.
      return `must be: ${(parentSchema as { description?: string }).description ?? String(schema)}`;
    default:
      return message;
  }
}

function unknownProperty({ instancePath, params, parentSchema }: ErrorObject): Fault {
  const given = params as { additionalProperty?: string; unevaluatedProperty?: string };
  const name = given.additionalProperty ?? given.unevaluatedProperty ?? '';
  const known = Object.keys((parentSchema as { properties?: object }).properties ?? {});
  return { pointer: `#${instancePath}/${pointerToken(name)}`, detail: unknownName(name, known) };
}

function givenTwice(text: string, at: number, path: string): Fault[] {
  switch (text.slice(at).trimStart()[0]) {
    case '{': {
      const members = membersOf(text, at);
      const seen = new Set<string>();
      return members.flatMap(({ name, start }) => {
        const pointer = `${path}/${pointerToken(name)}`;
        const again = seen.has(name)
          ? [{ pointer: `#${pointer}`, detail: 'given twice: give it once.' }]
          : [];
        seen.add(name);
        return [...again, ...givenTwice(text, start, pointer)];
      });
    }
    case '[':
      return elementsOf(text, at).flatMap(({ start }, index) => givenTwice(text, start, `${path}/${index}`));
    default:
      return [];
  }
}
