import { describe, expect, test } from '@jest/globals';
import { createTokenCache } from '../../../shared/auth/token-cache.ts';
import { MINUTE, SECOND } from './test-clock.ts';
import { createTokenSource, settle } from './token-source.ts';

const valueOf = async ({ cache }: ReturnType<typeof createTokenSource>) => (await cache.get()).value;
const HOUR = 60 * MINUTE;

describe('a token is fetched', () => {
  test('once for a thousand callers who come while there is none', async () => {
    const source = createTokenSource();
    const release = source.hang();
    const callers = Promise.all(Array.from({ length: 1000 }, () => valueOf(source)));
    release();
    expect(new Set(await callers)).toEqual(new Set(['token-1']));
    expect(source.asked()).toBe(1);
  });

  test('once for a thousand callers, who all get the failure', async () => {
    const source = createTokenSource();
    const release = source.hang();
    source.fail();
    const callers = Promise.allSettled(Array.from({ length: 1000 }, () => source.cache.get()));
    release();
    expect((await callers).every(({ status }) => status === 'rejected')).toBe(true);
    expect(source.asked()).toBe(1);
  });

  test('not again while it has long to live', async () => {
    const source = createTokenSource();
    await valueOf(source);
    source.clock.pass(HOUR - 5 * MINUTE - 1);
    expect(await valueOf(source)).toBe('token-1');
    await settle();
    expect(source.asked()).toBe(1);
  });

  test('again when it has expired, while its callers wait', async () => {
    const source = createTokenSource();
    await valueOf(source);
    source.clock.pass(HOUR);
    expect(await valueOf(source)).toBe('token-2');
  });
});

describe('a token is refreshed', () => {
  test('in the background within its last five minutes, once however many ask', async () => {
    const source = createTokenSource();
    await valueOf(source);
    source.clock.pass(HOUR - 5 * MINUTE);
    const release = source.hang();
    const given = await Promise.all(Array.from({ length: 1000 }, () => valueOf(source)));
    expect(new Set(given)).toEqual(new Set(['token-1']));
    release();
    await settle();
    expect(await valueOf(source)).toBe('token-2');
    expect(source.asked()).toBe(2);
  });

  test('up to a fifth of the window later, so that instances do not ask together', async () => {
    const source = createTokenSource(() => 0.999);
    await valueOf(source);
    source.clock.pass(HOUR - 4 * MINUTE - 2 * SECOND);
    await valueOf(source);
    expect(source.asked()).toBe(1);
    source.clock.pass(2 * SECOND);
    await valueOf(source);
    expect(source.asked()).toBe(2);
  });

  test('when the issuer said to, where that is earlier', async () => {
    const source = createTokenSource();
    source.issue({ lifeMs: 24 * HOUR, refreshInMs: 12 * HOUR });
    await valueOf(source);
    source.clock.pass(12 * HOUR - 1);
    await valueOf(source);
    expect(source.asked()).toBe(1);
    source.clock.pass(1);
    expect(await valueOf(source)).toBe('token-1');
    await settle();
    expect(await valueOf(source)).toBe('token-2');
  });

  test('while its callers wait within its last minute', async () => {
    const source = createTokenSource();
    await valueOf(source);
    source.clock.pass(HOUR - MINUTE);
    expect(await valueOf(source)).toBe('token-2');
  });

  test('after three quarters of a life of a minute, and not on each call', async () => {
    const source = createTokenSource();
    source.issue({ lifeMs: MINUTE });
    await valueOf(source);
    source.clock.pass(44 * SECOND);
    await valueOf(source);
    expect(source.asked()).toBe(1);
    source.clock.pass(SECOND);
    expect(await valueOf(source)).toBe('token-1');
    await settle();
    expect(source.asked()).toBe(2);
    source.clock.pass(54 * SECOND);
    expect(await valueOf(source)).toBe('token-3');
  });
});

describe('when the clock', () => {
  test('jumps ahead past the end of the token, a new one is fetched', async () => {
    const source = createTokenSource();
    await valueOf(source);
    source.clock.jump(2 * HOUR);
    expect(await valueOf(source)).toBe('token-2');
    expect(await valueOf(source)).toBe('token-2');
  });

  test('jumps back, the token ends no later than it would have', async () => {
    const source = createTokenSource();
    await valueOf(source);
    source.clock.jump(-24 * HOUR);
    source.clock.pass(HOUR - 1 - 5 * MINUTE);
    expect(await valueOf(source)).toBe('token-1');
    source.clock.pass(5 * MINUTE + 1);
    expect(await valueOf(source)).toBe('token-2');
  });

  test('jumps back during a back-off, the back-off does not grow with it', async () => {
    const source = createTokenSource();
    source.fail();
    await expect(source.cache.get()).rejects.toThrow('Entra is down');
    source.clock.jump(-24 * HOUR);
    source.issue();
    source.clock.pass(SECOND);
    expect(await valueOf(source)).toBe('token-2');
  });
});

describe('invalidate', () => {
  test('drops the token that was refused', async () => {
    const source = createTokenSource();
    source.cache.invalidate(await source.cache.get());
    expect(await valueOf(source)).toBe('token-2');
  });

  test('drops it once for a thousand calls that were refused with it', async () => {
    const source = createTokenSource();
    const refused = await source.cache.get();
    const callers = Array.from({ length: 1000 }, () => {
      source.cache.invalidate(refused);
      return valueOf(source);
    });
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['token-2']));
    expect(source.asked()).toBe(2);
  });

  test('does not drop a newer token', async () => {
    const source = createTokenSource();
    const old = await source.cache.get();
    source.clock.pass(HOUR);
    await valueOf(source);
    source.cache.invalidate(old);
    expect(await valueOf(source)).toBe('token-2');
  });

  test('drops the next one after 30 seconds, and not a moment before', async () => {
    const source = createTokenSource();
    source.cache.invalidate(await source.cache.get());
    source.clock.pass(30 * SECOND - 1);
    source.cache.invalidate(await source.cache.get());
    expect(await valueOf(source)).toBe('token-2');
    source.clock.pass(1);
    source.cache.invalidate(await source.cache.get());
    expect(await valueOf(source)).toBe('token-3');
  });

  test('drops at most one token in 30 seconds, for a proxy that refuses all', async () => {
    const source = createTokenSource();
    for (let second = 0; second < 60; second += 1) {
      source.cache.invalidate(await source.cache.get());
      source.clock.pass(SECOND);
    }
    await valueOf(source);
    expect(source.asked()).toBe(3);
  });
});

test('the state says what is held, since when it fails and when it is tried again, and never a token', async () => {
  const source = createTokenSource();
  expect(source.cache.state()).toEqual({
    ageSeconds: null,
    expiresInSeconds: null,
    lastFailure: null,
    nextAttemptAt: null,
  });
  await valueOf(source);
  source.clock.pass(HOUR - 2 * MINUTE);
  source.fail();
  await valueOf(source);
  await settle();
  expect(source.cache.state()).toEqual({
    ageSeconds: 3480,
    expiresInSeconds: 120,
    lastFailure: { cause: 'Entra is down.', at: '2026-01-01T00:58:00.000Z' },
    nextAttemptAt: '2026-01-01T00:58:00.500Z',
  });
  expect(JSON.stringify(source.cache.state())).not.toContain('token-1');
});

test('by default the cache runs on the clocks of the machine', async () => {
  let asked = 0;
  const fetch = () => Promise.resolve({ value: `token-${(asked += 1)}`, expiresAtMs: Date.now() + HOUR });
  const cache = createTokenCache({ fetch });
  expect((await cache.get()).value).toBe('token-1');
  expect((await cache.get()).value).toBe('token-1');
  expect(cache.state().expiresInSeconds).toBeGreaterThan(3590);
});
