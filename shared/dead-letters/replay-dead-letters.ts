import { type AppError, problems } from '../errors.ts';
import { placeOf, type Source } from './dead-letter.ts';
import type { FindDeadLetters, LetterFilter } from './find-dead-letters.ts';
import type { DescribeDeadLetter } from './read-dead-letter.ts';
import type { ReplayDeadLetter, ReplayResult } from './replay-dead-letter.ts';

/** Which letters: these, or those that fit, after a place that an answer before gave. */
export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly filter: LetterFilter; readonly after?: string | undefined };

export type SweepResult =
  | ReplayResult
  | {
      readonly id: string;
      /** What a dry run says of a letter that it would send. */
      readonly result: 'would-be-replayed';
    };

export interface Sweep {
  readonly results: readonly SweepResult[];
  /** What is left to do; undefined where all that was selected was tried. */
  readonly rest: Selection | undefined;
  /** A failure that is not the letter's own, after which no other was tried. */
  readonly stoppedBy: AppError | undefined;
}

/**
 * Replays letters one after another, so that their order is kept, at most `limit` and no longer than the budget. Each
 * is tried once; a failure that every other would share ends it. A dry run sends and changes nothing.
 */
export type ReplayDeadLetters = (selection: Selection, limit: number, isDryRun: boolean) => Promise<Sweep>;

export interface SweepOptions {
  readonly find: FindDeadLetters;
  readonly describe: DescribeDeadLetter;
  readonly replay: ReplayDeadLetter;
  readonly isReplayable: (source: Source) => boolean;
  /** After so long no other letter is begun. */
  readonly budgetMs: number;
  readonly nowMs: () => number;
}

export function createReplayDeadLetters(options: SweepOptions): ReplayDeadLetters {
  const { find, describe, replay, isReplayable, budgetMs, nowMs } = options;

  async function dryRun(id: string): Promise<SweepResult> {
    const letter = await describe(id);
    if (letter === undefined) return { id, result: 'not-found' };
    return { id, result: isReplayable(letter.source) ? 'would-be-replayed' : 'not-replayable' };
  }

  async function select(selection: Selection, limit: number) {
    if ('ids' in selection) {
      const restAfter = (count: number): Selection | undefined =>
        count < selection.ids.length ? { ids: selection.ids.slice(count) } : undefined;
      return { ids: selection.ids.slice(0, limit), restAfter };
    }
    const { filter } = selection;
    const { letters, next } = await find(filter, limit, selection.after);
    const restAfter = (count: number): Selection | undefined => {
      if (count === letters.length) return next === undefined ? undefined : { filter, after: next };
      const last = letters[count - 1];
      return { filter, after: last === undefined ? selection.after : placeOf(last) };
    };
    return { ids: letters.map(({ id }) => id), restAfter };
  }

  return async (selection, limit, isDryRun) => {
    const endsAtMs = nowMs() + budgetMs;
    const { ids, restAfter } = await select(selection, limit);
    const results: SweepResult[] = [];
    for (const id of ids) {
      if (nowMs() > endsAtMs) break;
      const result = await (isDryRun ? dryRun(id) : replay(id));
      results.push(result);
      if (result.result === 'failed' && isShared(result.failure)) {
        return { results, rest: restAfter(results.length), stoppedBy: result.failure };
      }
    }
    return { results, rest: restAfter(results.length), stoppedBy: undefined };
  };
}

// What the proxy says of one letter's records, or this app's own mistake with it, tells nothing of the next.
function isShared({ code }: AppError): boolean {
  const [status] = problems[code];
  return (status >= 500 || status === 429) && code !== 'produce-partial' && code !== 'internal-error';
}
