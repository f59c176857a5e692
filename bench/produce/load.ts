export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** All that were answered, those outside the measured time too. */
  readonly answered: number;
  /** Open loop: how many were given up, because too many were under way. */
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

/** The most that may be under way; what comes beyond is given up, or one run would reach into the next. */
const MAX_UNDER_WAY = 1000;

/** So many a second whatever the answers do, each counted from when it was due; resolves when all are answered. */
export async function openLoop(produce: ProduceOne, perSecond: number, seconds: number): Promise<Measured> {
  const took: number[] = [];
  const underWay = new Set<Promise<void>>();
  const begin = performance.now();
  let late = 0;
  for (let sent = 0; sent < perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, ((performance.now() - begin) * perSecond) / 1000);
    for (; sent < due; sent += 1) {
      const dueMs = begin + (sent * 1000) / perSecond;
      if (underWay.size >= MAX_UNDER_WAY) {
        late += 1;
        continue;
      }
      const one = produce().then(() => {
        took.push(performance.now() - dueMs);
        underWay.delete(one);
      });
      underWay.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underWay);
  const answered = took.length;
  return { ...spread(took, (performance.now() - begin) / 1000), answered, late };
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
