import type { Described, Schema } from '../shared/described.ts';
import type { ProblemCode } from '../shared/errors.ts';
import type { HeaderName } from './headers.ts';

/** What a caller of one route needs to know, beside what the route table and the parsers say. */
export interface RouteDescription {
  readonly tag: Tag;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly Parameter[];
  readonly headers?: readonly Parameter[];
  readonly body?: Body;
  /** By status; the problems come beside them. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that every route has. */
  readonly problems: readonly ProblemCode[];
  /** Every problem of it says what became of the records. */
  readonly saysOutcome?: true;
  /** Members of the example of its body that come out of an earlier example: name → `<function>.<member>`. */
  readonly takes?: Readonly<Record<string, string>>;
}

export const tags = {
  Records: 'Produce and read',
  Groups: 'Consumer groups of this app: leases, commits, progress',
  Topics: 'Topics, partitions and brokers',
  'Dead letters': 'Messages that were given up: look at them, send them again',
  Subscriptions: 'What is delivered by itself',
  Housekeeping: 'What is not as it should be, and what may be done about it',
  Health: 'Whether the app can serve, and what it offers',
} as const;
export type Tag = keyof typeof tags;

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface Body {
  readonly required: boolean;
  readonly description?: string;
  readonly content: Readonly<Record<string, Content>>;
}

export interface Answer {
  readonly description: string;
  /** Beside those that every answer has. */
  readonly headers?: readonly HeaderName[];
  readonly content?: Readonly<Record<string, Content>>;
}

export interface Content {
  readonly schema: Schema;
  readonly example: unknown;
  /** Of one line, or of the data of one event, where there are many in one body. */
  readonly items?: Schema;
}

type Parsers = Readonly<Record<string, Described<(text: string) => unknown>>>;
type Words<P> = { readonly [K in keyof P]: string | readonly [description: string, example: unknown] };

/** The parameters that parsers read, each with its meaning and perhaps an example. */
export function queryOf<P extends Parsers>(parsers: P, words: Words<P>): Parameter[] {
  return Object.entries(parsers).map(([name, { schema }]) => {
    const [description, ...example] = [words[name] ?? ''].flat() as [string, unknown?];
    return { name, in: 'query', description, schema, ...(example.length > 0 && { example: example[0] }) };
  });
}

type MemberParsers = Readonly<Record<string, Described<(value: unknown) => unknown>>>;

/** The schema of a body whose members parsers read, each with its meaning. */
export function bodyOf<P extends MemberParsers>(
  parsers: P,
  words: Readonly<Record<keyof P & string, string>>,
  required: readonly (keyof P & string)[] = [],
): Schema {
  const members = Object.entries(parsers).map(([name, { schema }]) => [
    name,
    { ...schema, description: words[name] },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(members) as Schema,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** JSON and nothing else. */
export function json(schema: Schema, example: unknown): Readonly<Record<string, Content>> {
  return { 'application/json': { schema, example } };
}

export function ok(description: string, schema: Schema, example: unknown): Readonly<Record<number, Answer>> {
  return { 200: { description, content: json(schema, example) } };
}
