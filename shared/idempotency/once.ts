import { randomUUID } from 'node:crypto';
import { AppError, notWritten } from '../errors.ts';
import type { Columns, Row, RowKey, Table } from '../storage/table.ts';
import {
  acceptedColumns,
  failedColumns,
  openColumns,
  replay,
  runningColumns,
  unknownOutcome,
} from './row.ts';

export interface OnceOptions {
  readonly table: Table;
  /** How long a key is remembered after its row was last written. */
  readonly keepMs: number;
  /** How old a row without an outcome may be before its request must have ended: the total deadline and a margin. */
  readonly unknownAfterMs: number;
  /** Gets one line where the outcome could not be stored: the answer is right, the next one will be less certain. */
  readonly warn: (line: string) => void;
  readonly newClaim?: () => string;
  /**
   * What a repeat finds of an outcome that is not known: the same (`kept`, the default), or nothing, so that it runs
   * again from the last progress on (`runs-again`): at least once goes before at most once there.
   */
  readonly unknown?: 'kept' | 'runs-again';
}

/** The right to run under a key. */
export interface Claim {
  /** What the run before this one saved last; undefined where it saved nothing. */
  readonly progress: string | undefined;
  /** Stores what is done so far for a run after this one; it never rejects. */
  readonly save: (progress: string) => Promise<void>;
}

/** A request that carries a key: where its row is, and the hash of its body. */
export interface Keyed {
  readonly rowKey: RowKey;
  readonly bodyHash: string;
  /** After so long this run has surely ended; left out: `unknownAfterMs`. Kept in the row, for whoever finds it. */
  readonly endsWithinMs?: number;
}

/**
 * Runs `action` at most once per key: claim (insert a row), run, finish (store what became of it). An action that
 * rejects with another outcome than `not-written` is as finished as one that resolves; `not-written` frees the key.
 * A repeat gives the stored value, or rejects with the stored failure; with `idempotency-key-reused` for another body,
 * with `idempotency-in-progress` while the first one runs, and with an unknown outcome where that never finished.
 * Where unknown outcomes run again, only what was accepted is told to a repeat.
 */
export type Once = <T>(
  keyed: Keyed,
  signal: AbortSignal,
  action: (claim: Claim) => Promise<T>,
) => Promise<{ readonly value: T; readonly replayed: boolean }>;

const MAX_CLAIMS = 3;
// A claim whose answer was lost is taken back if that goes fast: its caller is already waiting for the 503.
const GIVE_BACK_MS = 1000;

/** All times are the store's: a row's server Timestamp against the Date of the answer that it came in. */
export function createOnce(options: OnceOptions): Once {
  const { table, keepMs, unknownAfterMs, warn, newClaim = randomUUID, unknown = 'kept' } = options;

  /** A row that is now this request's, or the row of the request that has the key. */
  async function claim(keyed: Keyed, id: string, signal: AbortSignal): Promise<Held | Standing> {
    const { rowKey, bodyHash } = keyed;
    for (let left = MAX_CLAIMS; left > 0; left -= 1) {
      const inserted = await table.insert(rowKey, runningColumns(keyed, id), signal);
      if (inserted !== undefined) return { etag: inserted, progress: undefined };
      const { row, nowMs } = await table.read(rowKey, signal);
      if (row === undefined) continue;
      // The insert was retried, because its answer was lost.
      if (row.columns['claim'] === id) return { etag: row.etag, progress: undefined };
      const ageMs = nowMs - row.writtenAtMs;
      const goesOn = isLeftOpen(row, bodyHash, ageMs);
      if (ageMs < keepMs && !goesOn) return { row, ageMs };
      const progress = goesOn ? row.columns['progress'] : undefined;
      const etag = await table.replace(rowKey, runningColumns(keyed, id, progress), row.etag, signal);
      if (etag !== undefined) return { etag, progress };
    }
    throw inProgress(0);
  }

  /** Whether another run is to go on where the one that has the row has ended. */
  function isLeftOpen({ columns }: Row, bodyHash: string, ageMs: number): boolean {
    if (unknown === 'kept' || columns['bodyHash'] !== bodyHash) return false;
    return columns['state'] === 'open' || (columns['state'] === 'running' && hasEnded(columns, ageMs));
  }

  /** Whether the run that wrote a row without an outcome must be over: it was killed, or could not say what became of it. */
  function hasEnded(columns: Columns, ageMs: number): boolean {
    return ageMs > Number(columns['endsWithinMs'] ?? unknownAfterMs);
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

  function fail({ rowKey, bodyHash }: Keyed, { etag, progress }: Held, failure: AppError): Promise<void> {
    if (failure.options.outcome !== 'not-written' && unknown === 'kept') {
      return store(() => table.replace(rowKey, failedColumns(bodyHash, failure), etag));
    }
    return progress === undefined
      ? store(() => table.remove(rowKey, etag))
      : store(() => table.replace(rowKey, openColumns(bodyHash, progress), etag));
  }

  return async <T>(keyed: Keyed, signal: AbortSignal, action: (claim: Claim) => Promise<T>) => {
    const { rowKey, bodyHash } = keyed;
    const id = newClaim();
    const claimed = await claim(keyed, id, signal).catch(async (error: unknown) => {
      await giveBack(keyed, id).catch(() => undefined);
      throw error;
    });
    if ('row' in claimed) return { value: tell(claimed, bodyHash) as T, replayed: true };
    let held: Held = claimed;
    const save = (progress: string) =>
      store(async () => {
        const etag = await table.replace(rowKey, runningColumns(keyed, id, progress), held.etag);
        if (etag !== undefined) held = { etag, progress };
      });
    const value = await action({ progress: claimed.progress, save }).catch(async (error: unknown) => {
      const failure = notWritten(error);
      await fail(keyed, held, failure);
      throw failure;
    });
    await store(() => table.replace(rowKey, acceptedColumns(bodyHash, value), held.etag));
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
    throw hasEnded(columns, ageMs) ? unknownOutcome() : inProgress(ageMs);
  }
}

/** A row that is this run's. */
interface Held {
  readonly etag: string;
  readonly progress: string | undefined;
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
