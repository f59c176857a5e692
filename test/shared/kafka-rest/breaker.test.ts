import { describe, expect, test } from '@jest/globals';
import { createBreaker } from '../../../shared/kafka-rest/breaker.ts';
import type { Exchange } from '../../../shared/kafka-rest/operation.ts';
import { exchanged } from './exchanges.ts';

const request = { method: 'GET', path: '/v1/status', token: 't' } as const;
const open = new AbortController().signal;
const down: Exchange = { kind: 'not-sent', cause: 'ECONNREFUSED' };
const up = exchanged(200);

/** A breaker of three failures over two seconds, open for five, in front of a proxy that does what `next` says. */
function createGuarded() {
  const world = { nowMs: 0, calls: 0, next: down as Exchange | Promise<Exchange> };
  const breaker = createBreaker({ nowMs: () => world.nowMs, failures: 3, spanMs: 2000, openMs: 5000 });
  const guarded = breaker.guard(() => {
    world.calls += 1;
    return Promise.resolve(world.next);
  });
  const call = (next?: Exchange | Promise<Exchange>, signal = open) => {
    if (next !== undefined) world.next = next;
    return guarded(request, signal);
  };
  return { world, breaker, call };
}

async function createOpen() {
  const made = createGuarded();
  for (const nowMs of [0, 1000, 2000]) {
    made.world.nowMs = nowMs;
    await made.call(down);
  }
  expect(made.breaker.isOpen()).toBe(true);
  return made;
}

describe('the breaker stays closed', () => {
  test('while failures are few, or all of one moment', async () => {
    const { world, breaker, call } = createGuarded();
    await Promise.all(Array.from({ length: 32 }, () => call(down)));
    expect(breaker.isOpen()).toBe(false);
    world.nowMs = 1999;
    await call(down);
    expect(breaker.isOpen()).toBe(false);
  });

  test('when callers give up, which is no deadline of the upstream’s', async () => {
    const { world, breaker, call } = createGuarded();
    for (world.nowMs = 0; world.nowMs < 20_000; world.nowMs += 1000) {
      const gone = new AbortController();
      const called = call(Promise.resolve<Exchange>({ kind: 'timeout', cause: 'deadline' }), gone.signal);
      gone.abort();
      await called;
    }
    expect(breaker.isOpen()).toBe(false);
  });

  test('when something works in between', async () => {
    const { world, breaker, call } = createGuarded();
    for (let second = 0; second < 20; second += 1) {
      world.nowMs = second * 1000;
      await call(second % 3 === 2 ? up : down);
    }
    expect(breaker.isOpen()).toBe(false);
  });

  test.each([400, 401, 403, 404, 413, 429, 500])('at %d, which is one call’s own', async (status) => {
    const { world, breaker, call } = createGuarded();
    for (world.nowMs = 0; world.nowMs < 20_000; world.nowMs += 1000) await call(exchanged(status));
    await call(exchanged(503, '', { 'retry-after': '1' }));
    expect(breaker.isOpen()).toBe(false);
  });

  test('for calls that come after their deadline', async () => {
    const { world, breaker, call } = createGuarded();
    for (world.nowMs = 0; world.nowMs < 20_000; world.nowMs += 1000) await call(down, AbortSignal.abort());
    expect(breaker.isOpen()).toBe(false);
  });
});

describe('the breaker opens', () => {
  test.each<[what: string, exchange: Exchange]>([
    ['no connection', down],
    ['no answer in time', { kind: 'timeout', cause: 'deadline' }],
    ['a cut', { kind: 'cut', cause: 'ECONNRESET' }],
    ['502', exchanged(502)],
    ['503', exchanged(503)],
    ['504', exchanged(504)],
  ])('after so many in a row over some time: %s', async (_, exchange) => {
    const { world, breaker, call } = createGuarded();
    for (const nowMs of [0, 1000, 2000]) {
      expect(breaker.isOpen()).toBe(false);
      world.nowMs = nowMs;
      await call(exchange);
    }
    expect(breaker.isOpen()).toBe(true);
  });

  test('and then ends calls at once, saying when to come again', async () => {
    const { world, call } = await createOpen();
    world.nowMs += 1500;
    expect(await call()).toEqual({ kind: 'not-sent', cause: 'circuit open', retryAfterSeconds: 4 });
    expect(world.calls).toBe(3);
  });
});

describe('after its time the breaker lets one probe through', () => {
  test('and refuses what would have to wait for a turn, until a probe may go', async () => {
    const { world, breaker } = await createOpen();
    let waits = 0;
    const waiting = breaker.refuse(() => {
      waits += 1;
      return Promise.resolve(up);
    });
    expect(await waiting(request, open)).toMatchObject({ kind: 'not-sent', cause: 'circuit open' });
    expect(waits).toBe(0);
    world.nowMs = 7000;
    expect(await waiting(request, open)).toBe(up);
    // The one that waits is no probe yet.
    expect(await waiting(request, open)).toBe(up);
  });

  test('and refuses others until that ends', async () => {
    const { world, breaker, call } = await createOpen();
    world.nowMs += 5000;
    const probe = Promise.withResolvers<Exchange>();
    const probing = call(probe.promise);
    expect(await call()).toMatchObject({ cause: 'circuit open', retryAfterSeconds: 5 });
    expect(world.calls).toBe(4);
    probe.resolve(up);
    expect(await probing).toEqual(up);
    expect(breaker.isOpen()).toBe(false);
  });

  test('and opens again when that fails', async () => {
    const { world, breaker, call } = await createOpen();
    world.nowMs += 5000;
    expect(await call(down)).toEqual(down);
    expect(breaker.isOpen()).toBe(true);
    world.nowMs += 4999;
    expect(breaker.isOpen()).toBe(true);
    world.nowMs += 1;
    await call(up);
    expect(breaker.isOpen()).toBe(false);
  });

  test('and lets the next one through when the caller of that gives up', async () => {
    const { world, breaker, call } = await createOpen();
    world.nowMs += 5000;
    const gone = new AbortController();
    const probing = call(Promise.resolve<Exchange>({ kind: 'timeout', cause: 'deadline' }), gone.signal);
    gone.abort();
    await probing;
    expect(await call(up)).toEqual(up);
    expect(breaker.isOpen()).toBe(false);
  });

  test('and closes also when a call succeeds that was under way', async () => {
    const { world, breaker, call } = createGuarded();
    const slow = Promise.withResolvers<Exchange>();
    const waiting = call(slow.promise);
    for (const nowMs of [0, 1000, 2000]) {
      world.nowMs = nowMs;
      await call(down);
    }
    expect(breaker.isOpen()).toBe(true);
    slow.resolve(up);
    await waiting;
    expect(breaker.isOpen()).toBe(false);
  });
});
