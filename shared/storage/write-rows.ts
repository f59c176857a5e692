import { isCode, isGone, unless } from './failure.ts';
import { type Call, etagOf, insert, replace } from './rows.ts';
import type { RowChange } from './table.ts';
import type { OpenedTable, TransactionAction } from './table-client.ts';

/** Writes rows of one partition, all or none; undefined where one of them is not as it was meant. */
export async function writeRows(
  table: OpenedTable,
  call: Call,
  partitionKey: string,
  changes: readonly RowChange[],
): Promise<string[] | undefined> {
  const [one, ...more] = changes;
  if (one === undefined || more.length > 0) return writeTogether(table, call, partitionKey, changes);
  // A transaction of one row costs more and promises no more.
  const key = { partitionKey, rowKey: one.rowKey };
  const etag =
    one.etag === undefined
      ? await insert(table, call, key, one.columns)
      : await replace(table, call, key, one.columns, one.etag);
  return etag === undefined ? undefined : [etag];
}

async function writeTogether(
  { client }: OpenedTable,
  call: Call,
  partitionKey: string,
  changes: readonly RowChange[],
): Promise<string[] | undefined> {
  const actions = changes.map(({ rowKey, columns, etag }): TransactionAction => {
    const row = { ...columns, partitionKey, rowKey };
    return etag === undefined ? ['create', row] : ['update', row, 'Replace', { etag }];
  });
  const submit = () => client.submitTransaction(actions, call);
  const isOther = (error: unknown) =>
    !isCode('TableNotFound')(error) && (isGone(error) || isCode('EntityAlreadyExists')(error));
  const written = await submit()
    .catch(async (error: unknown) => {
      if (!isCode('TableNotFound')(error)) throw error;
      await client.createTable(call);
      return submit();
    })
    .catch(unless(isOther));
  return written?.subResponses.map((each) => etagOf(each) ?? '');
}
