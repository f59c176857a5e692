import type { PartLimits } from './split.ts';

export interface BatchLimits extends PartLimits {
  /** Merged calls under way for one topic. */
  readonly inFlight: number;
}

/** One request as the queue sees it. */
export interface Waiting {
  readonly topic: string;
  /** Who sent it. */
  readonly sender: string;
  readonly recordCount: number;
  readonly bytes: number;
}

/** What waits, and what may be sent now: no clock, no promise, no call in here. */
export interface BatchQueue<T extends Waiting> {
  readonly add: (request: T) => void;
  readonly remove: (request: T) => void;
  /** The requests of the call to begin now, which counts as under way from then on; undefined: none may begin. */
  readonly next: () => readonly T[] | undefined;
  /** The call of these requests is over. */
  readonly ended: (requests: readonly T[]) => void;
}

/** What waits for one topic, in order of arrival, and how many calls are under way for it. */
interface Lane<T> {
  readonly waiting: Set<T>;
  calls: number;
}

/** Of each sender first come, first served within a topic; senders take turns. Topics have nothing to do with each other. */
export function createBatchQueue<T extends Waiting>(limits: BatchLimits): BatchQueue<T> {
  const lanes = new Map<string, Lane<T>>();

  function laneOf(topic: string): Lane<T> {
    const known = lanes.get(topic);
    if (known !== undefined) return known;
    const lane = { waiting: new Set<T>(), calls: 0 };
    lanes.set(topic, lane);
    return lane;
  }

  return {
    add(request) {
      laneOf(request.topic).waiting.add(request);
    },
    remove(request) {
      const lane = laneOf(request.topic);
      lane.waiting.delete(request);
      forgetIfIdle(request.topic, lane);
    },
    next() {
      for (const lane of lanes.values()) {
        if (lane.calls >= limits.inFlight || lane.waiting.size === 0) continue;
        lane.calls += 1;
        return takeBatch(lane.waiting, limits);
      }
      return undefined;
    },
    ended([first]) {
      if (first === undefined) return;
      const lane = laneOf(first.topic);
      lane.calls -= 1;
      forgetIfIdle(first.topic, lane);
    },
  };

  function forgetIfIdle(topic: string, lane: Lane<T>): void {
    if (lane.calls + lane.waiting.size === 0) lanes.delete(topic);
  }
}

/** The first of what waits, as many as fit into one call; nobody is overtaken by what would fit better. */
function takeBatch<T extends Waiting>(waiting: Set<T>, { maxRecords, maxBytes }: PartLimits): T[] {
  const batch: T[] = [];
  let records = 0;
  let bytes = 0;
  for (const request of inTurns(waiting)) {
    records += request.recordCount;
    bytes += request.bytes;
    if (batch.length > 0 && (records > maxRecords || bytes > maxBytes)) break;
    waiting.delete(request);
    batch.push(request);
  }
  return batch;
}

/** The first of each sender, then the second of each, and so on. */
function inTurns<T extends Waiting>(waiting: Iterable<T>): T[] {
  const rounds: T[][] = [];
  const bySender = new Map<string, number>();
  for (const request of waiting) {
    const round = bySender.get(request.sender) ?? 0;
    bySender.set(request.sender, round + 1);
    (rounds[round] ??= []).push(request);
  }
  return rounds.flat();
}
