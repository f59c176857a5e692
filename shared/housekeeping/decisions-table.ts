import { eachPage } from '../storage/each-page.ts';
import type { RowKey, Table } from '../storage/table.ts';
import type { Approval, Mark } from './decide.ts';

/** What was decided about topics that may go, kept from run to run. */
export interface Decisions {
  readonly read: (budget?: AbortSignal) => Promise<{
    readonly marks: ReadonlyMap<string, Mark>;
    readonly approvals: ReadonlyMap<string, Approval>;
  }>;
  /** A topic that is marked already keeps its first mark. */
  readonly mark: (mark: Mark) => Promise<void>;
  readonly unmark: (topic: string) => Promise<void>;
  /** In the place of an earlier one. */
  readonly approve: (approval: Approval) => Promise<void>;
  /** The approval as it stands now. */
  readonly approvalOf: (finding: string) => Promise<Approval | undefined>;
  /** False where there was none. */
  readonly revoke: (finding: string) => Promise<boolean>;
}

const MARK = 'mark.';
const APPROVAL = 'approval.';

/** Rows `mark.<topic>` and `approval.<finding>` of one cluster. */
export function createDecisions(table: Table, cluster: string): Decisions {
  const markKey = (topic: string): RowKey => ({ partitionKey: cluster, rowKey: `${MARK}${topic}` });
  const approvalKey = (finding: string): RowKey => ({
    partitionKey: cluster,
    rowKey: `${APPROVAL}${finding}`,
  });

  async function listed<T>(prefix: string, keyOf: (value: T) => string, budget?: AbortSignal) {
    const found = new Map<string, T>();
    const range = { partitionKey: cluster, from: prefix, before: after(prefix) };
    for await (const page of eachPage((continuation) => table.list(range, continuation, budget))) {
      for (const { columns } of page.rows) {
        const value = JSON.parse(columns['value'] ?? '') as T;
        found.set(keyOf(value), value);
      }
    }
    return found;
  }

  async function removeNow(key: RowKey): Promise<boolean> {
    for (;;) {
      const { row } = await table.read(key);
      if (row === undefined) return false;
      if (await table.remove(key, row.etag)) return true;
    }
  }

  return {
    async read(budget) {
      const [marks, approvals] = await Promise.all([
        listed<Mark>(MARK, ({ topic }) => topic, budget),
        listed<Approval>(APPROVAL, ({ finding }) => finding, budget),
      ]);
      return { marks, approvals };
    },
    async mark(mark) {
      await table.insert(markKey(mark.topic), { value: JSON.stringify(mark) });
    },
    async unmark(topic) {
      await removeNow(markKey(topic));
    },
    async approve(approval) {
      const key = approvalKey(approval.finding);
      const columns = { value: JSON.stringify(approval) };
      for (;;) {
        if ((await table.insert(key, columns)) !== undefined) return;
        const { row } = await table.read(key);
        if (row !== undefined && (await table.replace(key, columns, row.etag)) !== undefined) return;
      }
    },
    async approvalOf(finding) {
      const { row } = await table.read(approvalKey(finding));
      return row === undefined ? undefined : (JSON.parse(row.columns['value'] ?? '') as Approval);
    },
    revoke: (finding) => removeNow(approvalKey(finding)),
  };
}

/** The first key after all that begin with a prefix that ends with a dot. */
function after(prefix: string): string {
  return `${prefix.slice(0, -1)}/`;
}
