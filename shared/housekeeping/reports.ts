import { buffer } from 'node:stream/consumers';
import type { BlobContainer } from '../storage/blob.ts';
import type { Table } from '../storage/table.ts';
import type { Report } from './report.ts';

/** The reports of one cluster, one blob each, and the last tick that was served. */
export interface Reports {
  readonly put: (report: Report) => Promise<void>;
  /** The last one; undefined: there was no run yet. */
  readonly last: (signal?: AbortSignal) => Promise<Report | undefined>;
  /** Epoch milliseconds of the tick that was served last; 0: none. */
  readonly lastTickMs: () => Promise<number>;
  /** Removes reports of runs before a time; gives how many. */
  readonly removeBefore: (ms: number) => Promise<number>;
}

const STATE = 'state';
const RUN = 'run.';

/** Blobs `<cluster>/<run>.json`; rows `run.<run>` tell which there are, row `state` which is the last. */
export function createReports(container: BlobContainer, table: Table, cluster: string): Reports {
  const stateKey = { partitionKey: cluster, rowKey: STATE };
  const blobOf = (run: string) => `${cluster}/${run.replaceAll(':', '-')}.json`;

  async function putState(lastRun: string, tick: string | null): Promise<void> {
    const { row } = await table.read(stateKey);
    const columns = { lastRun, lastTick: tick ?? row?.columns['lastTick'] ?? '' };
    if (row === undefined) await table.insert(stateKey, columns);
    else await table.replace(stateKey, columns, row.etag);
  }

  return {
    async put(report) {
      const { run, scheduledAt } = report;
      await table.insert({ partitionKey: cluster, rowKey: `${RUN}${run}` }, { tick: scheduledAt ?? '' });
      const content = Buffer.from(JSON.stringify(report));
      await container.put(blobOf(run), content, { contentType: 'application/json' });
      await putState(run, scheduledAt);
    },
    async last(signal) {
      const { row } = await table.read(stateKey, signal);
      const run = row?.columns['lastRun'];
      const blob = run === undefined ? undefined : await container.get(blobOf(run), signal);
      return blob === undefined ? undefined : (JSON.parse(String(await buffer(blob.content))) as Report);
    },
    async lastTickMs() {
      const { row } = await table.read(stateKey);
      return Date.parse(row?.columns['lastTick'] ?? '') || 0;
    },
    async removeBefore(ms) {
      const before = `${RUN}${new Date(ms).toISOString()}`;
      const { rows } = await table.list({ partitionKey: cluster, from: RUN, before });
      for (const { rowKey, etag, partitionKey } of rows) {
        await container.remove(blobOf(rowKey.slice(RUN.length)));
        await table.remove({ partitionKey, rowKey }, etag);
      }
      return rows.length;
    },
  };
}
