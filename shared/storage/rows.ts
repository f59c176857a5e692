import { isCode, isGone, unless } from './failure.ts';
import type { Columns, Row, RowKey } from './table.ts';
import type { OpenedTable, TableEntityResult } from './table-client.ts';

/** What every request of one call carries. */
export interface Call {
  readonly abortSignal: AbortSignal;
}

/** Adds a row, and the table where it is missing; undefined where the key is taken. */
export async function insert(
  { client }: OpenedTable,
  call: Call,
  key: RowKey,
  columns: Columns,
): Promise<string | undefined> {
  const add = () =>
    client.createEntity({ ...key, ...columns }, call).catch(unless(isCode('EntityAlreadyExists')));
  try {
    return etagOf(await add());
  } catch (error) {
    if (!isCode('TableNotFound')(error)) throw error;
  }
  await client.createTable(call);
  return etagOf(await add());
}

/** Reads a row with the Date of the answer, which there is also where the row is not. */
export async function read({ client }: OpenedTable, call: Call, { partitionKey, rowKey }: RowKey) {
  const { onResponse, nowMs: told } = dateOf();
  const found = await client
    .getEntity<Columns>(partitionKey, rowKey, { ...call, onResponse })
    .catch(unless(isGone));
  const nowMs = told();
  if (found === undefined) return { row: undefined, nowMs };
  return { row: rowOf(found), nowMs };
}

// What the SDK puts among the columns and is none.
const NO_COLUMNS = ['partitionKey', 'rowKey', 'etag', 'timestamp', 'odata.metadata'];

/** A row out of what the SDK makes of it. */
export function rowOf(entity: TableEntityResult<Columns>): Row {
  const { etag, timestamp = '' } = entity;
  const columns = Object.entries(entity).filter(([name]) => !NO_COLUMNS.includes(name));
  return { etag, writtenAtMs: Date.parse(timestamp), columns: Object.fromEntries(columns) };
}

/** Puts columns in the place of all; undefined where the row is no longer the one that was meant. */
export async function replace(
  { client }: OpenedTable,
  call: Call,
  key: RowKey,
  columns: Columns,
  etag: string,
): Promise<string | undefined> {
  const updated = client.updateEntity({ ...key, ...columns }, 'Replace', { ...call, etag });
  return etagOf(await updated.catch(unless(isGone)));
}

/** Removes a row; false where it is no longer the one that was meant. */
export async function remove(
  { client }: OpenedTable,
  call: Call,
  { partitionKey, rowKey }: RowKey,
  etag: string,
): Promise<boolean> {
  const removed = client.deleteEntity(partitionKey, rowKey, { ...call, etag });
  return (await removed.catch(unless(isGone))) !== undefined;
}

/** The store's clock, to the second, as an answer tells it: an error as well. */
export function dateOf() {
  let date: string | undefined;
  return {
    onResponse: ({ headers }: { readonly headers: { get(name: string): string | undefined } }) => {
      date = headers.get('date');
    },
    nowMs: () => {
      const nowMs = Date.parse(date ?? '');
      if (Number.isNaN(nowMs)) throw new Error('an answer without Date');
      return nowMs;
    },
  };
}

/** The ETag of a row that was written; undefined where it was not. */
export function etagOf(written: { readonly etag?: string } | undefined): string | undefined {
  if (written !== undefined && written.etag === undefined) throw new Error('an answer without ETag');
  return written?.etag;
}
