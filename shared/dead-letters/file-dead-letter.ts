import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { ClaimChecks } from '../messages/claim-check.ts';
import type { BlobContainer, BlobContent, Metadata } from '../storage/blob.ts';
import type { Columns, RowKey, Table } from '../storage/table.ts';
import { columnsOf, type FailedMessage, letterId, repeatedColumns, rowKeyOf } from './dead-letter.ts';

export interface LetterStore {
  readonly table: Table;
  readonly container: BlobContainer;
  readonly claimChecks: ClaimChecks;
}

export interface FileOptions extends LetterStore {
  readonly nowMs: () => number;
  readonly newFiling?: () => string;
}

/**
 * Keeps a message that is given up, and gives the letter's id; rejects with `storage-unavailable` where that may not
 * be: then the message must not be acknowledged. Filed again, the same message makes the same letter with one more
 * attempt, also where the filing before ended half-way.
 */
export type FileDeadLetter = (message: FailedMessage, signal?: AbortSignal) => Promise<string>;

/** Beside a letter's content, what it was filed at: this alone decides where its row is. */
const FILED_AT = 'filedat';
/** Beside the copy of a claim check, the ETag of what was copied: by it a replay knows what was written before. */
const ORIGINAL_ETAG = 'originaletag';
const MAX_TRIES = 5;

/** The name of the blob that keeps the claim check of a letter. */
export function claimCheckOf(id: string): string {
  return `${id}.claim-check`;
}

/** The claim check of a letter as it was copied, with the ETag that it had; undefined where there is none. */
export async function openClaimCheckOf(
  container: BlobContainer,
  id: string,
  signal?: AbortSignal,
): Promise<BlobContent | undefined> {
  const copy = await container.get(claimCheckOf(id), signal);
  return copy && { ...copy, etag: copy.metadata[ORIGINAL_ETAG] ?? copy.etag };
}

/** When a letter's content was first kept, by what is kept beside it. */
export function filedAtOf(blob: { readonly metadata: Metadata }): number {
  return Number(blob.metadata[FILED_AT]);
}

function metadataOf(filedAtMs: number): Metadata {
  return { [FILED_AT]: String(filedAtMs) };
}

/**
 * In this order: claim check, content, row; what ends half-way has lost nothing, and the message comes again. Last, the
 * content is written once more as the one that it was: a removal of the letter that was under way meanwhile then
 * either leaves it or has taken it before, and the filing begins anew.
 */
export function createFileDeadLetter(options: FileOptions): FileDeadLetter {
  const { table, container, claimChecks, nowMs, newFiling = randomUUID } = options;

  /** The size of the claim check's copy; null where there is nothing that can be copied. */
  async function copyClaimCheck(id: string, name: string | undefined, signal?: AbortSignal) {
    if (name === undefined) return null;
    const kept = await container.head(claimCheckOf(id), signal);
    if (kept !== undefined) return kept.bytes;
    try {
      const { content, bytes, contentType, etag } = await claimChecks.open(name, signal);
      const metadata = { [ORIGINAL_ETAG]: etag };
      await container.put(claimCheckOf(id), content, { contentType, metadata }, signal);
      return bytes;
    } catch (error) {
      if (error instanceof AppError && error.code !== 'storage-unavailable') return null;
      throw error;
    }
  }

  async function keepContent(id: string, { content, contentType }: FailedMessage, signal?: AbortSignal) {
    const filedAtMs = nowMs();
    const fresh = { contentType, metadata: metadataOf(filedAtMs), ifAbsent: true };
    const etag = await container.put(id, content, fresh, signal);
    if (etag !== undefined) return { etag, filedAtMs };
    const kept = await container.head(id, signal);
    return kept === undefined ? undefined : { etag: kept.etag, filedAtMs: filedAtOf(kept) };
  }

  async function writeRow(key: RowKey, columns: Columns, isCounted: boolean, signal?: AbortSignal) {
    const { row } = await table.read(key, signal);
    if (row === undefined) return (await table.insert(key, columns, signal)) !== undefined;
    // Written before by this filing, perhaps with an answer that was lost.
    if (isCounted || row.columns['filing'] === columns['filing']) return true;
    const again = repeatedColumns(row.columns, columns);
    return (await table.replace(key, again, row.etag, signal)) !== undefined;
  }

  return async (message, signal) => {
    const id = letterId(message);
    const filing = newFiling();
    let isCounted = false;
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const copied = await copyClaimCheck(id, message.claimCheck, signal);
      const kept = await keepContent(id, message, signal);
      if (kept === undefined) continue;
      const columns = { ...columnsOf(message, copied), filing };
      if (!(await writeRow(rowKeyOf(id, kept.filedAtMs), columns, isCounted, signal))) continue;
      isCounted = true;
      const { contentType } = message;
      const same = { contentType, metadata: metadataOf(kept.filedAtMs), ifMatch: kept.etag };
      if ((await container.put(id, message.content, same, signal)) !== undefined) return id;
    }
    throw new AppError('storage-unavailable', `The dead letter ${id} is being changed by others.`);
  };
}
