/**
 * The token module against a vault that nobody of this project wrote, lowkey-vault, which is running already and gives
 * tokens for itself: `LOWKEY_VAULT_URL=… LOWKEY_IDENTITY_URL=… node test/identity/vault.ts`. Without these it says
 * what it skips. In a process of its own: @azure/identity looks once where a process has its managed identity.
 */
import assert from 'node:assert/strict';
import { connect, setDefaultCACertificates } from 'node:tls';
import { ManagedIdentityCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { createCertificateAuthority } from '../../local/certificates.ts';
import { Tally } from '../seed/tally.ts';
import { startForeignAuthority } from './authority.ts';
import { createToken, ids, secretName } from './token.ts';

const CONNECT_MS = 10_000;

/** PEM of the certificate that the vault shows: it comes from no authority that anybody trusts. */
function certificateOf({ hostname, port }: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...{ host: hostname, port: Number(port), servername: hostname },
      rejectUnauthorized: false,
    });
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('The vault did not answer in time.')));
    socket.once('error', reject).once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.toString() ?? '');
      socket.destroy();
    });
  });
}

async function happyPathAndRotation(vault: URL): Promise<void> {
  const certificates = await createCertificateAuthority();
  setDefaultCACertificates([certificates.certificate, await certificateOf(vault)]);
  const authority = await startForeignAuthority(ids.tenantId, await certificates.issue(['localhost']));
  const client = new SecretClient(vault.origin, new ManagedIdentityCredential(), {
    disableChallengeResourceVerification: true,
  });
  const set = async (secret: string) => {
    authority.takeOnly(secret);
    return (await client.setSecret(secretName, secret)).properties.version;
  };
  try {
    const first = await set('first secret');
    const token = createToken({
      authMode: 'secret',
      authority: authority.url,
      vault,
      reader: crypto.randomUUID(),
    });
    const held = await token.get();
    await authority.verify(held.value);
    assert.equal(token.state().secretVersion, first);
    const second = await set('second secret');
    token.invalidate(held);
    await token.get();
    assert.equal(token.state().secretVersion, second);
    assert.notEqual(second, first);
  } finally {
    await authority.close();
  }
}

const tally = new Tally('vault');
const name = 'lowkey-vault as the vault: the happy path and the rotation';
const { LOWKEY_VAULT_URL, LOWKEY_IDENTITY_URL } = process.env;
if (LOWKEY_VAULT_URL === undefined || LOWKEY_IDENTITY_URL === undefined) {
  // Maven, asked for the artifact's metadata and for six of its versions; its sister lowkey-vault-testcontainers is there.
  console.log('Could not find artifact com.github.nagyesta.lowkey-vault:lowkey-vault-app in central');
  tally.skip(name);
} else {
  // As a virtual machine has its identity: the vault's endpoint is no App Service's.
  Object.assign(process.env, { AZURE_POD_IDENTITY_AUTHORITY_HOST: LOWKEY_IDENTITY_URL });
  await tally.check(name, () => happyPathAndRotation(new URL(LOWKEY_VAULT_URL)));
}
process.exitCode = tally.end();
