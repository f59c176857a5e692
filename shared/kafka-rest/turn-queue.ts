/** One call that waits for a place among those under way. */
export interface WaitingCall {
  /** On whose behalf. */
  readonly caller: string;
  /** What it calls: one path that hangs must not take all places. */
  readonly path: string;
}

export interface TurnQueueOptions {
  /** Calls under way at once. */
  readonly places: number;
  readonly nowMs: () => number;
  /** So long after its last call a caller is still taken for one that will come again. */
  readonly rememberMs?: number;
}

/** Which call may begin now: no promise and no timer in here. */
export interface TurnQueue<T extends WaitingCall> {
  readonly add: (call: T) => void;
  /** Takes out one that waits. */
  readonly remove: (call: T) => void;
  /** The call to begin now, which is under way from then on; undefined: none may. */
  readonly next: () => T | undefined;
  /** A call that was under way is over. */
  readonly ended: (call: T) => void;
}

const REMEMBER_MS = 2000;

/**
 * A place goes to whoever has the fewest calls under way, then to the path with the fewest, then to who came first. A
 * caller that is alone may take them all. Where others were seen a moment ago, a caller that has its equal part of the
 * places leaves a quarter of all free, so that the others need not wait until one of its calls ends. No path takes
 * more than three quarters.
 */
export function createTurnQueue<T extends WaitingCall>(options: TurnQueueOptions): TurnQueue<T> {
  const { places, nowMs, rememberMs = REMEMBER_MS } = options;
  const maxOfPath = Math.ceil(places * 0.75);
  const kept = Math.floor(places * 0.25);
  const waiting = new Set<T>();
  const byCaller = createCounts();
  const byPath = createCounts();
  const seenMs = new Map<string, number>();
  let underWay = 0;

  function see(caller: string): void {
    const now = nowMs();
    seenMs.delete(caller);
    seenMs.set(caller, now);
    // In order of when they were seen last.
    for (const [other, atMs] of seenMs) {
      if (now - atMs <= rememberMs) break;
      seenMs.delete(other);
      // One whose calls take long is here all the time.
      if (byCaller.of(other) > 0) seenMs.set(other, now);
    }
  }

  /** How many calls one caller may have before it has to leave places free. */
  function equalPart(): number {
    return seenMs.size <= 1 ? Infinity : Math.max(1, Math.floor(places / seenMs.size));
  }

  function choose(): T | undefined {
    const free = places - underWay;
    if (free === 0 || waiting.size === 0) return undefined;
    const part = free > kept ? Infinity : equalPart();
    let best: { readonly call: T; readonly ofCaller: number; readonly ofPath: number } | undefined;
    for (const call of waiting) {
      const [ofCaller, ofPath] = [byCaller.of(call.caller), byPath.of(call.path)];
      if (ofCaller >= part || ofPath >= maxOfPath) continue;
      const isBetter =
        best === undefined ||
        ofCaller < best.ofCaller ||
        (ofCaller === best.ofCaller && ofPath < best.ofPath);
      if (isBetter) best = { call, ofCaller, ofPath };
    }
    return best?.call;
  }

  return {
    add(call) {
      see(call.caller);
      waiting.add(call);
    },
    remove(call) {
      waiting.delete(call);
    },
    next() {
      const call = choose();
      if (call === undefined) return undefined;
      waiting.delete(call);
      underWay += 1;
      byCaller.add(call.caller, 1);
      byPath.add(call.path, 1);
      return call;
    },
    ended({ caller, path }) {
      underWay -= 1;
      byCaller.add(caller, -1);
      byPath.add(path, -1);
      see(caller);
    },
  };
}

/** Counts by name; a name whose count is zero is forgotten. */
function createCounts() {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  const add = (name: string, change: number) => {
    const count = of(name) + change;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  };
  return { of, add };
}
