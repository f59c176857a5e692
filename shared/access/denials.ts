import { MINUTE_MS } from '../durations.ts';
import { AppError } from '../errors.ts';
import type { Audit, AuditEntry } from './audit.ts';

/** Takes note of a call that was denied; never fails, and nobody waits for it. */
export type NoteDenial = (denial: AuditEntry) => void;

export interface DenialOptions {
  readonly audit: Audit;
  /** Gets one line for a row that could not be written. */
  readonly warn: (line: string) => void;
  /** Runs something later, without keeping the process from ending. */
  readonly later: (action: () => void, ms: number) => void;
  /** The most rows of a minute: whoever is denied can go on for ever at no cost. */
  readonly maxPerMinute?: number;
}

const MAX_PER_MINUTE = 100;
/** One audit row for each denied call, up to a bound; what goes beyond it in a minute is one row with how many. */
export function createNoteDenial(options: DenialOptions): NoteDenial {
  const { audit, warn, later, maxPerMinute = MAX_PER_MINUTE } = options;
  let minute: { noted: number; more: number } | undefined;

  function write(entry: AuditEntry): void {
    audit(entry).catch((error: unknown) => {
      const cause = error instanceof AppError ? error.code : 'internal-error';
      warn(`audit-not-written (${cause}): ${JSON.stringify(entry)}`);
    });
  }

  function endMinute(): void {
    const more = minute?.more ?? 0;
    minute = undefined;
    if (more > 0)
      write({ who: 'several', what: 'several', ids: [], result: `${more} more calls were denied` });
  }

  return (denial) => {
    if (minute === undefined) {
      minute = { noted: 0, more: 0 };
      later(endMinute, MINUTE_MS);
    }
    if (minute.noted >= maxPerMinute) {
      minute.more += 1;
      return;
    }
    minute.noted += 1;
    write(denial);
  };
}
