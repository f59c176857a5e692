import { mapAtOnce } from '../map-at-once.ts';
import { eachPage } from '../storage/each-page.ts';
import type { Columns, Table } from '../storage/table.ts';
import type { Evidence } from './evidence.ts';

/** Evidence with the ETag of its row. */
export interface KeptEvidence {
  readonly evidence: Evidence;
  readonly etag: string;
}

/** Evidence by topic, kept from run to run. */
export interface EvidenceStore {
  readonly read: (budget: AbortSignal) => Promise<ReadonlyMap<string, KeptEvidence>>;
  /** Writes what is another than before; a row that another run has written meanwhile is left to that one. */
  readonly write: (
    evidence: ReadonlyMap<string, Evidence>,
    before: ReadonlyMap<string, KeptEvidence>,
  ) => Promise<void>;
}

const AT_ONCE = 16;
// A property of a row holds 32,768 characters, and a topic of thousands of partitions needs several.
const CHARACTERS = 30_000;

/** One row for each topic of a cluster. A row that cannot be read counts as none: idleness begins anew. */
export function createEvidenceStore(table: Table, cluster: string): EvidenceStore {
  return {
    async read(budget) {
      const found = new Map<string, KeptEvidence>();
      const range = { partitionKey: cluster };
      for await (const page of eachPage((continuation) => table.list(range, continuation, budget))) {
        for (const { rowKey, etag, columns } of page.rows) {
          found.set(rowKey, { evidence: fromColumns(columns), etag });
        }
      }
      return found;
    },
    async write(evidence, before) {
      await mapAtOnce(evidence, AT_ONCE, async ([topic, known]) => {
        const key = { partitionKey: cluster, rowKey: topic };
        const row = before.get(topic);
        if (row === undefined) await table.insert(key, toColumns(known));
        else if (row.evidence !== known) await table.replace(key, toColumns(known), row.etag);
      });
    },
  };
}

function toColumns(evidence: Evidence): Columns {
  const text = JSON.stringify(evidence);
  const count = Math.ceil(text.length / CHARACTERS);
  const part = (index: number) => text.slice(index * CHARACTERS, (index + 1) * CHARACTERS);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`evidence${index}`, part(index)]));
}

const NOTHING: Evidence = {
  firstSeenAtMs: 0,
  lastSeenAtMs: 0,
  // As if it had been away: the next look begins anew.
  goneSinceMs: 0,
  unchangedSinceMs: 0,
  endOffsets: [],
  history: [],
};

function fromColumns(columns: Columns): Evidence {
  const count = Object.keys(columns).filter((name) => name.startsWith('evidence')).length;
  const text = Array.from({ length: count }, (_, index) => columns[`evidence${index}`] ?? '').join('');
  try {
    return { ...NOTHING, goneSinceMs: undefined, ...(JSON.parse(text) as Evidence) };
  } catch {
    return NOTHING;
  }
}
