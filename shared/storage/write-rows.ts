import { isCode, isGone } from './failure.ts';
import { type Call, etagOf, unless } from './rows.ts';
import type { RowChange } from './table.ts';
import type { OpenedTable, TransactionAction } from './table-client.ts';

/** Writes rows of one partition, all or none; undefined where one of them is not as it was meant. */
export async function writeRows(
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
