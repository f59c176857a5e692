import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AppRegistration } from '../../../local/entra/app-registration.ts';
import type { Fault } from '../../../local/stand-in/faults.ts';
import type { FetchOutcome } from '../../../shared/auth/entra-failure.ts';
import { createVaultIdentity } from '../../../shared/auth/entra-token.ts';
import { createVaultReader } from '../../../shared/auth/key-vault.ts';
import { cachedSecret, fixedSecret, type SecretSource } from '../../../shared/auth/secret-source.ts';
import type { Token } from '../../../shared/auth/token-cache.ts';
import { createTokenFetch } from '../../../shared/auth/token-fetch.ts';
import { readConfig } from '../../../shared/config.ts';
import type { AppError } from '../../../shared/errors.ts';
import { type App, startApp } from '../../support/app.ts';
import { rejection, shown } from './shown.ts';

let app: App;
let registration: AppRegistration;
let clientId: string;
let secretName: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(() => {
  clientId = randomUUID();
  registration = app.standIns.entra.register({ clientId, objectId: randomUUID() });
  secretName = `secret-${randomUUID()}`;
});
afterEach(() => {
  app.standIns.entra.faults.clear();
  app.standIns.entra.faults.resetHits();
  app.standIns.keyVault.faults.resetHits();
});
afterAll(() => app.close());

/** Stores a secret in the vault that Entra takes. */
function store(secret: string): void {
  registration.addSecret(secret);
  app.standIns.keyVault.vault.setSecret(secretName, secret);
}

function vaultSecret(): SecretSource {
  const { azure, keyVaultUri } = readConfig(app.standIns.environment);
  if (keyVaultUri === undefined) throw new Error('no vault');
  return cachedSecret(
    createVaultReader({
      uri: keyVaultUri,
      secretName,
      held: 'client secret',
      identity: createVaultIdentity(azure, 5000),
      loopback: true,
      timeoutMs: 5000,
    }),
  );
}

function tokenFetch(
  secrets = vaultSecret(),
  timeoutMs = 5000,
  onOutcome: (outcome: FetchOutcome) => void = () => undefined,
): () => Promise<Token> {
  return createTokenFetch({
    mode: 'secret',
    registration: {
      tenantId: app.standIns.entra.tenantId,
      clientId,
      scope: 'https://hib.azurehdinsight.net/.default',
      authorityHost: new URL(app.standIns.entra.url),
    },
    secrets,
    timeoutMs,
    onOutcome,
  });
}

const hits = () => ({
  token: app.standIns.entra.faults.hits('token'),
  secret: app.standIns.keyVault.faults.hits('get-secret'),
});

describe('a token', () => {
  test('comes with its end, for the secret of the vault', async () => {
    store('good secret');
    const token = await tokenFetch()();
    const issued = app.standIns.entra.issued().at(-1);
    expect(token.value).toBe(issued?.token);
    expect(Math.abs(token.expiresAtMs - (issued?.expiresAtMs ?? 0))).toBeLessThan(4000);
    expect(token.refreshAfterMs).toBeUndefined();
  });

  test('comes with the time to refresh, where Entra says it', async () => {
    store('good secret');
    const { lifetime } = app.standIns.entra;
    Object.assign(lifetime, { expiresIn: 86_400, refreshIn: 43_200 });
    const token = await tokenFetch()();
    Object.assign(lifetime, { expiresIn: 3599, refreshIn: undefined });
    const aheadMs = token.expiresAtMs - (token.refreshAfterMs ?? 0);
    expect(Math.abs(aheadMs - 43_200_000)).toBeLessThan(1000);
  });

  test('is a new one at each fetch: nothing below keeps one', async () => {
    store('good secret');
    const fetch = tokenFetch();
    expect((await fetch()).value).not.toBe((await fetch()).value);
    expect(hits()).toEqual({ token: 2, secret: 1 });
  });
});

test('each fetch is counted once by how it ended, also where there is nothing to prove oneself with', async () => {
  const outcomes: FetchOutcome[] = [];
  const fetch = tokenFetch(vaultSecret(), 5000, (outcome) => outcomes.push(outcome));
  await rejection(fetch());
  app.standIns.keyVault.vault.setSecret(secretName, 'unknown secret');
  await rejection(fetch());
  registration.addSecret('unknown secret');
  await fetch();
  expect(outcomes).toEqual(['no-proof', 'proof-refused', 'ok']);
});

describe('a secret that was rotated', () => {
  test('costs one failed token request, one more read of the vault and one good token request', async () => {
    store('old secret');
    const fetch = tokenFetch();
    await fetch();
    const before = hits();
    registration.removeSecret('old secret');
    store('new secret');
    expect((await fetch()).value).toBe(app.standIns.entra.issued().at(-1)?.token);
    expect(hits()).toEqual({ token: before.token + 2, secret: before.secret + 1 });
    await fetch();
    expect(hits()).toEqual({ token: before.token + 3, secret: before.secret + 1 });
  });

  test('and has expired is read again as well', async () => {
    registration.addSecret('old secret', Date.now() - 1000);
    app.standIns.keyVault.vault.setSecret(secretName, 'old secret');
    const fetch = tokenFetch();
    expect((await rejection(fetch())).message).toContain('7000222');
    expect(hits()).toEqual({ token: 1, secret: 2 });
  });

  test('and whose new version is refused too fails with one retry only', async () => {
    store('old secret');
    const fetch = tokenFetch();
    await fetch();
    registration.removeSecret('old secret');
    app.standIns.keyVault.vault.setSecret(secretName, 'unknown secret');
    const error = await rejection(fetch());
    expect(error.message).toMatch(/refused the client secret.*7000215.*Key Vault/);
    expect(hits()).toEqual({ token: 3, secret: 2 });
  });

  test('and was revoked without a new version is read again once in 30 seconds', async () => {
    store('revoked secret');
    const fetch = tokenFetch();
    await fetch();
    registration.removeSecret('revoked secret');
    await rejection(fetch());
    await rejection(fetch());
    expect(hits()).toEqual({ token: 3, secret: 2 });
  });
});

const failures: [what: string, fault: Fault, told: RegExp][] = [
  ['answers 400 without a number', { kind: 'status', status: 400, body: '{"error":"odd"}' }, /gave no token/],
  ['answers with HTML', { kind: 'html' }, /gave no token.*asked again/],
  ['is throttling', { kind: 'status', status: 429 }, /gave no token.*asked again/],
  ['is down for longer than the deadline', { kind: 'status', status: 503 }, /gave no token.*asked again/],
  ['hangs', { kind: 'hang' }, /gave no token.*asked again/],
  ['drips', { kind: 'drip', ms: 50 }, /gave no token.*asked again/],
];

describe('when Entra', () => {
  async function failed(timeoutMs?: number): Promise<AppError> {
    const error = await rejection(tokenFetch(fixedSecret('hidden-secret'), timeoutMs)());
    expect(error.code).toBe('token-unavailable');
    expect(shown(error)).not.toContain('hidden-secret');
    return error;
  }

  test.each(failures)(
    '%s: token-unavailable within the deadline, without the secret',
    async (_, fault, told) => {
      registration.addSecret('hidden-secret');
      app.standIns.entra.faults.add({ call: 'token', fault });
      // Short only where nothing but the deadline ends the request: a busy machine needs its time for all else.
      const endsByItself = ['status', 'html'].includes(fault.kind);
      expect((await failed(endsByItself ? 5000 : 300)).message).toMatch(told);
    },
  );

  test('refuses the secret: the registration is named, and the secret is not', async () => {
    const { message } = await failed();
    expect(message).toMatch(/refused the client secret.*7000215/);
    expect(message).toContain(clientId);
  });

  test('knows no such application: the registration is to be checked', async () => {
    clientId = randomUUID();
    expect((await failed()).message).toMatch(/AADSTS700016.*check the registration/);
  });
});
