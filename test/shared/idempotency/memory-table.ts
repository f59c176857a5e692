import type { Columns, Row, RowKey, Table } from '../../../shared/storage/table.ts';
import { AppError } from '../../../shared/errors.ts';

type Operation = 'insert' | 'read' | 'replace' | 'remove' | 'listOld' | 'list';

/** A table in memory with a clock of its own, whose calls can fail before or after they took effect. */
export interface MemoryTable extends Table {
  nowMs: number;
  /** What the next calls of an operation do, one each: nothing, or take effect and lose the answer. */
  readonly faults: Partial<Record<Operation, ('down' | 'lost' | 'retried')[]>>;
  readonly rows: ReadonlyMap<string, Row>;
}

const nameOf = ({ partitionKey, rowKey }: RowKey) => `${partitionKey}/${rowKey}`;
const PAGE_ROWS = 2;

export function memoryTable(): MemoryTable {
  const rows = new Map<string, Row>();
  let writes = 0;

  function write(key: RowKey, columns: Columns): string {
    const etag = `etag ${(writes += 1)}`;
    rows.set(nameOf(key), { etag, writtenAtMs: table.nowMs, columns });
    return etag;
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

  const table: MemoryTable = {
    nowMs: 1_800_000_000_000,
    faults: {},
    rows,
    insert: (key, columns) =>
      attempt('insert', () => (rows.has(nameOf(key)) ? undefined : write(key, columns))),
    read: (key) => attempt('read', () => ({ row: rows.get(nameOf(key)), nowMs: table.nowMs })),
    replace: (key, columns, etag) =>
      attempt('replace', () => (rows.get(nameOf(key))?.etag === etag ? write(key, columns) : undefined)),
    remove: (key, etag) =>
      attempt('remove', () => rows.get(nameOf(key))?.etag === etag && rows.delete(nameOf(key))),
    listOld: ({ writtenBeforeMs, from, before }, continuation = '') =>
      attempt('listOld', () => {
        const found = [...rows]
          .filter(([name]) => name > continuation && name >= from && name < before)
          .sort(([one], [other]) => (one < other ? -1 : 1));
        // As the service does it: a page ends where it was looked through, also if nothing in it was found.
        const page = found.slice(0, PAGE_ROWS);
        return {
          rows: page
            .filter(([, { writtenAtMs }]) => writtenAtMs < writtenBeforeMs)
            .map(([name, { etag }]) => {
              const [partitionKey = '', rowKey = ''] = name.split('/');
              return { partitionKey, rowKey, etag };
            }),
          continuation: found.length > PAGE_ROWS ? page.at(-1)?.[0] : undefined,
        };
      }),
    list: ({ partitionKey, from = '', before }) =>
      attempt('list', () => ({
        rows: [...rows]
          .map(([name, row]) => ({ partitionKey, rowKey: name.slice(partitionKey.length + 1), name, ...row }))
          .filter(({ name, rowKey }) => name === nameOf({ partitionKey, rowKey }))
          .filter(({ rowKey }) => rowKey >= from && (before === undefined || rowKey < before)),
        continuation: undefined,
      })),
  };
  return table;
}
