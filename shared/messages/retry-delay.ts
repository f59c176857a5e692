const MOST_SECONDS = 600;
const MOST_TIMES_LEAST = 20;

/**
 * How long a message waits after so many attempts: from `leastSeconds` on, doubled each time, up to 20 times as long and
 * never over 10 minutes, give or take a quarter within these bounds, so that messages which failed together do not come
 * back together.
 */
export function retryDelaySeconds(attempts: number, leastSeconds: number, random: () => number): number {
  const most = Math.min(MOST_SECONDS, leastSeconds * MOST_TIMES_LEAST);
  const grown = leastSeconds * 2 ** Math.min(Math.max(attempts - 1, 0), 10);
  const jittered = Math.min(grown, most) * (0.75 + random() / 2);
  return Math.round(Math.min(most, Math.max(leastSeconds, jittered)));
}
