import type { AppError } from '../errors.ts';
import { createDeadLetterMetrics } from './dead-letter-metrics.ts';
import type { Source } from './dead-letter.ts';
import { createFileDeadLetter, type FileDeadLetter, type FileOptions } from './file-dead-letter.ts';
import { createFindDeadLetters, type FindDeadLetters } from './find-dead-letters.ts';
import {
  createDescribeDeadLetter,
  createOpenDeadLetter,
  type DescribeDeadLetter,
  type OpenDeadLetter,
} from './read-dead-letter.ts';
import { createRemoveDeadLetter, type RemoveDeadLetter } from './remove-dead-letter.ts';
import { createReplayDeadLetter, type Redeliver } from './replay-dead-letter.ts';
import { createReplayDeadLetters, type ReplayDeadLetters } from './replay-dead-letters.ts';

/** Messages that were given up, kept until an operator has them sent again or removes them. */
export interface DeadLetters {
  readonly file: FileDeadLetter;
  readonly find: FindDeadLetters;
  readonly describe: DescribeDeadLetter;
  readonly open: OpenDeadLetter;
  readonly remove: RemoveDeadLetter;
  /** `redeliver`: what sends letters again, by where they came from; the others are not replayable. */
  readonly replaying: (redeliver: Readonly<Partial<Record<Source, Redeliver>>>) => ReplayDeadLetters;
}

// One letter and then the answer, within what the platform lets a request over HTTP last: 230 s.
const LETTER_TIMEOUT_MS = 120_000;
const SWEEP_BUDGET_MS = 60_000;

export interface DeadLettersOptions extends FileOptions {
  /** Gets one line, without content, for each letter that could not be sent again. */
  readonly warn: (line: string) => void;
}

/** Letters in a table and a container of the storage account; claim checks are copied beside them. */
export function createDeadLetters(options: DeadLettersOptions): DeadLetters {
  const { nowMs, warn } = options;
  const metrics = createDeadLetterMetrics();
  const file = createFileDeadLetter(options);
  const find = createFindDeadLetters(options);
  const describe = createDescribeDeadLetter(options);
  const remove = createRemoveDeadLetter(options);
  metrics.observeOldest(async () => {
    const [oldest] = (await find({}, 1)).letters;
    return oldest === undefined ? null : Math.max(0, nowMs() - Date.parse(oldest.filedAt)) / 1000;
  });
  return {
    file: async (message, signal) => {
      const id = await file(message, signal);
      metrics.filed(message);
      return id;
    },
    find,
    describe,
    open: createOpenDeadLetter(options),
    remove,
    replaying: (redeliver) => {
      const replay = createReplayDeadLetter({ ...options, redeliver, remove, timeoutMs: LETTER_TIMEOUT_MS });
      return createReplayDeadLetters({
        find,
        describe,
        replay: async (id) => {
          const replayed = await replay(id);
          metrics.replayed(replayed.result);
          if (replayed.result === 'failed') warn(lineOf(id, replayed.failure));
          return replayed;
        },
        isReplayable: (source) => redeliver[source] !== undefined,
        budgetMs: SWEEP_BUDGET_MS,
        nowMs,
      });
    },
  };
}

function lineOf(id: string, { code, options }: AppError): string {
  return `dead letter ${id} not replayed: ${code}: ${options.cause ?? 'refused by this app'}`;
}
