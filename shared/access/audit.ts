import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../durations.ts';
import type { Table } from '../storage/table.ts';

/** What an operator, or this app by itself, did. */
export interface AuditEntry {
  /** The hash of the key or the id of the token that let the call in, or `keepTopics` for what a timer did. */
  readonly who: string;
  /** The function's name, or what it did: `deleteTopic`. */
  readonly what: string;
  /** What it was done to: topics, findings, groups. */
  readonly ids: readonly string[];
  /** `done`, or the code of the problem. */
  readonly result: string;
  /** In the operator's words. */
  readonly reason?: string;
}

/** Adds one row; rejects with `storage-unavailable`. */
export type Audit = (entry: AuditEntry) => Promise<void>;

export interface AuditOptions {
  readonly table: Table;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
}

/** How long rows are kept. */
export const AUDIT_KEEP_MS = 366 * DAY_MS;
// A property of a row holds 32,768 characters.
const MOST_CHARACTERS = 30_000;

/** Rows by month, in order of time within it: `2026-06` and `2026-06-30T05:00:00.000Z-<random>`. */
export function createAudit({ table, nowMs = Date.now }: AuditOptions): Audit {
  return async ({ who, what, ids, result, reason = '' }) => {
    const when = new Date(nowMs()).toISOString();
    const key = { partitionKey: when.slice(0, 7), rowKey: `${when}-${randomUUID()}` };
    const list = JSON.stringify(ids).slice(0, MOST_CHARACTERS);
    await table.insert(key, { when, who, what, ids: list, result, reason: reason.slice(0, MOST_CHARACTERS) });
  };
}
