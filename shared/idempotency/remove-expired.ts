import { mapAtOnce } from '../map-at-once.ts';
import type { Table } from '../storage/table.ts';

export interface RemoveExpiredOptions {
  readonly table: Table;
  /** How long a key is remembered after its row was last written. */
  readonly keepMs: number;
  readonly random?: () => number;
  readonly maxRows?: number;
}

export interface Removed {
  readonly rows: number;
  /** False where the limit of rows or time ended the run before all partitions were looked through. */
  readonly isComplete: boolean;
}

/** Removes rows that are no longer remembered, until there are none, `maxRows` are gone, or the budget ends. */
export type RemoveExpired = (budget: AbortSignal) => Promise<Removed>;

const MAX_ROWS = 100_000;
const AT_ONCE = 32;
const AFTER_ALL_PARTITIONS = 'g';
const NO_ROW = { partitionKey: '', rowKey: '' };

/**
 * One scan over the partitions, from a random one on, so that runs that end early leave no partition behind for ever.
 * A row that a new request took over meanwhile has another ETag and stays.
 */
export function createRemoveExpired(options: RemoveExpiredOptions): RemoveExpired {
  const { table, keepMs, random = Math.random, maxRows = MAX_ROWS } = options;

  async function removeAll(rows: Awaited<ReturnType<Table['listOld']>>['rows']): Promise<number> {
    const gone = await mapAtOnce(rows, AT_ONCE, ({ etag, ...key }) => table.remove(key, etag));
    return gone.filter(Boolean).length;
  }

  return async (budget) => {
    // Any answer tells the store's time, also that of a row that is not there.
    const { nowMs } = await table.read(NO_ROW);
    const start = Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0');
    let removed = 0;
    for (const range of [
      { from: start, before: AFTER_ALL_PARTITIONS },
      { from: '', before: start },
    ]) {
      let continuation: string | undefined;
      do {
        if (budget.aborted || removed >= maxRows) return { rows: removed, isComplete: false };
        const page = await table.listOld({ writtenBeforeMs: nowMs - keepMs, ...range }, continuation);
        removed += await removeAll(page.rows);
        continuation = page.continuation;
      } while (continuation !== undefined);
    }
    return { rows: removed, isComplete: true };
  };
}
