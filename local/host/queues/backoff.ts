/**
 * Growing delays in milliseconds, without end: the minimum, then the minimum plus itself doubled each time,
 * give or take a fifth, and the maximum from then on. The WebJobs SDK's strategy for polling and for exponential retries.
 */
export function* growingDelaysMs(
  minimumMs: number,
  maximumMs: number,
  random: () => number = Math.random,
): Generator<number, never, undefined> {
  let delayMs = minimumMs;
  for (let exponent = 0; delayMs < maximumMs; exponent += 1) {
    yield delayMs;
    delayMs = minimumMs + minimumMs * (0.8 + 0.4 * random()) * 2 ** exponent;
  }
  for (;;) yield maximumMs;
}
