import type { Partitions } from '../kafka-rest/partitions.ts';
import type { Hold, Memory } from '../memory.ts';
import { findPositions, type WhereToBegin } from './find-positions.ts';
import type { FindPlace } from './place.ts';
import { createQuota } from './quota.ts';
import { METADATA_AGE_MS, type ReadLog } from './read-log.ts';
import type { Ends } from './read-partition.ts';
import type { RecordSizes } from './record-sizes.ts';
import type { TopicPage, Wanted } from './take-page.ts';
import { topicPages } from './topic-pages.ts';
import { cursorOf, seePartitions } from './topic-positions.ts';
import { progressOf, type TopicProgress } from './topic-progress.ts';
import type { WaitFor } from './wait-for.ts';
import type { Waiting } from './waiting.ts';

export interface TopicRequest extends WhereToBegin {
  readonly wanted: Wanted;
  /** Infinity: no bound. */
  readonly count: number;
  readonly maxBytes: number;
  /** How long to wait for a first record that is wanted. */
  readonly waitMs: number;
  /** How long, waiting apart, calls of the proxy may be begun. */
  readonly readMs: number;
  /** Waits for further records, too, as long as it may read. */
  readonly follows: boolean;
  /** Has all that was given, where it is kept until the end; left out, a page is held only while it is passed on. */
  readonly hold?: Hold;
}

/** A topic that is being read. */
export interface TopicReading {
  /** To be taken once: pages as they are read, those of a partition in its order. */
  readonly pages: AsyncIterable<TopicPage>;
  /** Goes on after the pages that were given, or within the last one. */
  readonly cursor: (within?: { readonly partition: number; readonly nextOffset: number }) => string;
  /** With ends: asks for them where those at hand are older than a second; they are null where that fails. */
  readonly progress: (how: { readonly withEnds: boolean }) => Promise<TopicProgress>;
}

/** Begins to read a topic; rejects with `cursor-invalid`, `partition-not-found`, or as the proxy's calls do. */
export type ReadTopic = (request: TopicRequest, ends: Ends) => Promise<TopicReading>;

export interface ReadTopicOptions {
  readonly partitions: Partitions;
  readonly readLog: ReadLog;
  readonly findPlace: FindPlace;
  readonly waitFor: WaitFor;
  readonly waiting: Waiting;
  readonly memory: Memory;
  readonly sizes: RecordSizes;
  /** The most records that one call of the proxy may ask for. */
  readonly maxCount: number;
  readonly nowMs: () => number;
}

/** Reads whole topics: finds where to begin, reads up to the ends, waits for more. */
export function createReadTopic(options: ReadTopicOptions): ReadTopic {
  const { partitions, findPlace, nowMs } = options;
  return async (request, { deadline, closed }) => {
    const { topic, wanted, follows } = request;
    const beganMs = nowMs();
    const callSignal = () => AbortSignal.any([closed, deadline()]);
    const signal = callSignal();
    const known = await partitions.of(topic, 0, signal);
    const positions = await findPositions(request, known, findPlace, signal);
    // A cursor that does not fit is told before anything is read.
    cursorOf(positions);
    const quota = createQuota(request.count, request.maxBytes);
    const overMs = beganMs + request.readMs + (follows ? 0 : request.waitMs);
    const { hold } = request;
    const mayGoOn = () => nowMs() < overMs;
    const run = { positions, quota, wanted, callSignal, mayGoOn, ...(hold !== undefined && { hold }) };
    const waitUntilMs = follows ? overMs : beganMs + request.waitMs;
    return {
      pages: topicPages(options, run, { follows, waitUntilMs, closed }),
      cursor: (within) => cursorOf(positions, within),
      async progress({ withEnds }) {
        const seen = withEnds
          ? await partitions.of(topic, METADATA_AGE_MS, callSignal()).catch(() => undefined)
          : undefined;
        if (seen !== undefined) seePartitions(positions, seen);
        return progressOf(positions, seen !== undefined);
      },
    };
  };
}
