import { randomUUID } from 'node:crypto';
import { AppError, notWritten } from '../errors.ts';
import type { Columns, Row, RowKey, Table } from '../storage/table.ts';
import { acceptedColumns, failedColumns, replay, runningColumns, unknownOutcome } from './row.ts';

export interface OnceOptions {
  readonly table: Table;
  /** How long a key is remembered after its row was last written. */
  readonly keepMs: number;
  /** How old a row without an outcome may be before its request must have ended: the total deadline and a margin. */
  readonly unknownAfterMs: number;
  /** Gets one line where the outcome could not be stored: the answer is right, the next one will be less certain. */
  readonly warn: (line: string) => void;
  readonly newClaim?: () => string;
}

/** A request that carries a key: where its row is, and the hash of its body. */
export interface Keyed {
  readonly rowKey: RowKey;
  readonly bodyHash: string;
}

/**
 * Runs `action` at most once per key: claim (insert a row), run, finish (store what became of it). An action that
 * rejects with another outcome than `not-written` is as finished as one that resolves; `not-written` frees the key.
 * A repeat gives the stored value, or rejects with the stored failure; with `idempotency-key-reused` for another body,
 * with `idempotency-in-progress` while the first one runs, and with an unknown outcome where that never finished.
 */
export type Once = <T>(
  keyed: Keyed,
  signal: AbortSignal,
  action: () => Promise<T>,
) => Promise<{ readonly value: T; readonly replayed: boolean }>;

const MAX_CLAIMS = 3;
// A claim whose answer was lost is taken back if that goes fast: its caller is already waiting for the 503.
const GIVE_BACK_MS = 1000;

/** All times are the store's: a row's server Timestamp against the Date of the answer that it came in. */
export function createOnce(options: OnceOptions): Once {
  const { table, keepMs, unknownAfterMs, warn, newClaim = randomUUID } = options;

  /** The ETag of a row that is now this request's, or the row of the request that has the key. */
  async function claim(
    { rowKey, bodyHash }: Keyed,
    id: string,
    signal: AbortSignal,
  ): Promise<string | Standing> {
    const columns = runningColumns(bodyHash, id);
    for (let left = MAX_CLAIMS; left > 0; left -= 1) {
      const inserted = await table.insert(rowKey, columns, signal);
      if (inserted !== undefined) return inserted;
      const { row, nowMs } = await table.read(rowKey, signal);
      if (row === undefined) continue;
      // The insert was retried, because its answer was lost.
      if (row.columns['claim'] === id) return row.etag;
      const ageMs = nowMs - row.writtenAtMs;
      if (ageMs < keepMs) return { row, ageMs };
      const replaced = await table.replace(rowKey, columns, row.etag, signal);
      if (replaced !== undefined) return replaced;
    }
    throw inProgress(0);
  }

  async function giveBack({ rowKey }: Keyed, id: string): Promise<void> {
    const signal = AbortSignal.timeout(GIVE_BACK_MS);
    const { row } = await table.read(rowKey, signal);
    if (row?.columns['claim'] === id) await table.remove(rowKey, row.etag, signal);
  }

  async function store(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      warn(
        `idempotency: outcome not stored: ${error instanceof AppError ? (error.options.cause ?? error.code) : 'internal-error'}`,
      );
    }
  }

  return async <T>(keyed: Keyed, signal: AbortSignal, action: () => Promise<T>) => {
    const id = newClaim();
    const claimed = await claim(keyed, id, signal).catch(async (error: unknown) => {
      await giveBack(keyed, id).catch(() => undefined);
      throw error;
    });
    if (typeof claimed !== 'string') return { value: tell(claimed, keyed.bodyHash) as T, replayed: true };
    const finish = (columns: Columns) => store(() => table.replace(keyed.rowKey, columns, claimed));
    const value = await action().catch(async (error: unknown) => {
      const failure = notWritten(error);
      if (failure.options.outcome === 'not-written') await store(() => table.remove(keyed.rowKey, claimed));
      else await finish(failedColumns(keyed.bodyHash, failure));
      throw failure;
    });
    await finish(acceptedColumns(keyed.bodyHash, value));
    return { value, replayed: false };
  };

  function tell({ row, ageMs }: Standing, bodyHash: string): unknown {
    const { columns } = row;
    if (columns['bodyHash'] !== bodyHash) {
      throw new AppError(
        'idempotency-key-reused',
        'Other records were sent with this key: give each request its own.',
      );
    }
    if (columns['state'] === 'finished') return replay(columns);
    throw ageMs > unknownAfterMs ? unknownOutcome() : inProgress(ageMs);
  }
}

interface Standing {
  readonly row: Row;
  readonly ageMs: number;
}

const MAX_RETRY_AFTER_SECONDS = 10;

/** To be asked again after as long as it has been running. */
function inProgress(ageMs: number): AppError {
  return new AppError(
    'idempotency-in-progress',
    'The first request with this key has not ended: send this one again, under the same key, to be told its outcome.',
    { retryAfterSeconds: Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.round(ageMs / 1000))) },
  );
}
