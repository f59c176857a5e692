import { describe, expect, test } from '@jest/globals';
import { cachedSecret, fixedSecret, type Secret } from '../../../shared/auth/secret-source.ts';
import { createTestClock, MINUTE, SECOND } from './test-clock.ts';

const HOUR = 60 * MINUTE;

/** A source on a vault that counts its reads, gives what `vault.read` says, and a clock of the test's. */
function createSource() {
  const clock = createTestClock();
  const vault = { reads: 0, read: (): Promise<Secret> => Promise.resolve(secret(1)) };
  const source = cachedSecret(() => {
    vault.reads += 1;
    return vault.read();
  }, clock);
  return { clock, vault, source };
}

const secret = (version: number): Secret => ({ value: `secret-${version}`, version: `v${version}` });

describe('a secret of the vault', () => {
  test('is read once for a hundred callers, and kept for eight hours', async () => {
    const { clock, vault, source } = createSource();
    const given = await Promise.all(Array.from({ length: 100 }, () => source.get()));
    clock.pass(8 * HOUR - 1);
    given.push(await source.get());
    expect(new Set(given.map(({ value }) => value))).toEqual(new Set(['secret-1']));
    expect(vault.reads).toBe(1);
  });

  test('is read again after eight hours, and nobody waits for it', async () => {
    const { clock, vault, source } = createSource();
    await source.get();
    vault.read = () => Promise.resolve(secret(2));
    clock.pass(8 * HOUR);
    const given = await Promise.all(Array.from({ length: 100 }, () => source.get()));
    expect(new Set(given)).toEqual(new Set([secret(1)]));
    expect(await source.get()).toEqual(secret(2));
    expect(source.version()).toBe('v2');
    expect(vault.reads).toBe(2);
  });

  test('goes on being used when the vault cannot be reached after eight hours', async () => {
    const { clock, vault, source } = createSource();
    await source.get();
    vault.read = () => Promise.reject(new Error('vault is down'));
    clock.pass(9 * HOUR);
    expect(await source.get()).toEqual(secret(1));
  });

  test('that could never be read rejects, and is asked for by the next caller', async () => {
    const { vault, source } = createSource();
    vault.read = () => Promise.reject(new Error('vault is down'));
    await expect(source.get()).rejects.toThrow('vault is down');
    expect(source.version()).toBeNull();
    vault.read = () => Promise.resolve(secret(1));
    expect(await source.get()).toEqual(secret(1));
  });
});

describe('a secret that was refused', () => {
  test('is read again once, however many were refused with it', async () => {
    const { vault, source } = createSource();
    const refused = await source.get();
    vault.read = () => Promise.resolve(secret(2));
    const [first, ...others] = await Promise.all(Array.from({ length: 100 }, () => source.reread(refused)));
    expect(first).toEqual(secret(2));
    expect(vault.reads).toBe(2);
    expect(others.every(({ version }) => version === 'v2')).toBe(true);
  });

  test('is not read again when a newer one is held already', async () => {
    const { vault, source } = createSource();
    const old = await source.get();
    vault.read = () => Promise.resolve(secret(2));
    await source.reread(old);
    expect(await source.reread(old)).toEqual(secret(2));
    expect(vault.reads).toBe(2);
  });

  test('is read again at most every 30 seconds', async () => {
    const { clock, vault, source } = createSource();
    const refused = await source.get();
    for (let second = 0; second < 60; second += 1) {
      expect(await source.reread(refused)).toEqual(secret(1));
      clock.pass(SECOND);
    }
    expect(vault.reads).toBe(3);
  });

  test('is given back where it stands in the settings', async () => {
    const source = fixedSecret('of the settings');
    const held = await source.get();
    expect(held.value).toBe('of the settings');
    expect(await source.reread(held)).toBe(held);
    expect(source.version()).toBe('setting');
  });
});
