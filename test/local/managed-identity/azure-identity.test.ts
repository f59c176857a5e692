import {
  ClientAssertionCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { decodeJwt } from 'jose';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type KeyVault, startKeyVault } from '../../../local/key-vault/start.ts';
import { type ManagedIdentityEndpoint, startManagedIdentity } from '../../../local/managed-identity/start.ts';
import { hdinsight, kafkaApp, type RunningTenant, startTenant, tenantId } from '../entra/running-tenant.ts';

const scope = `${hdinsight}/.default`;
const TOKEN_EXCHANGE = 'api://AzureADTokenExchange';

let tenant: RunningTenant;
let keyVault: KeyVault;
let endpoint: ManagedIdentityEndpoint;
let identity: { clientId: string; objectId: string };

beforeAll(async () => {
  tenant = await startTenant();
  const { entra, tls } = tenant;
  keyVault = await startKeyVault({ tenant: entra, tls });
  endpoint = await startManagedIdentity({ identities: [], issue: entra.issue });
  // Without these two the credential would ask the metadata service of a virtual machine.
  Object.assign(process.env, endpoint.environment);
});
afterAll(async () => {
  delete process.env['IDENTITY_ENDPOINT'];
  delete process.env['IDENTITY_HEADER'];
  await Promise.all([tenant.entra.close(), keyVault.close(), endpoint.close()]);
});
// MSAL keeps tokens of managed identities for the whole process: a new identity for each test.
beforeEach(() => {
  identity = { clientId: randomUUID(), objectId: randomUUID() };
  endpoint.add(identity);
  for (const { faults } of [endpoint, keyVault, tenant.entra]) faults.resetHits();
});

const managedIdentity = () => new ManagedIdentityCredential({ clientId: identity.clientId });

const secretClient = () =>
  new SecretClient(keyVault.url, managedIdentity(), {
    disableChallengeResourceVerification: true,
    tlsOptions: { ca: tenant.ca },
    retryOptions: { maxRetries: 0 },
  });

const entraOptions = () => ({
  authorityHost: tenant.entra.url,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: tenant.ca },
});

describe('ManagedIdentityCredential', () => {
  test('gets a token of its identity from the endpoint', async () => {
    const { token, expiresOnTimestamp } = await managedIdentity().getToken(
      'https://storage.azure.com/.default',
    );
    expect(decodeJwt(token)).toMatchObject({ aud: 'https://storage.azure.com', oid: identity.objectId });
    // MSAL counts from its own clock, in whole seconds.
    const lateMs = (decodeJwt(token).exp ?? 0) * 1000 - expiresOnTimestamp;
    expect(Math.abs(lateMs)).toBeLessThanOrEqual(2000);
    expect(endpoint.faults.allHits()).toEqual({ token: 1 });
  });
});

describe('SecretClient with a managed identity', () => {
  test('reads a secret after one challenge, then without', async () => {
    keyVault.readers.add(identity.objectId);
    const version = keyVault.vault.setSecret('kafka-rest-client-secret', 'first secret~');
    const client = secretClient();
    const read = await client.getSecret('kafka-rest-client-secret');
    expect([read.value, read.properties.version, read.properties.enabled]).toEqual([
      'first secret~',
      version,
      true,
    ]);
    await client.getSecret('kafka-rest-client-secret', { version });
    expect(keyVault.faults.allHits()).toEqual({ challenge: 1, 'get-secret': 2 });
  });

  test('is told of a missing and of a disabled secret, and of a missing permission, as by Azure', async () => {
    keyVault.vault.setSecret('disabled', 'v', { enabled: false });
    const client = secretClient();
    await expect(client.getSecret('disabled')).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' });
    keyVault.readers.add(identity.objectId);
    const details = { error: { innerError: { code: 'SecretDisabled' } } };
    await expect(client.getSecret('disabled')).rejects.toMatchObject({ statusCode: 403, details });
    await expect(client.getSecret('missing')).rejects.toMatchObject({
      statusCode: 404,
      code: 'SecretNotFound',
    });
  });
});

describe('The whole way to a token for HDInsight', () => {
  test('leads over managed identity, vault and client secret, and follows a rotated secret', async () => {
    keyVault.readers.add(identity.objectId);
    keyVault.vault.setSecret('rotating', 'first secret~');
    const client = secretClient();
    const getToken = async () => {
      const { value = '' } = await client.getSecret('rotating');
      return new ClientSecretCredential(tenantId, kafkaApp.clientId, value, entraOptions()).getToken(scope);
    };
    expect(decodeJwt((await getToken()).token)).toMatchObject({ aud: hdinsight, groups: kafkaApp.groups });
    const app = tenant.entra.register({ ...kafkaApp, secrets: ['second secret'] });
    await expect(getToken()).rejects.toMatchObject({ cause: { errorNo: 7000215 } });
    keyVault.vault.setSecret('rotating', 'second secret');
    expect(decodeJwt((await getToken()).token)).toMatchObject({ appid: app.clientId });
  });

  test('leads over a federated credential with no secret at all, for the trusted identity alone', async () => {
    const credential = () =>
      new ClientAssertionCredential(
        tenantId,
        kafkaApp.clientId,
        async () => (await managedIdentity().getToken(`${TOKEN_EXCHANGE}/.default`)).token,
        entraOptions(),
      );
    const app = tenant.entra.app(kafkaApp.clientId);
    const { issuerV2: issuer } = tenant.entra;
    await expect(credential().getToken(scope)).rejects.toMatchObject({ cause: { errorNo: 700211 } });
    app.addFederatedCredential({ issuer, subject: 'somebody-else', audience: TOKEN_EXCHANGE });
    await expect(credential().getToken(scope)).rejects.toMatchObject({ cause: { errorNo: 700213 } });
    app.addFederatedCredential({ issuer, subject: identity.objectId, audience: 'api://other' });
    await expect(credential().getToken(scope)).rejects.toMatchObject({ cause: { errorNo: 700212 } });
    app.addFederatedCredential({ issuer, subject: identity.objectId, audience: TOKEN_EXCHANGE });
    const { token } = await credential().getToken(scope);
    expect(decodeJwt(token)).toMatchObject({ aud: hdinsight, appid: kafkaApp.clientId });
  });

  test('is closed to a token that merely claims to come from the tenant', async () => {
    const app = tenant.entra.app(kafkaApp.clientId);
    const { issuerV2: issuer } = tenant.entra;
    app.addFederatedCredential({ issuer, subject: identity.objectId, audience: TOKEN_EXCHANGE });
    const { token } = await tenant.entra.issue(identity, TOKEN_EXCHANGE);
    const forged = token.replace(/.{8}$/, 'AAAAAAAA');
    const credential = new ClientAssertionCredential(
      tenantId,
      kafkaApp.clientId,
      () => Promise.resolve(forged),
      entraOptions(),
    );
    await expect(credential.getToken(scope)).rejects.toMatchObject({ cause: { errorNo: 700027 } });
  });
});
