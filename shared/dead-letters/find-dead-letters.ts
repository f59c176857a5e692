import { eachPage } from '../storage/each-page.ts';
import type { Table } from '../storage/table.ts';
import { type DeadLetter, type Direction, letterOf, PARTITION, type Source, timeKey } from './dead-letter.ts';

/** What letters are looked for; what is left out is not asked. */
export interface LetterFilter {
  readonly topic?: string | undefined;
  readonly source?: Source | undefined;
  readonly direction?: Direction | undefined;
  readonly code?: string | undefined;
  /** Filed from then on. */
  readonly sinceMs?: number | undefined;
  /** Filed before then. */
  readonly untilMs?: number | undefined;
}

export interface FoundLetters {
  /** In the order in which they were filed, the oldest first. */
  readonly letters: readonly DeadLetter[];
  /** Where to go on; undefined after the last. */
  readonly next: string | undefined;
}

/**
 * At most `limit` letters after the place `after`, which is a `next` that was given. Where few of many fit, a page may
 * hold less than that, or nothing, and still have a next one.
 */
export type FindDeadLetters = (
  filter: LetterFilter,
  limit: number,
  after?: string,
  signal?: AbortSignal,
) => Promise<FoundLetters>;

// What one call looks through at most, so that its time is bounded.
const MAX_ROWS = 10_000;
// Comes after all that a row key can go on with.
const BEHIND = '~';

/** What `next` looks like. */
export const PLACE = /^\d{14}-[0-9a-f]{32}$/;

/** True for a text that `next` can be. */
export function isPlace(text: string): boolean {
  return PLACE.test(text);
}

/** Letters as their rows stand in the table. */
export function createFindDeadLetters({ table }: { readonly table: Table }): FindDeadLetters {
  return async (filter, limit, after, signal) => {
    const from = after === undefined ? timeKey(filter.sinceMs ?? 0) : `${after}${BEHIND}`;
    const before = filter.untilMs === undefined ? BEHIND : timeKey(filter.untilMs);
    const letters: DeadLetter[] = [];
    let looked = 0;
    const range = { partitionKey: PARTITION, from, before };
    for await (const page of eachPage((continuation) => table.list(range, continuation, signal))) {
      for (const row of page.rows) {
        looked += 1;
        const letter = letterOf(row.rowKey, row.columns);
        if (fits(letter, filter)) letters.push(letter);
        const isLast = row === page.rows.at(-1) && page.continuation === undefined;
        if (letters.length >= limit || looked >= MAX_ROWS) {
          return { letters, next: isLast ? undefined : row.rowKey };
        }
      }
    }
    return { letters, next: undefined };
  };
}

function fits(letter: DeadLetter, { topic, source, direction, code }: LetterFilter): boolean {
  const asked = Object.entries({ topic, source, direction, code });
  return asked.every(([name, wanted]) => wanted === undefined || letter[name as keyof DeadLetter] === wanted);
}
