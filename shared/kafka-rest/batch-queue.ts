import type { PartLimits } from './split.ts';

export interface BatchLimits extends PartLimits {
  /** Merged calls under way for one topic. */
  readonly inFlight: number;
  /** Calls under way for all topics. */
  readonly maxCalls: number;
}

/** One request as the queue sees it. */
export interface Waiting {
  readonly topic: string;
  readonly recordCount: number;
  readonly bytes: number;
  /** False: it goes in a call of its own. */
  readonly mergeable: boolean;
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

/** What waits for one topic, in order of arrival, and what is under way for it. */
interface Lane<T> {
  readonly mergeable: Set<T>;
  readonly alone: Set<T>;
  merged: number;
  calls: number;
  aloneIsNext: boolean;
}

/**
 * First come, first served within a topic; topics take turns, and so do merged and lone calls of one topic. No topic
 * takes more than three quarters of all calls, so that one that hangs leaves room to the others.
 */
export function createBatchQueue<T extends Waiting>(limits: BatchLimits): BatchQueue<T> {
  const lanes = new Map<string, Lane<T>>();
  const maxCallsOfTopic = Math.ceil(limits.maxCalls * 0.75);
  let calls = 0;

  function laneOf(topic: string): Lane<T> {
    const known = lanes.get(topic);
    if (known !== undefined) return known;
    const lane = { mergeable: new Set<T>(), alone: new Set<T>(), merged: 0, calls: 0, aloneIsNext: false };
    lanes.set(topic, lane);
    return lane;
  }

  function take(lane: Lane<T>): T[] {
    if (lane.calls >= maxCallsOfTopic) return [];
    const mayMerge = lane.merged < limits.inFlight && lane.mergeable.size > 0;
    const [first] = lane.alone;
    if (first === undefined || (mayMerge && !lane.aloneIsNext)) {
      return mayMerge ? takeBatch(lane.mergeable, limits) : [];
    }
    lane.alone.delete(first);
    return [first];
  }

  return {
    add(request) {
      const lane = laneOf(request.topic);
      (request.mergeable ? lane.mergeable : lane.alone).add(request);
    },
    remove(request) {
      const lane = laneOf(request.topic);
      lane.mergeable.delete(request);
      lane.alone.delete(request);
      forgetIfIdle(request.topic, lane);
    },
    next() {
      if (calls >= limits.maxCalls) return undefined;
      for (const [topic, lane] of lanes) {
        const requests = take(lane);
        const isMerged = requests[0]?.mergeable;
        if (isMerged === undefined) continue;
        calls += 1;
        lane.calls += 1;
        lane.merged += isMerged ? 1 : 0;
        lane.aloneIsNext = isMerged;
        // To the end: the other topics come first now.
        lanes.delete(topic);
        lanes.set(topic, lane);
        return requests;
      }
      return undefined;
    },
    ended([first]) {
      if (first === undefined) return;
      const lane = laneOf(first.topic);
      calls -= 1;
      lane.calls -= 1;
      lane.merged -= first.mergeable ? 1 : 0;
      forgetIfIdle(first.topic, lane);
    },
  };

  function forgetIfIdle(topic: string, lane: Lane<T>): void {
    if (lane.calls + lane.mergeable.size + lane.alone.size === 0) lanes.delete(topic);
  }
}

/** The first of what waits, as many as fit into one call; nobody is overtaken. */
function takeBatch<T extends Waiting>(waiting: Set<T>, { maxRecords, maxBytes }: PartLimits): T[] {
  const batch: T[] = [];
  let records = 0;
  let bytes = 0;
  for (const request of waiting) {
    records += request.recordCount;
    bytes += request.bytes;
    if (batch.length > 0 && (records > maxRecords || bytes > maxBytes)) break;
    waiting.delete(request);
    batch.push(request);
  }
  return batch;
}
