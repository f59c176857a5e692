import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { AppError } from '../../../shared/errors.ts';
import { withBatching } from '../../../shared/kafka-rest/batch.ts';
import { createBreaker } from '../../../shared/kafka-rest/breaker.ts';
import { outcomeUnknown } from '../../../shared/kafka-rest/outcome.ts';
import type { Accepted, Produce } from '../../../shared/kafka-rest/produce.ts';
import { createTurns } from '../../../shared/kafka-rest/turns.ts';
import { openCalls, record } from './produced.ts';
import { countListeners } from '../../support/count-listeners.ts';

const refused = new AppError('records-refused', 'Refused.', { outcome: 'not-written' });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const turns = createTurns({ places: 8, nowMs: () => 0 });

/** Batching over calls that the test ends; `turn` runs what is due. */
function createBatching() {
  const { produce: open, calls } = openCalls();
  const senders: string[] = [];
  const produce: Produce = (...call) => {
    senders.push(turns.caller());
    return open(...call);
  };
  const due: (() => void)[] = [];
  const batching = withBatching(produce, {
    maxRecords: 10,
    maxBytes: 200_000,
    inFlight: 1,
    turns,
    turn: (send) => due.push(send),
  });
  const turn = async () => {
    await settled();
    for (const send of due.splice(0)) send();
  };
  const texts = () => calls.map((call) => call.texts.join(' '));
  const send = (text: string, signal = new AbortController().signal, topic = 'orders') => {
    const answer = batching(
      topic,
      text.split(' ').map((one) => record(one)),
      signal,
    );
    // Whoever looks at it later gets its failure then.
    answer.catch(() => undefined);
    return answer;
  };
  /** One call is under way, and `a`, `b`, `c`, `d` wait behind it. */
  const withWaiting = async (signals: Partial<Record<string, AbortSignal>> = {}) => {
    const first = send('first');
    await turn();
    const answers = ['a', 'b', 'c', 'd'].map((text) => send(text, signals[text]));
    await turn();
    expect(texts()).toEqual(['first']);
    const release = async () => {
      calls[0]?.accept();
      await first;
      await turn();
    };
    return { answers, release };
  };
  return { batching, calls, senders, texts, send, turn, withWaiting };
}

const outcomes = async (answers: readonly Promise<Accepted>[]) =>
  (await Promise.allSettled(answers)).map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as AppError).options.outcome,
  );
const plain = { duplicatesPossible: false };
const repeated = { duplicatesPossible: true };

describe('records', () => {
  test('go at once, with what comes in the same turn, when nothing is under way', async () => {
    const { calls, texts, send, turn } = createBatching();
    const answers = [send('a'), send('b c')];
    await turn();
    expect(texts()).toEqual(['a b c']);
    calls[0]?.accept();
    expect(await outcomes(answers)).toEqual([plain, plain]);
  });

  test('wait while calls are under way for their topic, and then go together', async () => {
    const { calls, texts, turn, withWaiting } = createBatching();
    const { answers, release } = await withWaiting();
    await release();
    expect(texts()).toEqual(['first', 'a b c d']);
    calls[1]?.accept();
    expect(await outcomes(answers)).toEqual([plain, plain, plain, plain]);
    await turn();
    expect(calls).toHaveLength(2);
  });

  test('of another topic do not wait', async () => {
    const { calls, send, turn, withWaiting } = createBatching();
    await withWaiting();
    void send('x', undefined, 'returns');
    await turn();
    expect(calls[1]).toMatchObject({ topic: 'returns', texts: ['x'] });
  });

  test.each([
    ['that are large', 'x'.repeat(64 * 1024), undefined],
    ['with a partition of their own', 'x', 3],
  ])('%s go alone, and do not wait', async (_, json, partition) => {
    const { batching, texts, turn, withWaiting } = createBatching();
    await withWaiting();
    void batching('orders', [record(json, partition)], new AbortController().signal);
    void batching('orders', [record(json, partition)], new AbortController().signal);
    await turn();
    expect(texts()).toEqual(['first', json, json]);
  });
});

test('a call is that of the caller whose records it carries, and of several where it carries those of several', async () => {
  const { calls, senders, send, turn } = createBatching();
  void turns.as('one', () => Promise.all([send('a'), send('b')]));
  void turns.as('two', () => send('x', undefined, 'returns'));
  await turn();
  void turns.as('one', () => send('c'));
  void turns.as('two', () => send('d'));
  calls[0]?.accept();
  await turn();
  await turn();
  expect(senders).toEqual(['one', 'two', 'several']);
});

describe('all in a merged call are told', () => {
  test.each<[what: string, error: Error, outcome: string | undefined]>([
    ['unknown', outcomeUnknown('cut', 'x'), 'unknown'],
    ['not written', new AppError('topic-not-found', 'x', { outcome: 'not-written' }), 'not-written'],
  ])('%s when it is', async (_, error, outcome) => {
    const { calls, withWaiting, turn } = createBatching();
    const { answers, release } = await withWaiting();
    await release();
    calls[1]?.fail(error);
    expect(await outcomes(answers)).toEqual([outcome, outcome, outcome, outcome]);
    await turn();
    expect(calls).toHaveLength(2);
  });
});

describe('a refused merge', () => {
  test('is halved until the refusal has found its caller, and all are told of the repetition', async () => {
    const { calls, texts, withWaiting } = createBatching();
    const { answers, release } = await withWaiting();
    await release();
    for (let call = 1; call < 10 && calls[call] !== undefined; call += 1) {
      if (calls[call]?.texts.includes('b')) calls[call]?.fail(refused);
      else calls[call]?.accept();
      await settled();
    }
    expect(texts().slice(1)).toEqual(['a b c d', 'a b', 'a', 'b', 'c d']);
    expect(await outcomes(answers)).toEqual([repeated, 'not-written', repeated, repeated]);
    await expect(answers[1]).rejects.toMatchObject({
      code: 'records-refused',
      options: { members: { duplicatesPossible: true } },
    });
  });

  test('of one caller is that caller’s, without a repetition', async () => {
    const { calls, send, turn } = createBatching();
    const answer = send('a b');
    await turn();
    calls[0]?.fail(refused);
    await expect(answer).rejects.toBe(refused);
    expect(calls).toHaveLength(1);
  });

  test('that may have been written is not repeated', async () => {
    const { calls, withWaiting } = createBatching();
    const { answers, release } = await withWaiting();
    await release();
    calls[1]?.fail(outcomeUnknown('the proxy answered 400', 'status 400'));
    expect(await outcomes(answers)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(calls).toHaveLength(2);
  });

  test('is not repeated for a caller whose deadline has passed', async () => {
    const { calls, texts, withWaiting } = createBatching();
    const deadline = new AbortController();
    const { answers, release } = await withWaiting({ d: deadline.signal });
    await release();
    calls[1]?.fail(refused);
    await settled();
    deadline.abort();
    await expect(answers[3]).rejects.toMatchObject({
      options: { outcome: 'not-written', members: { duplicatesPossible: true } },
    });
    calls[2]?.accept();
    await settled();
    calls[3]?.accept();
    expect(await outcomes(answers)).toEqual([repeated, repeated, repeated, 'not-written']);
    expect(texts().slice(1)).toEqual(['a b c d', 'a b', 'c']);
  });
});

describe('a caller whose deadline passes', () => {
  test('before it came is not written', async () => {
    const { calls, send, turn } = createBatching();
    await expect(send('a', AbortSignal.abort())).rejects.toMatchObject({
      options: { outcome: 'not-written' },
    });
    await turn();
    expect(calls).toEqual([]);
  });

  test('while it waits is not written, and the others are', async () => {
    const { calls, texts, withWaiting } = createBatching();
    const deadline = new AbortController();
    const { answers, release } = await withWaiting({ b: deadline.signal });
    deadline.abort();
    await expect(answers[1]).rejects.toMatchObject({
      code: 'proxy-unavailable',
      options: { outcome: 'not-written' },
    });
    await release();
    expect(texts()).toEqual(['first', 'a c d']);
    calls[1]?.accept();
    expect(await outcomes(answers)).toEqual([plain, 'not-written', plain, plain]);
  });

  test('while it waits takes no room from the others', async () => {
    const { texts, send, withWaiting } = createBatching();
    const { release } = await withWaiting();
    const deadline = new AbortController();
    const gone = send('e f g h i j', deadline.signal);
    deadline.abort();
    await expect(gone).rejects.toMatchObject({ options: { outcome: 'not-written' } });
    void send('k l m n o p');
    await release();
    expect(texts()).toEqual(['first', 'a b c d k l m n o p']);
  });

  test('while its call is under way is unknown at once, and the others go on', async () => {
    const { calls, withWaiting } = createBatching();
    const deadline = new AbortController();
    const { answers, release } = await withWaiting({ b: deadline.signal });
    await release();
    deadline.abort();
    await expect(answers[1]).rejects.toMatchObject({ options: { outcome: 'unknown' } });
    expect(calls[1]?.signal.aborted).toBe(false);
    calls[1]?.accept();
    expect(await outcomes(answers)).toEqual([plain, 'unknown', plain, plain]);
  });

  test('with all others in the call ends the call, whose own verdict the last one gets', async () => {
    const { calls, withWaiting } = createBatching();
    const deadline = new AbortController();
    const { signal } = deadline;
    const { answers, release } = await withWaiting({ a: signal, b: signal, c: signal, d: signal });
    await release();
    deadline.abort();
    expect(calls[1]?.signal.aborted).toBe(true);
    calls[1]?.fail(refused);
    expect(await outcomes(answers)).toEqual(['unknown', 'unknown', 'unknown', 'not-written']);
  });

  test('with all others, call after call, opens the breaker of an upstream that hangs', async () => {
    const world = { nowMs: 0 };
    const breaker = createBreaker({ nowMs: () => world.nowMs, failures: 3, spanMs: 2000 });
    const hangs = breaker.guard(async (_, signal) => {
      await once(signal, 'abort');
      return { kind: 'timeout', cause: 'deadline' };
    });
    const limits = { maxRecords: 10, maxBytes: 1000, inFlight: 1, turns };
    const batching = withBatching(async (_topic, _records, signal) => {
      await hangs({ method: 'POST', path: '/v1/producer/topics/orders', token: 't' }, signal);
      throw outcomeUnknown('no whole answer in time', 'deadline');
    }, limits);
    for (const nowMs of [0, 1000, 2000]) {
      expect(breaker.isOpen()).toBe(false);
      world.nowMs = nowMs;
      const deadline = new AbortController();
      const answers = ['a', 'b'].map((text) => batching('orders', [record(text)], deadline.signal));
      await settled();
      // As the signal of a deadline ends.
      deadline.abort(new DOMException('The operation timed out.', 'TimeoutError'));
      expect(await outcomes(answers)).toEqual(['unknown', 'unknown']);
    }
    expect(breaker.isOpen()).toBe(true);
  });

  test('alone in its call gets the verdict of the call', async () => {
    const { calls, send, turn } = createBatching();
    const deadline = new AbortController();
    const answer = send('a', deadline.signal);
    await turn();
    expect(calls[0]?.signal).toBe(deadline.signal);
    deadline.abort();
    calls[0]?.fail(refused);
    await expect(answer).rejects.toBe(refused);
  });
});

test('an answered caller leaves no listener on its signal', async () => {
  const { calls, send, turn } = createBatching();
  const { signal } = new AbortController();
  const listeners = countListeners(signal);
  const answers = [send('a', signal), send('b', signal)];
  await turn();
  expect(listeners()).toBe(2);
  calls[0]?.accept();
  await Promise.all(answers);
  expect(listeners()).toBe(0);
});
