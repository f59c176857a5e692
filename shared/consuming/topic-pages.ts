import { AppError } from '../errors.ts';
import type { Partitions } from '../kafka-rest/partitions.ts';
import type { PageReader, Run } from './page-reads.ts';
import { POLL_AGE_MS } from './read-log.ts';
import { readPages } from './read-pages.ts';
import type { TopicPage } from './take-page.ts';
import { seePartitions } from './topic-positions.ts';
import type { WaitFor } from './wait-for.ts';
import type { Waiting } from './waiting.ts';

export interface PagesReader extends PageReader {
  readonly partitions: Partitions;
  readonly waitFor: WaitFor;
  readonly waiting: Waiting;
  readonly nowMs: () => number;
}

export interface Patience {
  /** Waits for more after each record, not for the first alone. */
  readonly follows: boolean;
  readonly waitUntilMs: number;
  /** Ends when nobody waits for the answer any more. */
  readonly closed: AbortSignal;
}

/**
 * All pages up to the ends of the log, and then those for which it is worth waiting. Throws `too-many-waiting`: at once
 * where it follows, else when it comes to wait.
 */
export function topicPages(reader: PagesReader, run: Run, patience: Patience): AsyncGenerator<TopicPage> {
  const leave = patience.follows ? enter(reader.waiting, patience.closed) : undefined;
  return pagesUntil(reader, run, patience, leave);
}

async function* pagesUntil(
  reader: PagesReader,
  run: Run,
  patience: Patience,
  entered: (() => void) | undefined,
): AsyncGenerator<TopicPage> {
  const { quota } = run;
  const { follows, waitUntilMs, closed } = patience;
  let leave = entered;
  try {
    const wasShort = yield* readPages(reader, run);
    if (wasShort && !follows && quota.given() === 0) throw memoryIsShort();
    while (!quota.isFull() && (follows || quota.given() === 0) && reader.nowMs() < waitUntilMs) {
      leave ??= enter(reader.waiting, closed);
      const more = await waitForMore(reader, run, patience);
      if (more === undefined) return;
      yield* more;
    }
  } finally {
    leave?.();
  }
}

/** Pages from the first on that holds something; undefined where none came in time. */
function waitForMore(reader: PagesReader, run: Run, { waitUntilMs, closed }: Patience) {
  const { partitions, waitFor, nowMs } = reader;
  const { positions, callSignal } = run;
  return waitFor(
    async (waiting) => {
      const signal = AbortSignal.any([waiting, callSignal()]);
      seePartitions(positions, await partitions.of(positions.topic, POLL_AGE_MS, signal));
      return fromFirst(readPages(reader, run));
    },
    waitUntilMs - nowMs(),
    closed,
  );
}

type Pages = AsyncGenerator<TopicPage, unknown>;

async function fromFirst(pages: Pages): Promise<Pages | undefined> {
  for (;;) {
    const next = await pages.next();
    if (next.done === true) return undefined;
    const { records, skipped } = next.value;
    if (records.length > 0 || skipped !== undefined) return startingWith(next.value, pages);
  }
}

async function* startingWith(first: TopicPage, pages: Pages): AsyncGenerator<TopicPage, void> {
  try {
    yield first;
    yield* pages;
  } finally {
    await pages.return(undefined);
  }
}

// An answer whose caller has gone may never be asked for its next page, nor told that it is over.
function enter(waiting: Waiting, closed: AbortSignal): () => void {
  const leave = waiting.enter();
  if (closed.aborted) leave();
  closed.addEventListener('abort', leave, { once: true });
  return () => {
    closed.removeEventListener('abort', leave);
    leave();
  };
}

function memoryIsShort(): AppError {
  return new AppError(
    'too-many-requests',
    'Records that are under way take all the memory there is for them.',
    {
      retryAfterSeconds: 1,
    },
  );
}
