/** What a value must be, as JSON Schema (draft 2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

/** A parser that carries what it takes: the API description shows that, and so cannot say another thing. */
export type Described<P> = P & { readonly schema: Schema };

/** Gives a parser the description of what it takes. */
export function described<P extends (given: never) => unknown>(schema: Schema, parse: P): Described<P> {
  return Object.assign(parse, { schema });
}

/** The same parser, saying also what counts where nothing is given; whoever parses has to see to that. */
export function withDefault<T, G>(
  value: T & (string | number | boolean),
  parser: Described<(given: G) => T>,
): Described<(given: G) => T> {
  return described({ ...parser.schema, default: value }, (given: G): T => parser(given));
}
