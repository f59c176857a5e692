import type { Columns, Row, RowKey, RowRange, Table } from '../../shared/storage/table.ts';
import { AppError } from '../../shared/errors.ts';

type Operation = keyof Table;

/**
 * A table in memory with a clock of its own, whose calls can fail before or after they took effect. It keeps the
 * promises of `test/shared/storage/table-promises.ts`, as the real one does.
 */
export interface MemoryTable extends Table {
  nowMs: number;
  /** What the next calls of an operation do, one each: nothing, or take effect and lose the answer. */
  readonly faults: Partial<Record<Operation, ('down' | 'lost' | 'retried')[]>>;
  readonly rows: ReadonlyMap<string, Row>;
  /** The same table with so many rows in a page. */
  readonly paged: (pageRows: number) => Table;
}

const nameOf = ({ partitionKey, rowKey }: RowKey) => `${partitionKey}/${rowKey}`;

function keyOf(name: string): RowKey {
  const [partitionKey = '', rowKey = ''] = name.split('/');
  return { partitionKey, rowKey };
}

function isWithin(range: RowRange, { partitionKey, rowKey }: RowKey): boolean {
  if ('partitionKey' in range) {
    const { from = '', before = '\uffff' } = range;
    return partitionKey === range.partitionKey && rowKey >= from && rowKey < before;
  }
  const isInside = partitionKey >= range.fromPartition && partitionKey < range.beforePartition;
  return isInside && (range.rowKey === undefined || range.rowKey === rowKey);
}

const PAGE_ROWS = 2;

export function memoryTable(): MemoryTable {
  const rows = new Map<string, Row>();
  let writes = 0;

  function write(key: RowKey, columns: Columns): string {
    const etag = `etag ${(writes += 1)}`;
    rows.set(nameOf(key), { etag, writtenAtMs: table.nowMs, columns });
    return etag;
  }

  /** A Date knows no fractions of a second. */
  const dateMs = () => Math.floor(table.nowMs / 1000) * 1000;

  function pageOf(pageRows: number, continuation: string, isIn: (key: RowKey) => boolean) {
    const found = [...rows]
      .filter(([name]) => name > continuation && isIn(keyOf(name)))
      .sort(([one], [other]) => (one < other ? -1 : 1));
    // As the service does it: a page ends where it was looked through, also if nothing in it was found.
    const page = found.slice(0, pageRows);
    const last = found.length > pageRows ? page.at(-1)?.[0] : undefined;
    return { page, rest: { continuation: last, nowMs: dateMs() } };
  }

  /** `retried`: the first attempt took effect and lost its answer, and the second one found it done. */
  function attempt<T>(operation: Operation, action: () => T): Promise<T> {
    const fault = table.faults[operation]?.shift();
    const down = new AppError('storage-unavailable', 'The table is down.', { cause: 'down' });
    if (fault === 'down') return Promise.reject(down);
    const result = action();
    if (fault === 'lost') return Promise.reject(down);
    return Promise.resolve(fault === 'retried' ? action() : result);
  }

  const listing = (pageRows: number): Pick<Table, 'list' | 'listOld'> => ({
    list: (range, after = '') =>
      attempt('list', () => {
        const { page, rest } = pageOf(pageRows, after, (key) => isWithin(range, key));
        return { rows: page.map(([name, row]) => ({ ...keyOf(name), ...row })), ...rest };
      }),
    listOld: ({ writtenBeforeMs, from, before }, after = '') =>
      attempt('listOld', () => {
        const { page, rest } = pageOf(pageRows, after, (key) =>
          isWithin({ fromPartition: from, beforePartition: before }, key),
        );
        const old = page.filter(([, { writtenAtMs }]) => writtenAtMs < writtenBeforeMs);
        return { rows: old.map(([name, { etag }]) => ({ ...keyOf(name), etag })), ...rest };
      }),
  });

  const table: MemoryTable = {
    nowMs: 1_800_000_000_000,
    faults: {},
    rows,
    insert: (key, columns) =>
      attempt('insert', () => (rows.has(nameOf(key)) ? undefined : write(key, columns))),
    read: (key) => attempt('read', () => ({ row: rows.get(nameOf(key)), nowMs: dateMs() })),
    replace: (key, columns, etag) =>
      attempt('replace', () => (rows.get(nameOf(key))?.etag === etag ? write(key, columns) : undefined)),
    remove: (key, etag) =>
      attempt('remove', () => rows.get(nameOf(key))?.etag === etag && rows.delete(nameOf(key))),
    writeTogether: (partitionKey, changes) =>
      attempt('writeTogether', () => {
        const isAsMeant = changes.every(
          ({ rowKey, etag }) => rows.get(nameOf({ partitionKey, rowKey }))?.etag === etag,
        );
        return isAsMeant
          ? changes.map(({ rowKey, columns }) => write({ partitionKey, rowKey }, columns))
          : undefined;
      }),
    ...listing(PAGE_ROWS),
    paged: (pageRows) => ({ ...table, ...listing(pageRows) }),
  };
  return table;
}
