import type { Hold, Memory } from '../memory.ts';
import type { Quota } from './quota.ts';
import { bytesIn, likelyBytes } from './read-held.ts';
import type { LogRead, ReadLog } from './read-log.ts';
import type { RecordSizes } from './record-sizes.ts';
import type { Wanted } from './take-page.ts';
import type { TopicPositions } from './topic-positions.ts';

export interface PageReader {
  readonly readLog: ReadLog;
  readonly memory: Memory;
  readonly sizes: RecordSizes;
  /** The most records that one call of the proxy may ask for. */
  readonly maxCount: number;
}

/** One run over the open partitions of a topic, up to the ends that its positions know. */
export interface Run {
  readonly positions: TopicPositions;
  readonly quota: Quota;
  readonly wanted: Wanted;
  /** A new signal for one call of the proxy. */
  readonly callSignal: () => AbortSignal;
  /** False from when on no further call is begun. */
  readonly mayGoOn: () => boolean;
  /** Has the records that were given, where they are kept; left out, they are passed on. */
  readonly hold?: Hold;
}

/** What one call of the proxy gave; whoever takes it releases the memory that it holds. */
export interface Arrived {
  readonly partition: number;
  readonly read: LogRead;
  /** What was reserved of the quota for it. */
  readonly count: number;
  readonly hold: Hold;
}

/** The calls of the proxy that are under way for one run. */
export interface PageReads {
  /** Begins calls for the first partitions of the queue, which leave it, as far as quota, memory and time allow. */
  readonly begin: (queue: number[]) => void;
  readonly partitions: () => number[];
  /** The call that ends first; rejects as it does. */
  readonly next: () => Promise<Arrived>;
  /** Ends all that are under way. */
  readonly end: () => void;
}

const READS_AT_ONCE = 8;
/** What a page is to hold: enough that calls cost little, and little enough that many can be under way. */
const PAGE_BYTES = 1_000_000;

export function createPageReads(reader: PageReader, run: Run): PageReads {
  const { readLog, memory, sizes, maxCount } = reader;
  const { positions, quota, wanted } = run;
  const { topic } = positions;
  const ended = new AbortController();
  const reads = new Map<number, Promise<Arrived>>();

  function countFor(partition: number, sharing: number): number {
    const { nextOffset = 0, endOffset } = positions.byPartition.get(partition) ?? {};
    // Of records that are to match, nobody knows how many are to be read for one.
    const share = wanted.key === undefined ? quota.share(sharing) : maxCount;
    const lag = Math.max(1, (endOffset ?? nextOffset) - nextOffset);
    const page = Math.max(1, Math.floor(PAGE_BYTES / sizes.of(topic)));
    return Math.min(share, lag, page, maxCount);
  }

  async function read(partition: number, count: number, hold: Hold): Promise<Arrived> {
    let isHeld = false;
    try {
      const offset = positions.byPartition.get(partition)?.nextOffset ?? 0;
      const signal = AbortSignal.any([ended.signal, run.callSignal()]);
      const range = { topic, partition, offset, count, maxBytes: Infinity, withEnd: false };
      const found = await readLog(range, signal);
      const records = found.kind === 'records' ? found.records : [];
      sizes.saw(topic, records.length, bytesIn(records));
      hold.correct(bytesIn(records));
      isHeld = !ended.signal.aborted;
      return { partition, read: found, count, hold };
    } finally {
      if (!isHeld) hold.release();
    }
  }

  function holdFor(count: number): Hold | undefined {
    const hold = memory.hold();
    try {
      hold.add(likelyBytes(sizes, { topic, count, maxBytes: Infinity }));
      return hold;
    } catch {
      return undefined;
    }
  }

  return {
    begin(queue) {
      while (queue[0] !== undefined && reads.size < READS_AT_ONCE && !quota.isFull() && run.mayGoOn()) {
        const count = countFor(queue[0], Math.min(queue.length, READS_AT_ONCE - reads.size));
        const hold = count === 0 ? undefined : holdFor(count);
        if (hold === undefined) return;
        quota.reserve(count);
        const begun = read(queue[0], count, hold);
        // One that fails after the run has ended has nobody to tell.
        begun.catch(() => undefined);
        reads.set(queue[0], begun);
        queue.shift();
      }
    },
    partitions: () => [...reads.keys()],
    async next() {
      const arrived = await Promise.race(reads.values());
      reads.delete(arrived.partition);
      return arrived;
    },
    end() {
      ended.abort();
      for (const begun of reads.values())
        begun.then(
          ({ hold }) => {
            hold.release();
          },
          () => undefined,
        );
    },
  };
}
