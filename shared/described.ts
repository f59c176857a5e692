/** What a value must be, as JSON Schema (draft 2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

/** A parser that carries what it takes: the API description shows that, and so cannot say another thing. */
export type Described<P> = P & { readonly schema: Schema };

/** Gives a parser the description of what it takes. */
export function described<P extends (given: never) => unknown>(schema: Schema, parse: P): Described<P> {
  return Object.assign(parse, { schema });
}
