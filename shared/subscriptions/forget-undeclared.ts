import { eachPage } from '../storage/each-page.ts';
import type { Table } from '../storage/table.ts';

/**
 * Removes what is kept of subscriptions that were not declared for `keepMs`; gives how many rows went. A row is marked
 * when it is first found without its subscription, and goes when nothing has written it since for so long; the mark of
 * one that is declared again is taken away. Where none is declared at all, nothing is removed.
 */
export type ForgetUndeclared = (
  declared: ReadonlySet<string>,
  keepMs: number,
  budget: AbortSignal,
) => Promise<number>;

export interface ForgetUndeclaredOptions {
  readonly table: Table;
  /** What the keys of the cluster's rows begin with. */
  readonly scope: string;
}

/** Between the scope and a name; it comes before every character of a name. */
export const SEPARATOR = ',';
const AFTER_SEPARATOR = '-';
const MARK = 'undeclared';

export function createForgetUndeclared({ table, scope }: ForgetUndeclaredOptions): ForgetUndeclared {
  const range = {
    fromPartition: `${scope}${SEPARATOR}`,
    beforePartition: `${scope}${AFTER_SEPARATOR}`,
  };
  return async (declared, keepMs, budget) => {
    if (declared.size === 0) return 0;
    let removed = 0;
    for await (const page of eachPage((continuation) => table.list(range, continuation, budget))) {
      for (const { partitionKey, rowKey, columns, etag, writtenAtMs } of page.rows) {
        const key = { partitionKey, rowKey };
        const { [MARK]: mark, ...unmarked } = columns;
        const isDeclared = declared.has(partitionKey.slice(range.fromPartition.length));
        if (isDeclared && mark !== undefined) await table.replace(key, unmarked, etag, budget);
        if (isDeclared) continue;
        if (mark === undefined) await table.replace(key, { ...columns, [MARK]: 'true' }, etag, budget);
        else if (writtenAtMs < page.nowMs - keepMs)
          removed += (await table.remove(key, etag, budget)) ? 1 : 0;
      }
    }
    return removed;
  };
}
