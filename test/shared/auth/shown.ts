import { inspect } from 'node:util';
import { AppError } from '../../../shared/errors.ts';

/** The AppError with which a promise was rejected; throws when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => new Error('it was resolved'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

/** All that a log could show of an error, hidden members included. */
export function shown(error: AppError): string {
  const inspected = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  return [inspected, JSON.stringify(error), JSON.stringify(error.options), error.stack].join('\n');
}
