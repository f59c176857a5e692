import { expect, test } from '@jest/globals';
import { AppError, type ErrorOptions, type ProblemCode } from '../../../shared/errors.ts';
import { createAsk } from '../../../shared/housekeeping/ask.ts';
import type { Operation } from '../../../shared/kafka-rest/operation.ts';
import { checkStatus } from '../../../shared/kafka-rest/operations/admin.ts';

const operation: Operation<void> = { ...checkStatus(), name: 'it' };
const open = () => new AbortController().signal;

/** A proxy that fails so often, and a clock that waiting moves. */
function failing(times: number, code: ProblemCode, options: ErrorOptions = {}) {
  const clock = { nowMs: 0 };
  const sentAtMs: number[] = [];
  let left = times;
  const { ask, calls } = createAsk({
    send: () => {
      sentAtMs.push(clock.nowMs);
      left -= 1;
      return left < 0
        ? Promise.resolve(undefined as never)
        : Promise.reject(new AppError(code, 'it failed', options));
    },
    deadline: open,
    sleep: (ms, signal) => {
      signal.throwIfAborted();
      clock.nowMs += ms;
      return Promise.resolve();
    },
    random: () => 1,
    nowMs: () => clock.nowMs,
  });
  return { ask, calls, sentAtMs };
}

test('a proxy that cannot serve is waited for, ever longer, for a minute', async () => {
  const passing = failing(5, 'proxy-unavailable');
  await passing.ask(operation, open());
  expect(passing.sentAtMs).toEqual([0, 100, 300, 700, 1500, 3100]);
  expect(passing.calls()).toBe(6);
  const down = failing(Infinity, 'proxy-unavailable');
  await expect(down.ask(operation, open())).rejects.toMatchObject({ code: 'proxy-unavailable' });
  expect(down.sentAtMs.at(-1)).toBeGreaterThan(58_000);
});

test('what may be one bad answer is asked for three times, and what stays as it is once', async () => {
  const odd = failing(Infinity, 'proxy-answer-invalid');
  await expect(odd.ask(operation, open())).rejects.toMatchObject({ code: 'proxy-answer-invalid' });
  expect(odd.calls()).toBe(3);
  const forbidden = failing(Infinity, 'proxy-forbidden');
  await expect(forbidden.ask(operation, open())).rejects.toMatchObject({ code: 'proxy-forbidden' });
  expect(forbidden.calls()).toBe(1);
});

test('where the proxy says how long to wait, whoever asks next waits as well', async () => {
  const throttled = failing(1, 'proxy-unavailable', { retryAfterSeconds: 7 });
  await throttled.ask(operation, open());
  expect(throttled.sentAtMs).toEqual([0, 7100]);
  const together = failing(1, 'proxy-unavailable', { retryAfterSeconds: 7 });
  await Promise.all([together.ask(operation, open()), together.ask(operation, open())]);
  await together.ask(operation, open());
  expect(together.sentAtMs.filter((atMs) => atMs > 0 && atMs < 7000)).toEqual([]);
});

test('when the time of the run is up, nothing more is asked', async () => {
  const over = new AbortController();
  const down = failing(Infinity, 'proxy-unavailable');
  over.abort();
  await expect(down.ask(operation, over.signal)).rejects.toMatchObject({
    code: 'proxy-timeout',
    options: { cause: 'budget' },
  });
  expect(down.calls()).toBe(0);
});
