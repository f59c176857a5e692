import { describe, expect, test } from '@jest/globals';
import { createWaitFor } from '../../../shared/consuming/wait-for.ts';
import { countListeners } from '../../support/count-listeners.ts';

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** A wait on a clock that jumps to the next sleeper whenever everybody sleeps. */
function createWaiting(random = 1) {
  const world = { nowMs: 0, sleepers: new Set<Sleeper>() };
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        world.sleepers.delete(sleeper);
        signal.removeEventListener('abort', abort);
        settle();
      };
      const abort = end(() => {
        reject(new Error('aborted'));
      });
      const sleeper = { untilMs: world.nowMs + ms, wake: end(resolve) };
      world.sleepers.add(sleeper);
      signal.addEventListener('abort', abort);
    });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const run = async <T>(waited: Promise<T>): Promise<T> => {
    const state = { ended: false };
    const end = () => {
      state.ended = true;
    };
    waited.then(end, end);
    for (await turn(); !state.ended; await turn()) {
      const next = [...world.sleepers].sort((a, b) => a.untilMs - b.untilMs)[0];
      if (next === undefined) continue;
      world.nowMs = next.untilMs;
      next.wake();
    }
    return waited;
  };
  return { world, run, waitFor: createWaitFor({ random: () => random, sleep }) };
}

const open = () => new AbortController().signal;
const nothing = () => Promise.resolve<undefined>(undefined);

describe('a wait', () => {
  test('ends with the first that a poll gives', async () => {
    const { world, run, waitFor } = createWaiting();
    let polls = 0;
    const poll = () => Promise.resolve(++polls === 3 ? 'found' : undefined);
    expect(await run(waitFor<string>(poll, 20_000, open()))).toBe('found');
    expect(world.nowMs).toBe(100 + 200 + 400);
  });

  test('polls after pauses that grow from 100 ms to 2 s', async () => {
    const { world, run, waitFor } = createWaiting();
    const atMs: number[] = [];
    const poll = () => {
      atMs.push(world.nowMs);
      return nothing();
    };
    expect(await run(waitFor<string>(poll, 10_000, open()))).toBeUndefined();
    expect(atMs).toEqual([100, 300, 700, 1500, 3100, 5100, 7100, 9100]);
    expect(world.nowMs).toBe(10_000);
  });

  test('ends in time though a poll hangs, and ends the poll', async () => {
    const { world, run, waitFor } = createWaiting();
    let polled: AbortSignal | undefined;
    const poll = (signal: AbortSignal) => {
      polled = signal;
      return new Promise<undefined>((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    };
    expect(await run(waitFor<string>(poll, 5000, open()))).toBeUndefined();
    expect(world.nowMs).toBe(5000);
    expect(polled?.aborted).toBe(true);
  });

  test('ends when nobody waits any more, without another poll', async () => {
    const { world, run, waitFor } = createWaiting();
    const closed = new AbortController();
    let polls = 0;
    const poll = () => {
      if (++polls === 2) closed.abort();
      return nothing();
    };
    expect(await run(waitFor<string>(poll, 20_000, closed.signal))).toBeUndefined();
    expect([polls, world.nowMs]).toEqual([2, 300]);
  });

  test('that nobody waits for is not begun', async () => {
    const { run, waitFor } = createWaiting();
    const poll = () => Promise.reject(new Error('polled'));
    expect(await run(waitFor<string>(poll, 20_000, AbortSignal.abort()))).toBeUndefined();
  });

  test('fails as its poll does', async () => {
    const { run, waitFor } = createWaiting();
    const poll = () => Promise.reject(new Error('the proxy is down'));
    await expect(run(waitFor<string>(poll, 20_000, open()))).rejects.toThrow('the proxy is down');
  });

  test('leaves nothing behind: no sleeper, and no listener on the signal', async () => {
    const { world, run, waitFor } = createWaiting();
    const closed = open();
    const listeners = countListeners(closed);
    await run(waitFor<string>(nothing, 1000, closed));
    await run(waitFor(() => Promise.resolve('found'), 1000, closed));
    await new Promise((resolve) => setImmediate(resolve));
    expect([world.sleepers.size, listeners()]).toEqual([0, 0]);
  });
});
