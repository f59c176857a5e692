const FIRST_MS = 100;
const MOST_MS = 2000;

/** Delays in ms before each further attempt: doubling to a cap, each anywhere up to that, so that callers spread. */
export function* retryDelaysMs(random: () => number): Generator<number, never> {
  for (let mostMs = FIRST_MS; ; mostMs = Math.min(MOST_MS, mostMs * 2)) yield Math.ceil(random() * mostMs);
}
