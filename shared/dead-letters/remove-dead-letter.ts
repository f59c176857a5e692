import { AppError } from '../errors.ts';
import { rowKeyOf } from './dead-letter.ts';
import { claimCheckOf, filedAtOf, type LetterStore } from './file-dead-letter.ts';

/** Removes a letter with all that is kept of it; false where there is none. */
export type RemoveDeadLetter = (id: string, signal?: AbortSignal) => Promise<boolean>;

const MAX_TRIES = 5;

/**
 * The row goes first: what ends half-way leaves content that nobody is shown, and removing it again takes that as well.
 * Content that a filing has confirmed meanwhile is no longer the one that was found: it is looked at anew.
 */
export function createRemoveDeadLetter({ table, container }: LetterStore): RemoveDeadLetter {
  return async (id, signal) => {
    let wasThere = false;
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const kept = await container.head(id, signal);
      if (kept === undefined) return wasThere;
      const key = rowKeyOf(id, filedAtOf(kept));
      const { row } = await table.read(key, signal);
      wasThere ||= row !== undefined;
      if (row !== undefined && !(await table.remove(key, row.etag, signal))) continue;
      await container.remove(claimCheckOf(id), undefined, signal);
      if (await container.remove(id, kept.etag, signal)) return wasThere;
    }
    throw new AppError('storage-unavailable', `The dead letter ${id} is being changed by others.`);
  };
}
