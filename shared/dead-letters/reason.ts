import { AppError } from '../errors.ts';
import { type FailedMessage, MAX_REASON } from './dead-letter.ts';

/** Why something failed, for a dead letter: the code and the detail, with each fault. */
export function reasonOf(error: unknown): Pick<FailedMessage, 'code' | 'reason'> {
  if (!(error instanceof AppError)) {
    return { code: 'internal-error', reason: 'The cause is in the log of this app.' };
  }
  const faults = (error.options.faults ?? []).map((fault) =>
    'pointer' in fault ? `${fault.pointer}: ${fault.detail}` : fault.detail,
  );
  // A single fault is the message itself, without its place.
  const reason = faults.length === 1 ? faults : [error.message, ...faults];
  return { code: error.code, reason: reason.join(' ').slice(0, MAX_REASON) };
}
