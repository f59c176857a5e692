import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { MINUTE, SECOND } from './test-clock.ts';
import { createTokenSource, settle, type TokenSource } from './token-source.ts';

/** Asks every 100 ms while the issuer fails, and gives the times between its requests. */
async function attemptGaps(source: TokenSource, attempts: number): Promise<number[]> {
  const at: number[] = [];
  while (at.length < attempts) {
    const before = source.asked();
    await source.cache.get().catch(() => undefined);
    if (source.asked() > before) at.push(source.clock.monotonicMs());
    source.clock.pass(100);
  }
  return at.slice(1).map((ms, index) => ms - (at[index] ?? 0));
}

describe('during an outage of the issuer', () => {
  test('a token is served until it expires, and not a moment longer', async () => {
    const source = createTokenSource();
    await source.cache.get();
    source.fail();
    source.clock.pass(55 * MINUTE);
    for (let second = 0; second < 300; second += 1) {
      expect((await source.cache.get()).value).toBe('token-1');
      await settle();
      source.clock.pass(SECOND);
    }
    await expect(source.cache.get()).rejects.toThrow('Entra is down');
    expect(source.asked()).toBeLessThan(25);
  });

  test('it is served also while the issuer hangs, in the window of the background', async () => {
    const source = createTokenSource();
    await source.cache.get();
    source.clock.pass(56 * MINUTE);
    source.hang();
    expect((await source.cache.get()).value).toBe('token-1');
  });

  test('callers are refused at once, without a request, while the back-off runs', async () => {
    const source = createTokenSource();
    source.fail();
    await expect(source.cache.get()).rejects.toThrow('Entra is down');
    const callers = Array.from({ length: 1000 }, () => source.cache.get());
    const refused = await Promise.allSettled(callers);
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    expect(source.asked()).toBe(1);
  });

  test('the back-off doubles up to a minute', async () => {
    const source = createTokenSource(() => 0.999_999);
    source.fail();
    const gaps = await attemptGaps(source, 10);
    expect(gaps).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * SECOND));
  });

  test('the back-off is jittered down to its half', async () => {
    const source = createTokenSource(() => 0);
    source.fail();
    expect(await attemptGaps(source, 5)).toEqual([500, 1000, 2000, 4000]);
  });

  test('the first success ends it, and the next failure starts anew', async () => {
    const source = createTokenSource(() => 0);
    source.fail();
    await attemptGaps(source, 6);
    source.clock.pass(MINUTE);
    source.issue({ lifeMs: MINUTE });
    await source.cache.get();
    expect(source.cache.state()).toMatchObject({
      lastFailure: { cause: 'Entra is down.' },
      nextAttemptAt: null,
    });
    source.fail();
    source.clock.pass(MINUTE);
    expect(await attemptGaps(source, 3)).toEqual([500, 1000]);
  });

  test('a longer Retry-After is kept to, up to a minute', async () => {
    const source = createTokenSource(() => 0);
    source.fail(new AppError('token-unavailable', 'Busy.', { retryAfterSeconds: 30 }));
    expect(await attemptGaps(source, 2)).toEqual([30 * SECOND]);
    source.fail(new AppError('token-unavailable', 'Busy.', { retryAfterSeconds: 86_400 }));
    source.clock.pass(30 * SECOND);
    expect(await attemptGaps(source, 2)).toEqual([60 * SECOND]);
  });

  test('an error that is none of this app is told by its name alone', async () => {
    const source = createTokenSource();
    source.fail(new TypeError('odd'));
    await expect(source.cache.get()).rejects.toMatchObject({
      code: 'token-unavailable',
      message: 'The token could not be fetched.',
      options: { cause: 'TypeError' },
    });
  });

  test('a rejection without an error is told as well', async () => {
    const source = createTokenSource();
    source.fail('odd' as unknown as Error);
    await expect(source.cache.get()).rejects.toMatchObject({ options: { cause: 'no error' } });
  });

  test('those who are refused are told how long to wait, and all else that is known', async () => {
    const source = createTokenSource(() => 0);
    const options = { retryAfterSeconds: 30, cause: 'throttled' };
    source.fail(new AppError('token-unavailable', 'Busy.', options));
    await expect(source.cache.get()).rejects.toMatchObject({ message: 'Busy.', options });
    source.clock.pass(12.5 * SECOND);
    const later = { retryAfterSeconds: 18, cause: 'throttled' };
    await expect(source.cache.get()).rejects.toMatchObject({ message: 'Busy.', options: later });
    expect(source.asked()).toBe(1);
  });

  test('a token that ends while its refresh is waited for is not served when that fails', async () => {
    const source = createTokenSource();
    await source.cache.get();
    source.clock.pass(59.5 * MINUTE);
    const release = source.hang();
    const waiting = [source.cache.get(), source.cache.get()];
    source.fail();
    source.clock.pass(30 * SECOND);
    release();
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
  });

  test('it is served to those who waited for a refresh that failed before it ended', async () => {
    const source = createTokenSource();
    await source.cache.get();
    source.clock.pass(59.5 * MINUTE);
    const release = source.hang();
    const waiting = source.cache.get();
    source.fail();
    source.clock.pass(30 * SECOND - 1);
    release();
    expect((await waiting).value).toBe('token-1');
  });

  test.each([0, -MINUTE])(
    'a token that comes with %d ms to live is a failure, and is not held',
    async (lifeMs) => {
      const source = createTokenSource();
      source.issue({ lifeMs });
      const failure = { code: 'token-unavailable', message: 'The token had ended before it came.' };
      await expect(source.cache.get()).rejects.toMatchObject(failure);
      await expect(source.cache.get()).rejects.toMatchObject(failure);
      expect(source.asked()).toBe(1);
      expect(source.cache.state().expiresInSeconds).toBeNull();
    },
  );
});
