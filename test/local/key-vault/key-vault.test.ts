import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClientCertificate } from '../../../local/certificates.ts';
import { type Entra, startEntra } from '../../../local/entra/start.ts';
import { type KeyVault, startKeyVault } from '../../../local/key-vault/start.ts';
import { hdinsight, tenantId } from '../entra/running-tenant.ts';

const VAULT = 'https://vault.azure.net';
const reader = { clientId: 'reader-client', objectId: 'reader-object' };
const stranger = { clientId: 'stranger-client', objectId: 'stranger-object' };
const nowMs = Date.parse('2027-01-02T03:04:05Z');
const now = () => nowMs;

let entra: Entra;
let keyVault: KeyVault;
beforeAll(async () => {
  entra = await startEntra({ tenantId, now });
  keyVault = await startKeyVault({ tenant: entra, readers: [reader.objectId], now });
});
afterAll(async () => {
  await Promise.all([entra.close(), keyVault.close()]);
});
beforeEach(() => {
  keyVault.faults.resetHits();
});

interface VaultAnswer {
  value?: string;
  id?: string;
  error?: { code: string; message: string; innererror?: { code: string } };
  attributes?: { enabled: boolean; created: number };
}

const tokenFor = async (principal = reader, resource = VAULT, options = {}) =>
  (await entra.issue(principal, resource, options)).token;

async function read(path: string, token?: string, query = '?api-version=2026-04-01', vault = keyVault) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${vault.url}${path}${query}`, { headers, signal: AbortSignal.timeout(5000) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as VaultAnswer };
}

describe('A read without a valid token', () => {
  const challenge = () => `Bearer authorization="${entra.url}/${tenantId}", resource="${VAULT}"`;

  test('is challenged, and counted apart from a read', async () => {
    const { status, headers, body } = await read('/secrets/any');
    expect([status, body.error?.code]).toEqual([401, 'Unauthorized']);
    expect(headers.get('www-authenticate')).toBe(challenge());
    expect(keyVault.faults.allHits()).toEqual({ challenge: 1 });
  });

  test.each([
    ['for another resource', () => tokenFor(reader, hdinsight)],
    ['that is expired', () => tokenFor(reader, VAULT, { lifetimeSeconds: -1 })],
    ['of another issuer', () => tokenFor(reader, VAULT, { claims: { iss: 'https://elsewhere.test/' } })],
    ['whose signature is broken', async () => (await tokenFor()).replace(/.{8}$/, 'AAAAAAAA')],
    ['that is none', () => Promise.resolve('nonsense')],
  ])('with a token %s is challenged again', async (_name, token) => {
    const sent = await token();
    const { status, headers, body } = await read('/secrets/any', sent);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(`${challenge()}, error="invalid_token"`);
    expect(JSON.stringify(body)).not.toContain(sent);
    expect(keyVault.faults.allHits()).toEqual({ 'get-secret': 1 });
  });
});

describe('A caller without permission', () => {
  test.each([
    ['rbac', 'ForbiddenByRbac'],
    ['policy', 'ForbiddenByPolicy'],
  ] as const)('is refused by %s until it is a reader', async (model, code) => {
    const vault = await startKeyVault({ tenant: entra, model, now });
    try {
      vault.vault.setSecret('s', 'v');
      const token = await tokenFor(stranger);
      const refused = await read('/secrets/s', token, undefined, vault);
      expect(refused.status).toBe(403);
      expect(refused.body.error).toMatchObject({ code: 'Forbidden', innererror: { code } });
      vault.readers.add(stranger.objectId);
      expect((await read('/secrets/s', token, undefined, vault)).body.value).toBe('v');
    } finally {
      await vault.close();
    }
  });
});

describe('A secret', () => {
  test('is read in its newest version, or in the one asked for', async () => {
    const first = keyVault.vault.setSecret('rotated', 'one');
    const second = keyVault.vault.setSecret('rotated', 'two');
    const token = await tokenFor();
    const { body } = await read('/secrets/rotated/', token);
    expect(body).toMatchObject({
      value: 'two',
      id: `${keyVault.url}/secrets/rotated/${second}`,
      attributes: { enabled: true, created: nowMs / 1000 },
    });
    expect((await read(`/secrets/Rotated/${first}`, token)).body.value).toBe('one');
  });

  test('that is missing, or has no such version, is not found', async () => {
    keyVault.vault.setSecret('known', 'v');
    const token = await tokenFor();
    for (const path of ['/secrets/missing', '/secrets/known/0123']) {
      const { status, body } = await read(path, token);
      expect([status, body.error?.code]).toEqual([404, 'SecretNotFound']);
    }
  });

  test('that is disabled is refused until it is enabled, and gone when deleted', async () => {
    keyVault.vault.setSecret('switched', 'v');
    const token = await tokenFor();
    keyVault.vault.setEnabled('switched', false);
    const { status, body } = await read('/secrets/switched', token);
    expect([status, body.error?.code, body.error?.innererror]).toEqual([
      403,
      'Forbidden',
      { code: 'SecretDisabled' },
    ]);
    keyVault.vault.setEnabled('switched', true);
    expect((await read('/secrets/switched', token)).status).toBe(200);
    keyVault.vault.deleteSecret('switched');
    expect((await read('/secrets/switched', token)).status).toBe(404);
  });

  test.each(['', '?api-version=latest'])('is not read with the query "%s"', async (query) => {
    const { status, body } = await read('/secrets/any', await tokenFor(), query);
    expect([status, body.error?.code]).toEqual([400, 'BadParameter']);
  });
});

describe('A certificate', () => {
  test('is served with its key as a secret, and alone as a certificate', async () => {
    const pair = await createClientCertificate('kafka-client');
    keyVault.vault.setCertificate('client', pair);
    const token = await tokenFor();
    const secret = await read('/secrets/client', token);
    expect(secret.body).toMatchObject({ value: pair.key + pair.cert, contentType: 'application/x-pem-file' });
    const certificate = await read('/certificates/client', token);
    expect(certificate.body).toMatchObject({
      cer: new X509Certificate(pair.cert).raw.toString('base64'),
      sid: secret.body.id,
    });
    expect(JSON.stringify(certificate.body)).not.toContain('PRIVATE');
    expect(keyVault.faults.allHits()).toEqual({ 'get-secret': 1, 'get-certificate': 1 });
  });

  test('is not what a plain secret is', async () => {
    keyVault.vault.setSecret('plain', 'v');
    const { status, body } = await read('/certificates/plain', await tokenFor());
    expect([status, body.error?.code]).toEqual([404, 'CertificateNotFound']);
  });
});
