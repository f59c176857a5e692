const LEAST_SECONDS = 30;
const MOST_SECONDS = 600;

/**
 * How long a message waits after so many attempts: from 30 seconds on, doubled each time, up to 10 minutes, give or
 * take a quarter within these bounds, so that messages which failed together do not come back together.
 */
export function retryDelaySeconds(attempts: number, random: () => number): number {
  const grown = LEAST_SECONDS * 2 ** Math.min(Math.max(attempts - 1, 0), 10);
  const jittered = Math.min(grown, MOST_SECONDS) * (0.75 + random() / 2);
  return Math.round(Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, jittered)));
}
