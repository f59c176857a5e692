import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createClientCertificate } from '../../../local/certificates.ts';
import type { ManagedIdentity } from '../../../local/managed-identity/behaviour.ts';
import type { Fault } from '../../../local/stand-in/faults.ts';
import { createVaultIdentity } from '../../../shared/auth/entra-token.ts';
import { createVaultReader } from '../../../shared/auth/key-vault.ts';
import type { Secret } from '../../../shared/auth/secret-source.ts';
import { type App, startApp } from '../../support/app.ts';
import { rejection, shown } from './shown.ts';

const secretName = 'kafka-secret';
let app: App;
let identity: ManagedIdentity;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(() => {
  // A new one for each test: its tokens are kept for the whole process.
  identity = { clientId: randomUUID(), objectId: randomUUID() };
  app.standIns.managedIdentity.add(identity);
  app.standIns.keyVault.readers.add(identity.objectId);
  app.standIns.keyVault.vault.setSecret(secretName, 'hidden-secret');
});
afterEach(() => {
  app.standIns.keyVault.faults.clear();
  app.standIns.managedIdentity.faults.clear();
  app.standIns.keyVault.vault.deleteSecret(secretName);
});
afterAll(() => app.close());

function reader(timeoutMs = 5000, uri = new URL(app.standIns.keyVault.url)): () => Promise<Secret> {
  const azure = {
    authorityHost: undefined,
    managedIdentityClientId: identity.clientId,
    vaultCredential: 'ManagedIdentityCredential',
  } as const;
  return createVaultReader({
    uri,
    secretName,
    held: 'client secret',
    identity: createVaultIdentity(azure, timeoutMs),
    loopback: true,
    timeoutMs,
  });
}

describe('the reader gives', () => {
  test('the newest version and its id', async () => {
    const version = app.standIns.keyVault.vault.setSecret(secretName, 'newest secret');
    expect(await reader()()).toEqual({ value: 'newest secret', version });
  });

  test('another version after a rotation', async () => {
    const read = reader();
    const before = await read();
    app.standIns.keyVault.vault.setSecret(secretName, 'rotated secret');
    const after = await read();
    expect(after.value).toBe('rotated secret');
    expect(after.version).not.toBe(before.version);
  });
});

const vault = () => app.standIns.keyVault.vault;
const strike =
  (fault: Fault, call = 'get-secret') =>
  () => {
    app.standIns.keyVault.faults.add({ call, fault });
  };
const identityDoes = (fault: Fault) => () => {
  app.standIns.managedIdentity.faults.add({ call: 'token', fault });
};
const deleted = () => {
  vault().deleteSecret(secretName);
};
const disabled = () => {
  vault().setEnabled(secretName, false);
};
const noAccess = () => {
  app.standIns.keyVault.readers.delete(identity.objectId);
};
const unknownIdentity = () => {
  identity = { ...identity, clientId: randomUUID() };
};

const throttled = {
  kind: 'status',
  status: 429,
  headers: { 'content-type': 'application/json' },
  body: '{"error":{"code":"Throttled","message":"Too many requests"}}',
} as const satisfies Fault;

const failures: [what: string, arrange: () => void, told: RegExp][] = [
  ['is not there', deleted, /not there; store/],
  ['is disabled', disabled, /disabled; enable it/],
  ['may not be read', noAccess, /forbidden; give this app's identity the role Key Vault Secrets User/],
  ['is empty', () => vault().setSecret(secretName, ''), /empty; store the client secret/],
  ['is throttled', strike(throttled), /throttled; it will be asked again/],
  [
    'comes from a vault that hangs',
    strike({ kind: 'hang' }),
    /no answer in time; check the vault's firewall/,
  ],
  ['comes from a vault that hangs at once', strike({ kind: 'hang' }, 'challenge'), /no answer in time/],
  ['comes from a vault that drips', strike({ kind: 'drip', ms: 50 }), /no answer in time/],
  ['comes from a vault that is down', strike({ kind: 'status', status: 503 }), /the vault cannot answer now/],
  ['comes as HTML', strike({ kind: 'html' }), /cannot be read|empty/],
  ['needs an identity that is slow', identityDoes({ kind: 'delay', ms: 600 }), /no answer in time/],
  [
    'needs an identity that the app lacks',
    unknownIdentity,
    /this app's identity gives no token; check that it is assigned/,
  ],
];

// Short only where nothing but the deadline ends the read: a busy machine needs its time for all else.
const deadlineOf = (told: RegExp) => (told.source.includes('no answer in time') ? 300 : 5000);

describe('when the secret', () => {
  test.each(failures)('%s: its own clear text, with neither secret nor token', async (_, arrange, told) => {
    arrange();
    const error = await rejection(reader(deadlineOf(told))());
    expect(error.code).toBe('token-unavailable');
    expect(error.message).toMatch(told);
    expect(error.message).toContain('Key Vault localhost, secret kafka-secret');
    const tokens = app.standIns.entra.issued().map(({ token }) => token);
    for (const hidden of ['hidden-secret', 'Bearer', ...tokens]) expect(shown(error)).not.toContain(hidden);
  });

  test('comes from a vault that cannot be reached: told within the deadline', async () => {
    const error = await rejection(reader(300, new URL('https://localhost:1'))());
    expect(error.message).toMatch(/no answer in time|cannot be read/);
  });
});

test('each of the failures that an operator mends has a text of its own', async () => {
  const texts = new Set<string>();
  for (const [, arrange, told] of failures.slice(0, 6)) {
    vault().setSecret(secretName, 'hidden-secret');
    app.standIns.keyVault.readers.add(identity.objectId);
    app.standIns.keyVault.faults.clear();
    arrange();
    texts.add((await rejection(reader(deadlineOf(told))())).message);
  }
  expect(texts.size).toBe(6);
});

describe('a certificate', () => {
  function certificateReader(): () => Promise<Secret> {
    const azure = {
      authorityHost: undefined,
      managedIdentityClientId: identity.clientId,
      vaultCredential: 'ManagedIdentityCredential',
    } as const;
    return createVaultReader({
      uri: new URL(app.standIns.keyVault.url),
      secretName,
      held: 'certificate',
      identity: createVaultIdentity(azure, 5000),
      loopback: true,
      timeoutMs: 5000,
    });
  }

  test('comes in PEM with its key', async () => {
    const certificate = await createClientCertificate('test');
    vault().setCertificate(secretName, certificate);
    expect((await certificateReader()()).value).toBe(certificate.key + certificate.cert);
  });

  test.each([
    ['PKCS #12', 'MIIKYQIBAzCCCicGCSqGSIb3DQEHAaCCChgEggoU'],
    ['a certificate without its key', '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----'],
  ])('that is %s is told with its remedy', async (_, value) => {
    vault().setSecret(secretName, value);
    const error = await rejection(certificateReader()());
    expect(error.message).toMatch(/certificate kafka-secret: no certificate in PEM.*x-pem-file/);
    expect(shown(error)).not.toContain(value);
  });
});

test('an answer with Retry-After ends the read at once and tells how long to wait', async () => {
  strike({ ...throttled, headers: { 'retry-after': '20' } })();
  const error = await rejection(reader()());
  expect(error.message).toMatch(/throttled/);
  expect(error.options.retryAfterSeconds).toBe(20);
});
