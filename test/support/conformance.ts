import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What a caller got for a request. */
export interface Got {
  readonly method: string;
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** An operation of the API description, and where it stands there. */
export interface DescribedOperation {
  readonly name: string;
  readonly method: string;
  /** As in the description, with its parameters in braces. */
  readonly path: string;
  readonly pointer: string;
}

type Json = Readonly<Record<string, unknown>>;

// The file, not what makes it: a test of its own shows that they are the same.
const file = join(import.meta.dirname, '../../openapi.json');
const description = JSON.parse(readFileSync(file, 'utf8')) as { readonly paths: Record<string, Json> };
const pointerOf = (...parts: readonly string[]) =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** All operations of the description. */
export const describedOperations: readonly DescribedOperation[] = Object.entries(description.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: (operation as { operationId: string }).operationId,
      method: method.toUpperCase(),
      path,
      pointer: pointerOf('paths', path, method),
    })),
);

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const int64 = { type: 'number', validate: Number.isInteger } as const;
const ajv = new Ajv2020({
  strict: false,
  validateSchema: false,
  formats: { 'date-time': RFC_3339, int64 },
}).addSchema(closed(description), 'api');

/** Members that the description does not name are refused here, which a client must not do. */
function closed(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_name, schema: unknown) => {
    const { type, properties, additionalProperties } = (schema ?? {}) as Json;
    const isOpen = type === 'object' && properties !== undefined && additionalProperties === undefined;
    return isOpen ? { ...(schema as Json), additionalProperties: false } : schema;
  }) as object;
}

/** The operation of a request; undefined: there is none. */
export function operationOf(method: string, path: string): DescribedOperation | undefined {
  return describedOperations.find(
    (one) =>
      one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`, 'i').test(path),
  );
}

/** What of an answer is not as the description says; empty: it conforms. */
export function complaintsOf(operation: DescribedOperation, got: Got): string[] {
  const { status, headers, text } = got;
  const responses = at(`${operation.pointer}/responses`) as Json;
  const range = `${String(status)[0] ?? ''}XX`;
  const described = String(status) in responses ? String(status) : range;
  if (responses[described] === undefined) return [`status ${status} is not described`];
  const response = resolved(`${operation.pointer}/responses/${described}`);
  // The host itself refuses a key, and says no word of its own.
  if (status === 401 && text === '' && headers['cache-control'] === undefined) return [];
  return [...headerComplaints(response, headers), ...contentComplaints(response, got)];
}

/** What the library, the host, Node and HTTP add to any answer. */
const ofTransport = [
  'x-ms-invocation-id',
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'date',
];

function headerComplaints(pointer: string, given: Got['headers']): string[] {
  const described = (at(pointer) as { headers?: Json }).headers ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in described) && !ofTransport.includes(name));
  const wrong = Object.keys(described).flatMap((name) => {
    const header = resolved(`${pointer}/headers/${name}`);
    const value = given[name];
    if (value === undefined) return (at(header) as Json)['required'] === true ? [`no header ${name}`] : [];
    return schemaComplaints(`${header}/schema`, value).map((complaint) => `header ${name} ${complaint}`);
  });
  return [...unknown.map((name) => `header ${name} is not described`), ...wrong];
}

function contentComplaints(pointer: string, { method, headers, text }: Got): string[] {
  const content = (at(pointer) as { content?: Json }).content ?? {};
  if (method === 'HEAD' || Object.keys(content).length === 0)
    return text === '' ? [] : ['a body that is not described'];
  const type = headers['content-type'] ?? '';
  const described = [type, '*/*'].find((one) => one in content);
  if (described === undefined) return [`content type ${type} is not described`];
  const place = `${pointer}/content${pointerOf(described)}`;
  const items = 'x-item-schema' in (content[described] as Json) ? `${place}/x-item-schema` : undefined;
  if (items !== undefined) return itemsOf(type, text).flatMap((item) => jsonComplaints(items, item));
  return /[/+]json$/.test(described) ? jsonComplaints(`${place}/schema`, text) : [];
}

/** The JSON texts of a body that has many. The last may have been cut: nobody says that it was read to its end. */
function itemsOf(type: string, text: string): string[] {
  if (type === 'application/x-ndjson') return text.split('\n').slice(0, -1);
  const events = text.split('\n\n').slice(0, -1);
  return events
    .filter((event) => !/^event:/m.test(event))
    .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? []);
}

function jsonComplaints(pointer: string, text: string): string[] {
  try {
    return schemaComplaints(pointer, JSON.parse(text));
  } catch {
    return ['a body that is no JSON'];
  }
}

/** What is wrong with a value by the schema that stands at a place of the description. */
export function schemaComplaints(pointer: string, value: unknown): string[] {
  const validate = ajv.getSchema(`api#${encodeURI(pointer)}`) as ValidateFunction | undefined;
  if (validate === undefined) throw new Error(`no schema at ${pointer}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.slice(0, 200),
  );
}

function at(pointer: string): unknown {
  let found: unknown = description;
  for (const part of pointer.split('/').slice(1)) {
    found = (found as Json)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return found;
}

/** The place that a place refers to, or itself. */
function resolved(pointer: string): string {
  const { $ref } = at(pointer) as { $ref?: string };
  return $ref === undefined ? pointer : $ref.slice(1);
}
