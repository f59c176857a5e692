import { bounded } from './bounded.ts';
import { storageFailure } from './failure.ts';
import { list, listOld } from './list-rows.ts';
import { type Call, insert, read, remove, replace } from './rows.ts';
import { type OpenedTable, openTable, type OpenOptions } from './table-client.ts';
import { writeRows } from './write-rows.ts';

export interface RowKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

export type Columns = Readonly<Record<string, string>>;

export interface Row {
  readonly etag: string;
  /** When the store last wrote the row, by its own clock. */
  readonly writtenAtMs: number;
  readonly columns: Columns;
}

/** Rows last written before a time, in the partitions from `from` to before `before`. */
export interface OldRows {
  readonly writtenBeforeMs: number;
  readonly from: string;
  readonly before: string;
}

/**
 * Rows of one partition, in order of their keys: from `from` to before `before`, or all. Or rows of the partitions from
 * `fromPartition` to before `beforePartition`, in order of their keys: those of one row key, or all.
 */
export type RowRange =
  | { readonly partitionKey: string; readonly from?: string; readonly before?: string }
  | { readonly fromPartition: string; readonly beforePartition: string; readonly rowKey?: string };

export type ListedRow = RowKey & Row;

export interface Page<T> {
  readonly rows: readonly T[];
  /** Where the next page begins; undefined after the last. */
  readonly continuation: string | undefined;
  /** The time by the store's own clock, to the second. */
  readonly nowMs: number;
}

/** A row to be added, or with an ETag the columns that take the place of all of its. */
export interface RowChange {
  readonly rowKey: string;
  readonly columns: Columns;
  readonly etag?: string | undefined;
}

/** The most rows that one `writeTogether` takes. */
export const MAX_ROWS_TOGETHER = 100;

/**
 * One table of the storage account. Every call ends within its own deadline, or earlier when `signal` says so, and
 * rejects with `storage-unavailable`, or with `settings-invalid` where no account is set.
 */
export interface Table {
  /** Adds a row, and the table where it is missing; gives the row's ETag, or undefined where the key is taken. */
  readonly insert: (key: RowKey, columns: Columns, signal?: AbortSignal) => Promise<string | undefined>;
  /** The row, and the time by the store's own clock, to the second. */
  readonly read: (
    key: RowKey,
    signal?: AbortSignal,
  ) => Promise<{ readonly row: Row | undefined; readonly nowMs: number }>;
  /** Puts these columns in the place of all; gives the new ETag, or undefined where the row was changed or is gone. */
  readonly replace: (
    key: RowKey,
    columns: Columns,
    etag: string,
    signal?: AbortSignal,
  ) => Promise<string | undefined>;
  /** False where the row was changed or is gone. */
  readonly remove: (key: RowKey, etag: string, signal?: AbortSignal) => Promise<boolean>;
  /**
   * Writes up to 100 rows of one partition, all or none, and makes the table where it is missing; gives their ETags in
   * the same order, or undefined where one was changed, is gone, or its key is taken.
   */
  readonly writeTogether: (
    partitionKey: string,
    changes: readonly RowChange[],
    signal?: AbortSignal,
  ) => Promise<readonly string[] | undefined>;
  /** A page, which may be empty and still have a next one; no rows where the table is missing. */
  readonly listOld: (
    rows: OldRows,
    continuation?: string,
    signal?: AbortSignal,
  ) => Promise<Page<RowKey & Pick<Row, 'etag'>>>;
  /** As `listOld`, with the columns of the rows. */
  readonly list: (range: RowRange, continuation?: string, signal?: AbortSignal) => Promise<Page<ListedRow>>;
}

export interface TableOptions extends OpenOptions {
  /** Of each call, its retries and its token included. */
  readonly timeoutMs?: number;
  /** Rows of a page, as many as the service gives at most. */
  readonly pageRows?: number;
}

const TIMEOUT_MS = 5000;
// The service ends a query after five seconds by itself and goes on in the next page.
const LIST_TIMEOUT_MS = 15_000;
const PAGE_ROWS = 1000;

/** A table that is opened by its first call: requests that need no storage neither load the SDK nor ask for it. */
export function createTable(options: TableOptions): Table {
  const { name, timeoutMs = TIMEOUT_MS, pageRows = PAGE_ROWS } = options;
  let opened: Promise<OpenedTable> | undefined;

  async function run<T>(
    action: (table: OpenedTable, call: Call) => Promise<T>,
    signal?: AbortSignal,
    limitMs = timeoutMs,
  ): Promise<T> {
    return bounded(
      (abortSignal) => (opened ??= openTable(options)).then((table) => action(table, { abortSignal })),
      (error, late) => storageFailure('table', name, error, late),
      limitMs,
      signal,
    );
  }

  return {
    insert: (key, columns, signal) => run((table, call) => insert(table, call, key, columns), signal),
    read: (key, signal) => run((table, call) => read(table, call, key), signal),
    replace: (key, columns, etag, signal) =>
      run((table, call) => replace(table, call, key, columns, etag), signal),
    remove: (key, etag, signal) => run((table, call) => remove(table, call, key, etag), signal),
    writeTogether: (partitionKey, changes, signal) =>
      run((table, call) => writeRows(table, call, partitionKey, changes), signal),
    listOld: (rows, continuation, signal) =>
      run((table, call) => listOld(table, call, rows, pageRows, continuation), signal, LIST_TIMEOUT_MS),
    list: (range, continuation, signal) =>
      run((table, call) => list(table, call, range, pageRows, continuation), signal, LIST_TIMEOUT_MS),
  };
}
