import { AppError } from '../errors.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Produce } from './produce.ts';

export interface PartLimits {
  readonly maxRecords: number;
  /** A record that is larger by itself makes a part of its own. */
  readonly maxBytes: number;
}

/** What became of the records with the indices `from` to `to`, both included. */
interface PartOutcome {
  readonly from: number;
  readonly to: number;
  readonly outcome: string;
  readonly code?: string;
}

/**
 * Sends requests over the limits in parts, in order, and stops at the first part that is not accepted: rejects with
 * `produce-partial` and the outcome of each part, or as that part does when nothing can have been written.
 */
export function withSplitting(produce: Produce, limits: PartLimits): Produce {
  return async (topic, records, signal) => {
    const parts = partsOf(records, limits);
    if (parts.length < 2) return produce(topic, records, signal);
    let sent = 0;
    let duplicatesPossible = false;
    for (const part of parts) {
      try {
        const accepted = await produce(topic, part, signal);
        duplicatesPossible ||= accepted.duplicatesPossible;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (sent === 0 && error.options.outcome === 'not-written') throw error;
        throw partial(error, { sent, tried: part.length, all: records.length, duplicatesPossible });
      }
      sent += part.length;
    }
    return { duplicatesPossible };
  };
}

/** Records in as few parts as the limits allow, in order. */
export function partsOf(records: readonly ProduceRecord[], limits: PartLimits): ProduceRecord[][] {
  const parts: ProduceRecord[][] = [];
  let part: ProduceRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const more = Buffer.byteLength(record.json) + 1;
    if (part.length === 0 || part.length >= limits.maxRecords || bytes + more > limits.maxBytes) {
      part = [];
      parts.push(part);
      bytes = 0;
    }
    part.push(record);
    bytes += more;
  }
  return parts;
}

interface Progress {
  readonly sent: number;
  readonly tried: number;
  readonly all: number;
  readonly duplicatesPossible: boolean;
}

function partial({ code, options }: AppError, { sent, tried, all, duplicatesPossible }: Progress): AppError {
  const { outcome = 'unknown', cause = code, members = {} } = options;
  const end = sent + tried;
  const outcomes: PartOutcome[] = [{ from: sent, to: end - 1, outcome, code }];
  if (sent > 0) outcomes.unshift({ from: 0, to: sent - 1, outcome: 'accepted' });
  if (end < all) outcomes.push({ from: end, to: all - 1, outcome: 'not-written' });
  return new AppError(
    'produce-partial',
    `The proxy accepted the first ${sent} of ${all} records; outcomes says what became of the others.`,
    {
      outcome: 'partial',
      cause,
      members: { outcomes, ...(duplicatesPossible && { duplicatesPossible }), ...members },
    },
  );
}
