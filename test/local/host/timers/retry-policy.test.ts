import { describe, expect, it, jest } from '@jest/globals';
import { type Attempt, readRetryPolicy, runWithRetries } from '../../../../local/host/timers/retry-policy.ts';

const fixed = { retryStrategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 10 } };
const exponential = {
  retryStrategy: 'exponentialBackoff',
  maxRetryCount: 4,
  minimumInterval: { seconds: 4 },
  maximumInterval: { seconds: 15 },
};

/** Runs with these outcomes, and tells the contexts and waits. */
async function run(retryOptions: unknown, outcomes: boolean[], waits: boolean[] = []) {
  const attempt = jest.fn<Attempt>().mockImplementation(() => Promise.resolve(outcomes.shift() ?? false));
  const delaysMs: number[] = [];
  const succeeded = await runWithRetries(
    readRetryPolicy(retryOptions, () => 0.5),
    attempt,
    (delayMs) => {
      delaysMs.push(delayMs);
      return Promise.resolve(waits.shift() ?? true);
    },
  );
  return { succeeded, delaysMs, contexts: attempt.mock.calls.map(([context]) => context) };
}

describe('a retry policy', () => {
  it('does nothing after a success', async () => {
    expect(await run(fixed, [true])).toEqual({ succeeded: true, delaysMs: [], contexts: [undefined] });
  });

  it('with fixedDelay waits the same each time and numbers the retries', async () => {
    expect(await run(fixed, [])).toEqual({
      succeeded: false,
      delaysMs: [10_000, 10_000],
      contexts: [undefined, { retryCount: 1, maxRetryCount: 2 }, { retryCount: 2, maxRetryCount: 2 }],
    });
  });

  it('with exponentialBackoff waits longer each time, up to the maximum', async () => {
    expect((await run(exponential, [])).delaysMs).toEqual([4_000, 8_000, 12_000, 15_000]);
  });

  it('ends with the first success', async () => {
    expect(await run(exponential, [false, true])).toMatchObject({ succeeded: true, delaysMs: [4_000] });
  });

  it('of −1 never gives up, until the wait is called off', async () => {
    const { succeeded, contexts } = await run(
      { ...fixed, maxRetryCount: -1 },
      [],
      [...Array<boolean>(50).fill(true), false],
    );

    expect(succeeded).toBe(false);
    expect(contexts.at(-1)).toEqual({ retryCount: 50, maxRetryCount: -1 });
  });

  it.each([undefined, null, { ...fixed, maxRetryCount: 0 }])('is none for %j', async (retryOptions) => {
    expect((await run(retryOptions, [])).contexts).toEqual([undefined]);
  });
});
