import type { Schema } from '../shared/described.ts';

export const string: Schema = { type: 'string' };
export const boolean: Schema = { type: 'boolean' };
export const time: Schema = { type: 'string', format: 'date-time' };
export const count: Schema = { type: 'integer', minimum: 0 };
/** An offset is a 64-bit number. */
export const offset: Schema = { type: 'integer', format: 'int64', minimum: 0 };

/** An object; names that end with `?` may be left out. It may get more members: clients leave alone what they do not know. */
export function object(members: Readonly<Record<string, Schema>>, description?: string): Schema {
  const names = Object.keys(members);
  const required = names.filter((name) => !name.endsWith('?'));
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), members[name]])),
    ...(required.length > 0 && { required }),
  };
}

export function array(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', items, ...more };
}

export function oneOfTexts(names: readonly string[], more: Schema = {}): Schema {
  return { type: 'string', enum: names, ...more };
}

/** The same schema, or null, which `description` gives a meaning. */
export function orNull(schema: Schema, description?: string): Schema {
  const more = description === undefined ? {} : { description };
  return '$ref' in schema
    ? { oneOf: [schema, { type: 'null' }], ...more }
    : { ...schema, type: [schema['type'], 'null'], ...more };
}

export function about(description: string, schema: Schema): Schema {
  return { ...schema, description };
}

/** A schema of `components`. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
