import { clusterKeyOf } from '../../cluster-key.ts';
import { eachPage } from '../../storage/each-page.ts';
import {
  type Columns,
  type ListedRow,
  MAX_ROWS_TOGETHER,
  type RowKey,
  type Table,
} from '../../storage/table.ts';
import type { GroupTopic } from './lease-token.ts';
import { columnsOf, type Progress, progressOf, UNTOUCHED } from './progress.ts';

/** The rows of a group for one topic, as one look at the table found them. */
export interface GroupRows {
  /** False where the group has not begun with this topic. */
  readonly exists: boolean;
  readonly partitions: ReadonlyMap<number, ProgressRow>;
  /** The store's clock when the look began, to the second. */
  readonly nowMs: number;
}

export interface ProgressRow {
  readonly progress: Progress;
  readonly etag: string;
}

export interface GroupStore {
  readonly read: (of: GroupTopic, signal: AbortSignal) => Promise<GroupRows>;
  /**
   * Writes the progress of up to 99 partitions, all or none, in place of what `rows` has of them, and makes the group's
   * own row where it is missing. Gives the ETags in the order of the changes; undefined where one was changed meanwhile.
   */
  readonly write: (
    of: GroupTopic,
    rows: GroupRows,
    changes: ReadonlyMap<number, Progress>,
    signal: AbortSignal,
  ) => Promise<readonly string[] | undefined>;
  /** Adds partitions that have no row, without the group's own row: for what `write` then completes. */
  readonly prepare: (
    of: GroupTopic,
    changes: ReadonlyMap<number, Progress>,
    signal: AbortSignal,
  ) => Promise<boolean>;
  /** Removes the rows of the partitions, then the group's own; false where one was changed meanwhile. */
  readonly remove: (of: GroupTopic, rows: GroupRows, signal: AbortSignal) => Promise<boolean>;
  /** A page of the groups' own rows, or of all rows of one group, with group and topic. */
  readonly list: (
    range: GroupRange,
    continuation: string | undefined,
    signal: AbortSignal,
  ) => Promise<{
    readonly rows: readonly ListedGroupRow[];
    readonly continuation: string | undefined;
    readonly nowMs: number;
  }>;
}

/** Groups by name, from `from` to before `before`; `ownRows`: of each group and topic one row alone. */
export interface GroupRange {
  readonly from: string;
  readonly before: string;
  readonly ownRows: boolean;
}

export interface ListedGroupRow extends GroupTopic {
  /** Undefined for the group's own row. */
  readonly partition: number | undefined;
  readonly progress: Progress;
}

/** How many partitions one write takes beside the group's own row. */
export const MAX_PARTITIONS_TOGETHER = MAX_ROWS_TOGETHER - 1;
/** Comes before every character of a name, so that a group's rows are together. */
export const SEPARATOR = ',';
/** Comes after every character of a name. */
export const AFTER_NAMES = '~';
const OWN_ROW = 'group';
const DIGITS = 10;

/**
 * One row per partition, because its server Timestamp is what a lease is counted from, and members that read different
 * partitions do not get in each other's way; all rows of a group and topic in one partition of the table, because a
 * fetch leases several at once, all or none. A further row, `group`, says that the group has begun with the topic. A row
 * is replaced only under the ETag that was read with it; rows go by `deleteGroup`, or by
 * housekeeping once their topic is gone: a position is kept until then, as housekeeping tells which groups lag.
 */
export function createGroupStore({ table, cluster }: { table: Table; cluster: string }): GroupStore {
  const scope = clusterKeyOf(cluster);
  const keyOf = ({ group, topic }: GroupTopic) => [scope, group, topic].join(SEPARATOR);

  return {
    async read(of, signal) {
      const rows: ListedRow[] = [];
      let nowMs = 0;
      const range = { partitionKey: keyOf(of) };
      for await (const page of eachPage((continuation) => table.list(range, continuation, signal))) {
        // The earlier time of two pages: a lease that may still hold is held to.
        nowMs ||= page.nowMs;
        rows.push(...page.rows);
      }
      return {
        exists: rows.some(({ rowKey }) => rowKey === OWN_ROW),
        partitions: new Map(
          rows
            .filter(({ rowKey }) => rowKey !== OWN_ROW)
            .map((row) => [Number(row.rowKey), progressRow(row)]),
        ),
        nowMs,
      };
    },
    async write(of, rows, changes, signal) {
      const own = rows.exists ? [] : [{ rowKey: OWN_ROW, columns: {} }];
      const etags = await table.writeTogether(keyOf(of), [...own, ...changesOf(changes, rows)], signal);
      return etags?.slice(own.length);
    },
    prepare: async (of, changes, signal) =>
      (await table.writeTogether(keyOf(of), changesOf(changes), signal)) !== undefined,
    async remove(of, rows, signal) {
      for (const [partition, { etag }] of rows.partitions) {
        const key: RowKey = { partitionKey: keyOf(of), rowKey: rowKeyOf(partition) };
        if (!(await table.remove(key, etag, signal))) return false;
      }
      const own: RowKey = { partitionKey: keyOf(of), rowKey: OWN_ROW };
      const { row } = await table.read(own, signal);
      return row === undefined || table.remove(own, row.etag, signal);
    },
    async list({ from, before, ownRows }, continuation, signal) {
      const range = {
        fromPartition: `${scope}${SEPARATOR}${from}`,
        beforePartition: `${scope}${SEPARATOR}${before}`,
        ...(ownRows && { rowKey: OWN_ROW }),
      };
      const { rows, ...rest } = await table.list(range, continuation, signal);
      return { rows: rows.map(listedRow), ...rest };
    },
  };
}

/**
 * The rows after a write, without another look: what others wrote since is not in them, and the next write under their
 * ETags is refused then. Undefined where only the store knows them: when a lease that was written ends.
 */
export function rowsAfter(
  rows: GroupRows,
  changes: ReadonlyMap<number, Progress>,
  etags: readonly string[],
): GroupRows | undefined {
  const partitions = new Map(rows.partitions);
  for (const [index, [partition, progress]] of [...changes].entries()) {
    const etag = etags[index] ?? '';
    if (etag === '' || (progress.lease !== null && 'afterMs' in progress.lease.ends)) return undefined;
    partitions.set(partition, { progress, etag });
  }
  return { ...rows, exists: true, partitions };
}

function changesOf(changes: ReadonlyMap<number, Progress>, rows?: GroupRows) {
  return Array.from(
    changes,
    ([partition, progress]): { rowKey: string; columns: Columns; etag?: string | undefined } => ({
      rowKey: rowKeyOf(partition),
      columns: columnsOf(progress),
      etag: rows?.partitions.get(partition)?.etag,
    }),
  );
}

/** In a partition that the topic got after the group had begun: with its first record. */
const LATER: Progress = { ...UNTOUCHED, begun: 0 };

/** Where the group is in a partition, one that it has not touched included. */
export function progressIn(rows: GroupRows, partition: number): Progress {
  return rows.partitions.get(partition)?.progress ?? (rows.exists ? LATER : UNTOUCHED);
}

function rowKeyOf(partition: number): string {
  return String(partition).padStart(DIGITS, '0');
}

function progressRow({ columns, writtenAtMs, etag }: ListedRow): ProgressRow {
  return { progress: progressOf(columns, writtenAtMs), etag };
}

function listedRow(row: ListedRow): ListedGroupRow {
  const [, group = '', topic = ''] = row.partitionKey.split(SEPARATOR);
  const isOwn = row.rowKey === OWN_ROW;
  return {
    group,
    topic,
    partition: isOwn ? undefined : Number(row.rowKey),
    progress: isOwn ? UNTOUCHED : progressOf(row.columns, row.writtenAtMs),
  };
}
