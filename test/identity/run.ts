/**
 * The token module against an authority that nobody of this project wrote, so that the stand-in of Entra is not the
 * only judge: `node test/identity/run.ts`. Everything speaks HTTPS on this machine.
 */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { setDefaultCACertificates } from 'node:tls';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { createCertificateAuthority, createClientCertificate } from '../../local/certificates.ts';
import { startEntra } from '../../local/entra/start.ts';
import { startKeyVault } from '../../local/key-vault/start.ts';
import { startManagedIdentity } from '../../local/managed-identity/start.ts';
import { Tally } from '../seed/tally.ts';
import { startForeignAuthority } from './authority.ts';
import { createToken, ids, secretName } from './token.ts';

const CALLERS = 1000;
const identity = { clientId: crypto.randomUUID(), objectId: crypto.randomUUID() };

const certificates = await createCertificateAuthority();
setDefaultCACertificates([certificates.certificate]);
const tls = await certificates.issue(['localhost', '127.0.0.1']);
const authority = await startForeignAuthority(ids.tenantId, tls);
// The vault's own tenant and the managed identity are this project's: the mock server has neither.
const entra = await startEntra({ tenantId: ids.tenantId, tls });
const managedIdentity = await startManagedIdentity({ identities: [identity], issue: entra.issue });
const { vault, ...keyVault } = await startKeyVault({ tenant: entra, readers: [identity.objectId], tls });
Object.assign(process.env, managedIdentity.environment);

const tokenFrom = (authMode: 'secret' | 'certificate') =>
  createToken({
    ...{ authMode, authority: authority.url },
    ...{ vault: new URL(keyVault.url), reader: identity.clientId },
  });

const tally = new Tally('identity');

await tally.check('oauth2-mock-server: a thousand callers get one token that its keys verify', async () => {
  vault.setSecret(secretName, 'first secret');
  authority.takeOnly('first secret');
  const token = tokenFrom('secret');
  const given = await Promise.all(Array.from({ length: CALLERS }, async () => (await token.get()).value));
  assert.equal(new Set(given).size, 1);
  assert.equal(authority.requests.length, 1);
  const { exp = 0 } = await authority.verify(given[0] ?? '');
  const { expiresAtMs } = await token.get();
  assert.ok(
    expiresAtMs <= exp * 1000 && expiresAtMs > exp * 1000 - 10_000,
    'its end is not what the token says',
  );
});

await tally.check('oauth2-mock-server: a rotated secret is followed, and no caller fails', async () => {
  const token = tokenFrom('secret');
  token.invalidate(await token.get());
  const before = authority.requests.length;
  const version = vault.setSecret(secretName, 'second secret');
  authority.takeOnly('second secret');
  const given = await Promise.all(Array.from({ length: CALLERS }, async () => (await token.get()).value));
  assert.equal(new Set(given).size, 1);
  const sent = authority.requests.slice(before).map((form) => form['client_secret']);
  assert.deepEqual(sent, ['first secret', 'second secret']);
  assert.equal(token.state().secretVersion, version);
});

await tally.check('a certificate is proved by an assertion that its public key verifies', async () => {
  const certificate = await createClientCertificate('kafka-rest-functions');
  vault.setCertificate(secretName, certificate);
  authority.takeOnly(undefined);
  await tokenFrom('certificate').get();
  const sent = authority.requests.at(-1);
  assert.equal(sent?.['client_secret'], undefined);
  const assertion = sent?.['client_assertion'] ?? '';
  const { publicKey, fingerprint256 } = new X509Certificate(certificate.cert);
  await jwtVerify(assertion, publicKey, {
    issuer: ids.clientId,
    subject: ids.clientId,
    audience: `${authority.url.origin}/${ids.tenantId}/oauth2/v2.0/token`,
    clockTolerance: 5,
  });
  const thumbprint = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  assert.equal(decodeProtectedHeader(assertion)['x5t#S256'], thumbprint);
});

await Promise.all([authority, entra, managedIdentity, keyVault].map((one) => one.close()));
process.exitCode = tally.end();
