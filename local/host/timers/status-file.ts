import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScheduleStatus } from './schedule-status.ts';

/** The remembered status of one timer: a JSON file where the real host has a blob. */
export interface StatusFile {
  /** Undefined when there is none or it cannot be understood. */
  readonly read: () => Promise<ScheduleStatus | undefined>;
  /** Replaces it in one step, so that a host that is killed leaves the old one or the new one. */
  readonly write: (status: ScheduleStatus) => Promise<void>;
}

/** `{stateFolder}/timers/{hostId}/{functionName}.json`, with folders made on demand. */
export function statusFile(stateFolder: string, hostId: string, functionName: string): StatusFile {
  const path = join(stateFolder, 'timers', hostId, `${functionName}.json`);
  return {
    read: async () => parse(await readFile(path, 'utf8').catch(() => '')),
    write: async ({ lastMs, nextMs, lastUpdatedMs }) => {
      const times = { last: toIso(lastMs), next: toIso(nextMs), lastUpdated: toIso(lastUpdatedMs) };
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, JSON.stringify(times));
      await rename(`${path}.new`, path);
    },
  };
}

function parse(text: string): ScheduleStatus | undefined {
  try {
    const { last, next, lastUpdated } = JSON.parse(text) as Record<string, unknown>;
    const [lastMs, nextMs, lastUpdatedMs] = [last, next, lastUpdated].map((time) => Date.parse(String(time)));
    if (nextMs === undefined || !(nextMs > 0) || lastUpdatedMs === undefined || !(lastUpdatedMs > 0))
      return undefined;
    return { nextMs, lastUpdatedMs, ...(lastMs !== undefined && lastMs > 0 && { lastMs }) };
  } catch {
    return undefined;
  }
}

function toIso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
