import type { BlobContent } from '../storage/blob.ts';
import type { Row, RowKey } from '../storage/table.ts';
import { type DeadLetter, letterOf, rowKeyOf } from './dead-letter.ts';
import { filedAtOf, type LetterStore } from './file-dead-letter.ts';

/** A letter's row, and the time by the store's own clock. */
export interface LetterRow {
  readonly key: RowKey;
  readonly row: Row;
  readonly nowMs: number;
}

/** Undefined where there is no such letter. */
export async function findRow(
  { table, container }: LetterStore,
  id: string,
  signal?: AbortSignal,
): Promise<LetterRow | undefined> {
  const kept = await container.head(id, signal);
  if (kept === undefined) return undefined;
  const key = rowKeyOf(id, filedAtOf(kept));
  const { row, nowMs } = await table.read(key, signal);
  return row === undefined ? undefined : { key, row, nowMs };
}

/** What is shown of a letter; undefined where there is none. */
export type DescribeDeadLetter = (id: string, signal?: AbortSignal) => Promise<DeadLetter | undefined>;

export function createDescribeDeadLetter(store: LetterStore): DescribeDeadLetter {
  return async (id, signal) => {
    const found = await findRow(store, id, signal);
    return found && letterOf(found.key.rowKey, found.row.columns);
  };
}

/** The message of a letter, to the byte; undefined where there is none. */
export type OpenDeadLetter = (id: string, signal?: AbortSignal) => Promise<BlobContent | undefined>;

export function createOpenDeadLetter(store: LetterStore): OpenDeadLetter {
  return async (id, signal) =>
    (await findRow(store, id, signal)) === undefined ? undefined : store.container.get(id, signal);
}
