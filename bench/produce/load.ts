export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** All that were answered, those outside the measured time too. */
  readonly answered: number;
  /** Open loop: how many were not answered in time. */
  readonly late: number;
}

/** One produce; resolves when it was accepted. */
export type ProduceOne = () => Promise<unknown>;

/** So many callers, each of whom waits for its answer and sends again; what ends before the warm-up is not counted. */
export async function closedLoop(produce: ProduceOne, callers: number, seconds: number): Promise<Measured> {
  const begin = performance.now();
  const warmMs = (seconds * 1000) / 4;
  const endMs = seconds * 1000;
  const took: number[] = [];
  let answered = 0;
  const caller = async () => {
    for (let now = 0; now < endMs;) {
      const start = performance.now();
      await produce();
      answered += 1;
      now = performance.now() - begin;
      if (now >= warmMs && now < endMs) took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { ...spread(took, (endMs - warmMs) / 1000), answered, late: 0 };
}

/** So many a second whatever the answers do, counted from when each was due; ends at most five seconds later. */
export async function openLoop(produce: ProduceOne, perSecond: number, seconds: number): Promise<Measured> {
  const took: number[] = [];
  const under: Promise<void>[] = [];
  const begin = performance.now();
  const all = perSecond * seconds;
  while (under.length < all) {
    const due = Math.min(all, ((performance.now() - begin) * perSecond) / 1000);
    while (under.length < due) {
      const dueMs = begin + (under.length * 1000) / perSecond;
      under.push(produce().then(() => void took.push(performance.now() - dueMs)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const patience = new AbortController();
  const patient = new Promise<void>((resolve) => {
    const late = setTimeout(resolve, 5000);
    patience.signal.addEventListener('abort', () => {
      clearTimeout(late);
    });
  });
  await Promise.race([Promise.allSettled(under), patient]);
  patience.abort();
  const inTime = took.length;
  return { ...spread(took, (performance.now() - begin) / 1000), answered: inTime, late: all - inTime };
}

function spread(took: number[], seconds: number): Omit<Measured, 'answered' | 'late'> {
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? NaN;
  return { perSecond: took.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}
