import type { Schema } from '../shared/described.ts';

interface Header {
  readonly description: string;
  readonly schema: Schema;
  /** Not in each answer that names it. */
  readonly required?: false;
}

const text = { type: 'string' };

/** What answers carry beside their body: name in lower case → meaning. */
export const headers = {
  'x-ms-request-id': {
    description: 'The invocation: what the log of the app knows the call by.',
    schema: text,
  },
  'cache-control': { description: 'Nothing here is for caches.', schema: { const: 'no-store' } },
  'retry-after': {
    required: false,
    description: 'Seconds after which a repeat may succeed.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
  allow: { required: false, description: 'The methods that the route has.', schema: text },
  'www-authenticate': { required: false, description: 'Which token is asked for (RFC 6750).', schema: text },
  'accept-post': { required: false, description: 'The content types that can be sent.', schema: text },
  'accept-encoding': { required: false, description: 'The content encoding that can be sent.', schema: text },
  link: {
    required: false,
    description: 'The next page, `rel="next"`: a query alone, to be taken with the path of the request.',
    schema: text,
  },
  nextoffset: {
    description: 'The same as `nextOffset`, under the name that the Kafka REST proxy has for it.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
  location: { description: 'The path of the topic.', schema: text },
  'idempotent-replayed': {
    required: false,
    description: 'What the first request with this key was told.',
    schema: { const: 'true' },
  },
  'preference-applied': { description: 'RFC 7240.', schema: { const: 'respond-async' } },
  'content-disposition': { description: 'As a download, which no browser shows.', schema: text },
  'x-content-type-options': { description: 'No browser guesses its type.', schema: { const: 'nosniff' } },
  vary: { required: false, description: 'The answer may be gzip.', schema: { const: 'Accept-Encoding' } },
  'content-encoding': {
    required: false,
    description: '`gzip`, where the caller accepts it.',
    schema: { const: 'gzip' },
  },
} as const satisfies Record<string, Header>;

export type HeaderName = keyof typeof headers;

/** The headers of an answer, each by its place in `components`. */
export function headerRefs(names: readonly HeaderName[]): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** What every answer has. */
export const always = ['x-ms-request-id', 'cache-control'] as const;
/** What any answer with a body may have. */
export const anyTime = ['vary', 'content-encoding'] as const;
/** What the problems of a status may have beside those. */
export const headersByStatus: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['www-authenticate'],
  403: ['www-authenticate'],
  405: ['allow'],
  409: ['retry-after'],
  415: ['accept-post', 'accept-encoding'],
  429: ['retry-after'],
  503: ['retry-after'],
};
