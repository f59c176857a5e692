import { describe, expect, test } from '@jest/globals';
import { AppError, type ErrorOptions } from '../../../shared/errors.ts';
import { outcomeUnknown } from '../../../shared/kafka-rest/outcome.ts';
import type { Produce } from '../../../shared/kafka-rest/produce.ts';
import { withRetry } from '../../../shared/kafka-rest/retry.ts';

const records = [{ json: '{"value":1}', partition: undefined }];
const unavailable = (more: ErrorOptions = {}) =>
  new AppError('proxy-unavailable', 'No connection.', { outcome: 'not-written', ...more });
const noTopic = new AppError('topic-not-found', 'No topic.', { outcome: 'not-written' });

/** Retrying over a proxy that fails in turn and then accepts; `new` is a new topic until its fifth second. */
function createRetrying(...failures: Error[]) {
  const world = { nowMs: 0, attempts: 0, waitsMs: [] as number[], isOpen: false, onSleep: () => undefined };
  const produce: Produce = () => {
    world.attempts += 1;
    const failure = failures.shift();
    return failure === undefined ? Promise.resolve({ duplicatesPossible: false }) : Promise.reject(failure);
  };
  const retrying = withRetry(produce, {
    sleep: (ms, signal) => {
      world.waitsMs.push(ms);
      world.nowMs += ms;
      world.onSleep();
      return signal.aborted ? Promise.reject(new Error('ended')) : Promise.resolve();
    },
    random: () => 1,
    isNewTopic: (topic) => topic === 'new' && world.nowMs < 5000,
    isOpen: () => world.isOpen,
  });
  const send = (topic = 'orders', signal = new AbortController().signal) => retrying(topic, records, signal);
  return { world, send };
}

describe('is sent again, after growing waits,', () => {
  test('what found no connection, up to four times in all', async () => {
    const { world, send } = createRetrying(unavailable(), unavailable(), unavailable());
    expect(await send()).toEqual({ duplicatesPossible: false });
    expect(world.waitsMs).toEqual([100, 200, 400]);

    const down = createRetrying(...Array.from({ length: 9 }, () => unavailable()));
    await expect(down.send()).rejects.toThrow('No connection.');
    expect(down.world.attempts).toBe(4);
  });

  test('what was throttled, not before the proxy said', async () => {
    const { world, send } = createRetrying(unavailable({ retryAfterSeconds: 2 }));
    await send();
    expect(world.waitsMs).toEqual([2100]);
  });

  test('what a node refused that does not know the new topic yet, until the topic is no longer new', async () => {
    const { world, send } = createRetrying(...Array.from({ length: 99 }, () => noTopic));
    await expect(send('new')).rejects.toBe(noTopic);
    expect(world.waitsMs).toEqual([100, 200, 400, 800, 1600, 2000]);
  });
});

describe('is sent once', () => {
  test.each<[what: string, failure: Error]>([
    ['what may have been written', outcomeUnknown('cut', 'ECONNRESET')],
    ['what says no outcome', new AppError('proxy-unavailable', 'x')],
    ['what failed without being an error of this app', new TypeError('x')],
    ['what was refused', new AppError('records-refused', 'x', { outcome: 'not-written' })],
    ['what found no token', new AppError('token-unavailable', 'x', { outcome: 'not-written' })],
    ['what went to a topic that is not there', noTopic],
    ['what the proxy wants later than is worth waiting', unavailable({ retryAfterSeconds: 6 })],
  ])('%s', async (_, failure) => {
    const { world, send } = createRetrying(failure);
    await expect(send()).rejects.toBe(failure);
    expect(world.attempts).toBe(1);
  });

  test('what found the breaker open', async () => {
    const { world, send } = createRetrying(unavailable());
    world.isOpen = true;
    await expect(send()).rejects.toThrow('No connection.');
    expect(world.attempts).toBe(1);
  });
});

test('the deadline ends the wait, with the failure that was waited for', async () => {
  const { world, send } = createRetrying(unavailable());
  const deadline = new AbortController();
  world.onSleep = () => {
    deadline.abort();
  };
  await expect(send('orders', deadline.signal)).rejects.toThrow('No connection.');
  expect(world.attempts).toBe(1);
});
