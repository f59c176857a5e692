import { clusterKeyOf } from '../cluster-key.ts';
import { AppError } from '../errors.ts';
import type { Columns, RowKey, Table } from '../storage/table.ts';
import { createForgetUndeclared, type ForgetUndeclared, SEPARATOR } from './forget-undeclared.ts';

/** Whether a subscription may deliver now; all times are the store's. */
export interface Standing {
  readonly paused: boolean;
  /** How often its destination has failed in succession. */
  readonly failures: number;
  /** Its destination failed: until then it is left alone. */
  readonly heldUntilMs: number | null;
}

/** What is kept of subscriptions beside how far they are. */
export interface SubscriptionState {
  readonly read: (name: string, signal: AbortSignal) => Promise<Standing>;
  readonly setPaused: (name: string, paused: boolean, signal: AbortSignal) => Promise<void>;
  /** Counts a failure of the destination; the more there are, the longer it is left alone. */
  readonly failed: (name: string, signal: AbortSignal) => Promise<void>;
  /** Forgets the failures. */
  readonly recovered: (name: string, signal: AbortSignal) => Promise<void>;
  /** Counts a refusal of a record; gives how often it has been refused in all. */
  readonly refused: (at: RefusedAt, signal: AbortSignal) => Promise<number>;
  readonly forgetUndeclared: ForgetUndeclared;
}

export interface RefusedAt {
  readonly name: string;
  readonly partition: number;
  readonly offset: number;
}

export interface StateOptions {
  readonly table: Table;
  /** Host of the proxy. */
  readonly cluster: string;
  /** How long a destination is left alone after so many failures in succession. */
  readonly delaySeconds: (failures: number) => number;
}

const OWN_ROW = 'subscription';
const DIGITS = 10;
const MAX_TRIES = 8;

/**
 * A row `subscription` and one for each partition of which a record was refused, which the next one of it overwrites:
 * there are never more than there are partitions.
 */
export function createSubscriptionState({ table, cluster, delaySeconds }: StateOptions): SubscriptionState {
  const scope = clusterKeyOf(cluster);
  const keyOf = (name: string, rowKey: string): RowKey => ({
    partitionKey: `${scope}${SEPARATOR}${name}`,
    rowKey,
  });

  /** Writes what becomes of a row, anew while others change it. */
  async function change(
    key: RowKey,
    next: (columns: Columns, nowMs: number) => Columns,
    signal: AbortSignal,
  ): Promise<Columns> {
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const { row, nowMs } = await table.read(key, signal);
      const columns = next(row?.columns ?? {}, nowMs);
      const written =
        row === undefined
          ? await table.insert(key, columns, signal)
          : await table.replace(key, columns, row.etag, signal);
      if (written !== undefined) return columns;
    }
    throw new AppError('storage-unavailable', 'The rows of the subscription are being changed by others.', {
      cause: 'contention',
      retryAfterSeconds: 1,
    });
  }

  return {
    read: async (name, signal) => {
      const { row, nowMs } = await table.read(keyOf(name, OWN_ROW), signal);
      const { paused, failures = '0', heldUntilMs = '0' } = row?.columns ?? {};
      const untilMs = Number(heldUntilMs);
      return {
        paused: paused === 'true',
        failures: Number(failures),
        heldUntilMs: untilMs > nowMs ? untilMs : null,
      };
    },
    setPaused: async (name, paused, signal) => {
      await change(keyOf(name, OWN_ROW), (columns) => ({ ...columns, paused: String(paused) }), signal);
    },
    failed: async (name, signal) => {
      const next = ({ failures = '0', ...columns }: Columns, nowMs: number) => {
        const times = Number(failures) + 1;
        const heldUntilMs = nowMs + delaySeconds(times) * 1000;
        return { ...columns, failures: String(times), heldUntilMs: String(heldUntilMs) };
      };
      await change(keyOf(name, OWN_ROW), next, signal);
    },
    recovered: async (name, signal) => {
      const next = ({ failures: _, heldUntilMs: __, ...columns }: Columns) => columns;
      await change(keyOf(name, OWN_ROW), next, signal);
    },
    refused: async ({ name, partition, offset }, signal) => {
      const columns = await change(
        keyOf(name, String(partition).padStart(DIGITS, '0')),
        ({ offset: before, times = '0' }) => ({
          offset: String(offset),
          times: before === String(offset) ? String(Number(times) + 1) : '1',
        }),
        signal,
      );
      return Number(columns['times']);
    },
    forgetUndeclared: createForgetUndeclared({ table, scope }),
  };
}
