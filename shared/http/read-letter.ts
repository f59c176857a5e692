import type { HttpRequest } from '@azure/functions';
import { isLetterId } from '../dead-letters/dead-letter.ts';
import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import { readQuery } from './read.ts';

/** The `{id}` of a route that takes nothing else; throws `invalid-request`. */
export function readLetterId(request: HttpRequest): string {
  const faults: Fault[] = [];
  const id = request.params['id'];
  if (!isLetterId(id)) {
    faults.push({
      parameter: 'id',
      in: 'path',
      detail: 'The id of a dead letter has 32 digits, 0-9 and a-f.',
    });
  }
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
  return String(id);
}

/** The answer where there is no such letter. */
export function letterNotFound(id: string): AppError {
  return new AppError(
    'dead-letter-not-found',
    `There is no dead letter ${id}: it was replayed or deleted, or never was.`,
  );
}
