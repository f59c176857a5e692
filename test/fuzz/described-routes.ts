import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
  readonly example?: string | number | boolean;
}

/** A route as the API description has it, and what valid requests to it are made of. */
export interface DescribedRoute {
  readonly name: string;
  readonly method: string;
  /** Behind `/api/`, with the examples of its parameters. */
  readonly path: string;
  readonly query: readonly Parameter[];
  readonly headers: readonly Parameter[];
  /** By content type; empty: it takes no body. */
  readonly bodies: readonly { readonly type: string; readonly text: string }[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Record<string, { readonly example: unknown }> };
}

/** Every route of `openapi.json`, but for HEAD. */
export function describedRoutes(): DescribedRoute[] {
  const { paths, components } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8'),
  ) as {
    paths: Record<string, Record<string, Operation>>;
    components: { parameters: Record<string, Parameter> };
  };
  const filled = (path: string) =>
    path
      .slice(1)
      .replaceAll(/\{(\w+)\}/g, (_braced, name: string) => String(components.parameters[name]?.example));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'head')
      .map(([method, { operationId, parameters, requestBody }]) => {
        const own = parameters.filter((parameter): parameter is Parameter => 'name' in parameter);
        return {
          name: operationId,
          method: method.toUpperCase(),
          path: filled(path),
          query: own.filter((parameter) => parameter.in === 'query'),
          headers: own.filter((parameter) => parameter.in === 'header'),
          bodies: Object.entries(requestBody?.content ?? {}).map(([type, { example }]) => ({
            type,
            text: typeof example === 'string' ? example : JSON.stringify(example),
          })),
        };
      }),
  );
}

/** A text that the schema of a parameter takes, or just does not take. */
export function textFor({ schema, example, name }: Parameter, random: Random): string {
  if (example !== undefined && random.chance(0.3)) return String(example);
  const choices = (schema['oneOf'] ?? schema['anyOf']) as Schema[] | undefined;
  if (choices !== undefined) return textFor({ name, in: 'query', schema: random.pick(choices) }, random);
  if (schema['enum'] !== undefined) return random.pick(schema['enum'] as string[]);
  const {
    type,
    minimum = 0,
    maximum = 100,
  } = schema as { type?: string; minimum?: number; maximum?: number };
  if (type === 'boolean') return random.pick(['true', 'false']);
  if (type === 'integer')
    return String(random.pick([minimum, minimum + 1, maximum, maximum + 1, 5, minimum - 1]));
  if (schema['format'] === 'date-time') return '2026-01-31T12:00:00Z';
  return random.pick(['', 'k1', 'hello', '0,1', '1.0', 'respond-async', `00000000000001-${'a'.repeat(32)}`]);
}
