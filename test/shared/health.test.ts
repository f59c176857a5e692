import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../shared/errors.ts';
import { createHealth } from '../../shared/health.ts';
import type { Send } from '../../shared/kafka-rest/operation.ts';

const state = {
  mode: 'secret',
  secretVersion: 'v1',
  ageSeconds: 60,
  expiresInSeconds: 3539,
  lastFailure: null,
  nextAttemptAt: null,
} as const;

/** Health on a clock of the test's, with a token and a proxy that fail when they are told to. */
function createChecked() {
  const world = {
    nowMs: 0,
    looks: 0,
    token: undefined as Error | undefined,
    proxy: undefined as Error | undefined,
  };
  const send: Send = () => {
    world.looks += 1;
    return failOr(world.proxy, undefined as never);
  };
  const health = createHealth({
    send,
    token: {
      get: () => failOr(world.token, { value: 'hidden-token', expiresAtMs: 1 }),
      state: () => state,
    },
    deadline: () => new AbortController().signal,
    nowMs: () => world.nowMs,
  });
  return { world, health };
}

function failOr<T>(failure: Error | undefined, value: T): Promise<T> {
  return failure === undefined ? Promise.resolve(value) : Promise.reject(failure);
}

describe('health', () => {
  test('is ok when a token can be had and the proxy answers, and shows neither', async () => {
    const { health } = createChecked();
    expect(await health()).toEqual({
      status: 'ok',
      checks: [
        { name: 'token', status: 'ok', state },
        { name: 'proxy', status: 'ok' },
      ],
    });
  });

  test('names what fails with its cause', async () => {
    const { world, health } = createChecked();
    world.token = new AppError('token-unavailable', 'Entra is down.');
    world.proxy = new TypeError('hidden detail');
    expect(await health()).toEqual({
      status: 'failed',
      checks: [
        { name: 'token', status: 'failed', cause: 'Entra is down.', state },
        { name: 'proxy', status: 'failed', cause: 'not known' },
      ],
    });
  });

  test('is looked at once for all who ask within five seconds', async () => {
    const { world, health } = createChecked();
    await Promise.all(Array.from({ length: 100 }, () => health()));
    world.nowMs = 5000;
    await health();
    expect(world.looks).toBe(1);
    world.nowMs = 5001;
    await health();
    expect(world.looks).toBe(2);
  });

  test('is looked at once, also while that look takes longer than five seconds', async () => {
    const { world, health } = createChecked();
    const looking = [health()];
    world.nowMs = 20_000;
    looking.push(health());
    await Promise.all(looking);
    expect(world.looks).toBe(1);
  });
});
