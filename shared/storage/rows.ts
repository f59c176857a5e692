import { isCode, isGone } from './failure.ts';
import type { Columns, ListedRow, OldRows, Page, RowKey, RowRange } from './table.ts';
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
  let date: string | undefined;
  const found = await client
    .getEntity<Columns>(partitionKey, rowKey, {
      ...call,
      onResponse: ({ headers }) => {
        date = headers.get('date');
      },
    })
    .catch(unless(isGone));
  const nowMs = Date.parse(date ?? '');
  if (Number.isNaN(nowMs)) throw new Error('an answer without Date');
  if (found === undefined) return { row: undefined, nowMs };
  const { etag, timestamp = '', ...columns } = found;
  return { row: { etag, writtenAtMs: Date.parse(timestamp), columns }, nowMs };
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

/** One page of old rows. */
export async function listOld(
  table: OpenedTable,
  call: Call,
  { writtenBeforeMs, from, before }: OldRows,
  maxPageSize: number,
  continuation?: string,
): Promise<Page<RowKey & { readonly etag: string }>> {
  const writtenBefore = new Date(writtenBeforeMs);
  const filter = table.odata`PartitionKey ge ${from} and PartitionKey lt ${before} and Timestamp lt ${writtenBefore}`;
  const select = ['PartitionKey', 'RowKey', 'Timestamp'];
  const { rows, ...rest } = await page(table, call, { filter, select }, maxPageSize, continuation);
  const keys = rows.map(({ partitionKey = '', rowKey = '', etag }) => ({ partitionKey, rowKey, etag }));
  return { rows: keys, ...rest };
}

/** One page of a partition's rows, whole. */
export async function list(
  table: OpenedTable,
  call: Call,
  { partitionKey, from = '', before }: RowRange,
  maxPageSize: number,
  continuation?: string,
): Promise<Page<ListedRow>> {
  const { odata } = table;
  const since = odata`PartitionKey eq ${partitionKey} and RowKey ge ${from}`;
  const filter = before === undefined ? since : `${since} and ${odata`RowKey lt ${before}`}`;
  const { rows, ...rest } = await page(table, call, { filter }, maxPageSize, continuation);
  return { rows: rows.map(wholeRow), ...rest };
}

type Entity = TableEntityResult<Columns>;

/** What a filter is made of is quoted by the SDK. */
async function page(
  { client }: OpenedTable,
  call: Call,
  queryOptions: { readonly filter: string; readonly select?: string[] },
  maxPageSize: number,
  continuation: string | undefined,
): Promise<Page<Entity>> {
  const pages = client.listEntities<Columns>({ ...call, queryOptions }).byPage({
    maxPageSize,
    ...(continuation === undefined ? {} : { continuationToken: continuation }),
  });
  const next = await pages.next().catch(unless(isCode('TableNotFound')));
  if (next === undefined || next.done === true) return { rows: [], continuation: undefined };
  return { rows: next.value, continuation: next.value.continuationToken };
}

function wholeRow({ partitionKey = '', rowKey = '', etag, timestamp = '', ...rest }: Entity): ListedRow {
  const columns = Object.entries(rest).filter(([name]) => !name.startsWith('odata.'));
  return {
    partitionKey,
    rowKey,
    etag,
    writtenAtMs: Date.parse(timestamp),
    columns: Object.fromEntries(columns),
  };
}

function etagOf(written: { readonly etag?: string } | undefined): string | undefined {
  if (written !== undefined && written.etag === undefined) throw new Error('an answer without ETag');
  return written?.etag;
}

function unless(expected: (error: unknown) => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!expected(error)) throw error;
  };
}
