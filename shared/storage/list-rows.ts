import { isCode, unless } from './failure.ts';
import { type Call, dateOf, rowOf } from './rows.ts';
import type { Columns, ListedRow, OldRows, Page, RowKey, RowRange } from './table.ts';
import type { OpenedTable, TableEntityResult } from './table-client.ts';

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

/** One page of rows, whole. */
export async function list(
  table: OpenedTable,
  call: Call,
  range: RowRange,
  maxPageSize: number,
  continuation?: string,
): Promise<Page<ListedRow>> {
  const filter = filterOf(table, range);
  const { rows, ...rest } = await page(table, call, { filter }, maxPageSize, continuation);
  return { rows: rows.map(wholeRow), ...rest };
}

function filterOf({ odata }: OpenedTable, range: RowRange): string {
  if ('partitionKey' in range) {
    const { partitionKey, from = '', before } = range;
    const since = odata`PartitionKey eq ${partitionKey} and RowKey ge ${from}`;
    return before === undefined ? since : `${since} and ${odata`RowKey lt ${before}`}`;
  }
  const { fromPartition, beforePartition, rowKey } = range;
  const within = odata`PartitionKey ge ${fromPartition} and PartitionKey lt ${beforePartition}`;
  return rowKey === undefined ? within : `${within} and ${odata`RowKey eq ${rowKey}`}`;
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
  const { onResponse, nowMs } = dateOf();
  const pages = client.listEntities<Columns>({ ...call, onResponse, queryOptions }).byPage({
    maxPageSize,
    ...(continuation === undefined ? {} : { continuationToken: continuation }),
  });
  const next = await pages.next().catch(unless(isCode('TableNotFound')));
  if (next === undefined || next.done === true) return { rows: [], continuation: undefined, nowMs: nowMs() };
  return { rows: next.value, continuation: next.value.continuationToken, nowMs: nowMs() };
}

function wholeRow(entity: Entity): ListedRow {
  return { partitionKey: entity.partitionKey ?? '', rowKey: entity.rowKey ?? '', ...rowOf(entity) };
}
