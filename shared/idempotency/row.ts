import { createHash } from 'node:crypto';
import { AppError, type ErrorOptions, problems } from '../errors.ts';
import type { Columns, RowKey } from '../storage/table.ts';

/** What a key counts for: one caller, route and topic of one cluster. Only its hash is stored. */
export interface KeyScope {
  /** Host name of the proxy: another cluster knows nothing of what this one has accepted. */
  readonly cluster: string;
  readonly caller: string;
  readonly route: string;
  readonly topic: string;
  readonly key: string;
}

/** Where the row of a key is: spread over 256 partition keys by the first byte of the hash. */
export function rowKeyOf({ cluster, caller, route, topic, key }: KeyScope): RowKey {
  // As JSON, so that no two different lists of parts make the same text.
  const parts = JSON.stringify([cluster, caller, route, topic, key]);
  const rowKey = createHash('sha256').update(parts).digest('hex');
  return { partitionKey: rowKey.slice(0, 2), rowKey };
}

/** Tells one request's records from another's: the hash of their texts, in order. */
export function bodyHashOf(records: readonly { readonly json: string }[]): string {
  const hash = createHash('sha256');
  // Each text is a whole JSON object, so the comma alone keeps them apart.
  for (const { json } of records) hash.update(json).update(',');
  return hash.digest('hex');
}

/** A row while its request is under way; `claim` is unique to that request, `progress` what it has saved. */
export function runningColumns(
  { bodyHash, endsWithinMs }: { readonly bodyHash: string; readonly endsWithinMs?: number },
  claim: string,
  progress?: string,
): Columns {
  return {
    ...{ state: 'running', bodyHash, claim },
    ...(endsWithinMs !== undefined && { endsWithinMs: String(endsWithinMs) }),
    ...(progress !== undefined && { progress }),
  };
}

/** A row of a request that is to be run again, and goes on there. */
export function openColumns(bodyHash: string, progress: string): Columns {
  return { state: 'open', bodyHash, progress };
}

/** A row of a request that was accepted, with what the caller was told. */
export function acceptedColumns(bodyHash: string, value: unknown): Columns {
  return { state: 'finished', bodyHash, outcome: 'accepted', result: JSON.stringify(value ?? null) };
}

/** A row of a request that may have been written, or was in part, with what the caller was told. */
export function failedColumns(bodyHash: string, { code, message, options }: AppError): Columns {
  const { outcome = 'unknown', members = {} } = options;
  const result = JSON.stringify({ code, detail: message, outcome, members });
  return { state: 'finished', bodyHash, outcome, result };
}

/** What an answer carries, in its headers and its body, that tells a stored outcome again. */
export const replayed = {
  headers: { 'idempotent-replayed': 'true' },
  members: { idempotentReplayed: true },
} as const;

/** The stored answer of a finished row; throws the stored failure. */
export function replay(columns: Columns): unknown {
  const result = parse(columns['result']);
  if (columns['outcome'] === 'accepted' && result !== undefined) return result;
  const { code, detail, outcome, members } = (result ?? {}) as Partial<Failure>;
  // A row of another version of this app may say what this one does not know: then it is not known.
  if (detail === undefined || code === undefined || !Object.hasOwn(problems, code)) throw unknownOutcome();
  throw new AppError(code, detail, {
    ...(outcome === undefined ? {} : { outcome }),
    cause: 'replayed',
    headers: replayed.headers,
    members: { ...members, ...replayed.members },
  });
}

/** The answer where the request that has the key never said what became of it. */
export function unknownOutcome(): AppError {
  return new AppError(
    'produce-outcome-unknown',
    'The request that used this key first ended without an outcome. Read the topic before sending again under a new key, or accept duplicates.',
    { outcome: 'unknown', cause: 'replayed', headers: replayed.headers, members: replayed.members },
  );
}

interface Failure {
  readonly code: keyof typeof problems;
  readonly detail: string;
  readonly outcome: NonNullable<ErrorOptions['outcome']>;
  readonly members: Readonly<Record<string, unknown>>;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
