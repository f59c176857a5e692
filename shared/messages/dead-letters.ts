import { createFileDeadLetter, type FileDeadLetter, type FileOptions } from './file-dead-letter.ts';
import { createRemoveDeadLetter, type RemoveDeadLetter } from './remove-dead-letter.ts';

/** Messages that were given up, kept until an operator has them sent again or removes them. */
export interface DeadLetters {
  readonly file: FileDeadLetter;
  readonly remove: RemoveDeadLetter;
}

/** Letters in a table and a container of the storage account; claim checks are copied beside them. */
export function createDeadLetters(options: FileOptions): DeadLetters {
  return { file: createFileDeadLetter(options), remove: createRemoveDeadLetter(options) };
}
