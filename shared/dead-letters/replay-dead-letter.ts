import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { AppError, internalError } from '../errors.ts';
import type { BlobContent } from '../storage/blob.ts';
import type { Columns } from '../storage/table.ts';
import { type DeadLetter, letterOf, type Source } from './dead-letter.ts';
import { type LetterStore, openClaimCheckOf } from './file-dead-letter.ts';
import { findRow, type LetterRow } from './read-dead-letter.ts';
import { reasonOf } from './reason.ts';
import type { RemoveDeadLetter } from './remove-dead-letter.ts';

/** A letter that is sent again. */
export interface ReplayedLetter extends DeadLetter {
  /** The message as it came, to the byte. */
  readonly content: Uint8Array;
  /** The claim check that the message names: the copy beside the letter, or else the claim check itself. */
  readonly openClaimCheck: (name: string, signal?: AbortSignal) => Promise<BlobContent>;
}

/**
 * Does with a letter what was to be done with its message, under the letter's id as idempotency key. Resolves when it
 * was accepted; rejects with an AppError where it was not, or may not have been.
 */
export type Redeliver = (letter: ReplayedLetter, signal: AbortSignal) => Promise<void>;

/** What became of a letter; one that was replayed is gone, one that failed has one more attempt. */
export type ReplayResult =
  | { readonly id: string; readonly result: 'replayed'; readonly detail?: string }
  | { readonly id: string; readonly result: 'failed'; readonly failure: AppError }
  | { readonly id: string; readonly result: 'in-progress' | 'not-found' | 'not-replayable' };

export type ReplayDeadLetter = (id: string) => Promise<ReplayResult>;

export interface ReplayOptions extends LetterStore {
  /** What sends letters again, by where they came from; the others are not replayable. */
  readonly redeliver: Readonly<Partial<Record<Source, Redeliver>>>;
  readonly remove: RemoveDeadLetter;
  readonly nowMs: () => number;
  /** For one letter, from its first byte to the answer. */
  readonly timeoutMs: number;
  readonly newClaim?: () => string;
}

// A replay that did not end with its deadline has died: after this much more the letter is free.
const CLAIM_MARGIN_MS = 30_000;
const MAX_TRIES = 5;
const STILL_LISTED =
  'Accepted, but still listed, because the storage did not answer: replay it again, it is not sent twice.';

/**
 * Claim the row, send, remove: whoever finds a claim by the store's own clock younger than a replay can last leaves the
 * letter alone. One that died after it was accepted is replayed under the same key, and so not sent twice.
 */
export function createReplayDeadLetter(options: ReplayOptions): ReplayDeadLetter {
  const {
    table,
    container,
    claimChecks,
    redeliver,
    remove,
    nowMs,
    timeoutMs,
    newClaim = randomUUID,
  } = options;

  async function claim(id: string, claimId: string): Promise<LetterRow | ReplayResult> {
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const found = await findRow(options, id);
      if (found === undefined) return { id, result: 'not-found' };
      const { key, row } = found;
      if (redeliver[row.columns['source'] as Source] === undefined) return { id, result: 'not-replayable' };
      // Claimed before, with an answer that was lost.
      if (row.columns['replay'] === claimId) return found;
      const isFree =
        row.columns['replay'] === undefined || found.nowMs - row.writtenAtMs > timeoutMs + CLAIM_MARGIN_MS;
      if (!isFree) return { id, result: 'in-progress' };
      const columns = { ...row.columns, replay: claimId };
      const etag = await table.replace(key, columns, row.etag);
      if (etag !== undefined) return { ...found, row: { ...row, etag, columns } };
    }
    return { id, result: 'in-progress' };
  }

  async function read(letter: DeadLetter, signal: AbortSignal): Promise<ReplayedLetter> {
    const kept = await container.get(letter.id, signal);
    if (kept === undefined) throw new AppError('dead-letter-not-found', 'The letter was removed meanwhile.');
    const content = await buffer(kept.content);
    const openClaimCheck = async (name: string, until?: AbortSignal) =>
      (await openClaimCheckOf(container, letter.id, until)) ?? claimChecks.open(name, until);
    return { ...letter, content, openClaimCheck };
  }

  async function keepFailure({ key }: LetterRow, claimId: string, failure: AppError): Promise<void> {
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const { row } = await table.read(key);
      if (row?.columns['replay'] !== claimId) return;
      if ((await table.replace(key, failedColumns(row.columns, failure, nowMs()), row.etag)) !== undefined)
        return;
    }
  }

  async function send(found: LetterRow, claimId: string): Promise<ReplayResult> {
    const signal = AbortSignal.timeout(timeoutMs);
    const letter = letterOf(found.key.rowKey, found.row.columns);
    const { id, source } = letter;
    try {
      await redeliver[source]?.(await read(letter, signal), signal);
    } catch (error) {
      const failure = error instanceof AppError ? error : internalError(error);
      // What is not kept now is kept by the claim's end: the letter stays and counts one attempt less.
      await keepFailure(found, claimId, failure).catch(() => undefined);
      return { id, result: 'failed', failure };
    }
    const isRemoved = await remove(id).then(
      () => true,
      () => false,
    );
    return { id, result: 'replayed', ...(!isRemoved && { detail: STILL_LISTED }) };
  }

  return async (id) => {
    const claimId = newClaim();
    const claimed = await claim(id, claimId);
    return 'result' in claimed ? claimed : send(claimed, claimId);
  };
}

function failedColumns({ replay: _, ...columns }: Columns, failure: AppError, nowMs: number): Columns {
  const attempts = String(Number(columns['attempts']) + 1);
  return { ...columns, attempts, ...reasonOf(failure), lastAt: new Date(nowMs).toISOString() };
}
