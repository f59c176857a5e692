import { describe, expect, test } from '@jest/globals';
import type { ExchangeOnce } from '../../../shared/kafka-rest/client.ts';
import type { Exchange } from '../../../shared/kafka-rest/operation.ts';
import { createTurns } from '../../../shared/kafka-rest/turns.ts';
import { countListeners } from '../../support/count-listeners.ts';
import { answered, exchanged } from './exchanges.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const { signal: forever } = new AbortController();

/** One place, and exchanges that the test ends, each with whose it was. */
function createOnePlace() {
  const turns = createTurns({ places: 1, nowMs: () => 0 });
  const begun: { readonly caller: string; readonly end: (exchange: Exchange) => void }[] = [];
  const exchange: ExchangeOnce = () =>
    new Promise((resolve) => {
      begun.push({ caller: turns.caller(), end: resolve });
    });
  const guarded = turns.guard(exchange);
  const call = (caller: string, signal = forever) =>
    turns.as(caller, () => guarded({ method: 'GET', path: '/v1', token: 'x' }, signal));
  const end = async (index: number, exchange = exchanged(200)) => {
    begun[index]?.end(exchange);
    await settled();
  };
  return { turns, guarded, call, begun, end, callers: () => begun.map(({ caller }) => caller).join(' ') };
}

describe('A call of the proxy', () => {
  test('is its caller’s through all that is asynchronous, and this app’s own where there is none', async () => {
    const { turns } = createOnePlace();
    const work = async () => {
      await settled();
      return turns.caller();
    };
    expect(await Promise.all([turns.as('a', work), turns.as('b', work), work()])).toEqual([
      'a',
      'b',
      'this app',
    ]);
  });

  test('begins when its turn has come', async () => {
    const { call, callers, end } = createOnePlace();
    const answers = [call('a'), call('a'), call('b')];
    await settled();
    expect(callers()).toBe('a');
    await end(0);
    expect(callers()).toBe('a a');
    await end(1);
    expect(callers()).toBe('a a b');
    await end(2);
    expect(await Promise.all(answers)).toHaveLength(3);
  });

  test('whose deadline passes while it waits is not sent, and stands in nobody’s way', async () => {
    const { call, callers, end } = createOnePlace();
    const deadline = new AbortController();
    const listeners = countListeners(deadline.signal);
    void call('a');
    const late = call('b', deadline.signal);
    void call('c', deadline.signal);
    void call('d');
    await settled();
    expect(listeners()).toBe(2);
    deadline.abort();
    expect(await late).toEqual({ kind: 'not-sent', cause: 'deadline' });
    await end(0);
    expect(callers()).toBe('a d');
  });

  test('whose deadline has passed before takes no place', async () => {
    const { call, callers, end } = createOnePlace();
    void call('a');
    await settled();
    void call('b', AbortSignal.abort());
    expect(callers()).toBe('a b');
    await end(0);
    void call('c');
    await settled();
    expect(callers()).toBe('a b c');
  });

  test('that breaks gives its place back', async () => {
    const turns = createTurns({ places: 1, nowMs: () => 0 });
    const guarded = turns.guard(() => Promise.reject(new Error('odd')));
    const request = { method: 'GET', path: '/v1', token: 'x' } as const;
    await expect(guarded(request, forever)).rejects.toThrow('odd');
    await expect(guarded(request, forever)).rejects.toThrow('odd');
  });
});

describe('An answer that is read as it comes keeps its place', () => {
  const opened = (): Exchange => ({ kind: 'answer', answer: { ...answered(200), body: twoChunks() } });
  async function* twoChunks() {
    yield await Promise.resolve(Buffer.from('one'));
    yield Buffer.from('two');
  }
  async function openWith(signal: AbortSignal) {
    const world = createOnePlace();
    const first = world.call('a', signal);
    void world.call('b');
    await settled();
    await world.end(0, opened());
    expect(world.callers()).toBe('a');
    const exchange = await first;
    if (exchange.kind !== 'answer' || exchange.answer.body === undefined) throw new Error('no body');
    return { ...world, body: exchange.answer.body };
  }

  test('until it was read', async () => {
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    const { body, callers } = await openWith(signal);
    const texts: string[] = [];
    for await (const chunk of body) texts.push(`${Buffer.from(chunk).toString()} ${callers()}`);
    await settled();
    expect([texts, callers(), listeners()]).toEqual([['one a', 'two a'], 'a b', 0]);
  });

  test('until nobody reads it any more', async () => {
    const { body, callers } = await openWith(forever);
    for await (const chunk of body) {
      expect(chunk).toBeDefined();
      break;
    }
    await settled();
    expect(callers()).toBe('a b');
  });

  test('at the longest until the signal ends', async () => {
    const deadline = new AbortController();
    const { callers } = await openWith(deadline.signal);
    deadline.abort();
    await settled();
    expect(callers()).toBe('a b');
  });
});
