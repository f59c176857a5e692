import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
} from '@azure/identity';
import { decodeJwt, SignJWT } from 'jose';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClientCertificate, type KeyAndCertificate } from '../../../local/certificates.ts';
import { hdinsight, kafkaApp, type RunningTenant, startTenant, tenantId } from './running-tenant.ts';

const scope = `${hdinsight}/.default`;
const { clientId } = kafkaApp;

let tenant: RunningTenant;
let certificate: KeyAndCertificate;
beforeAll(async () => {
  [tenant, certificate] = await Promise.all([startTenant(), createClientCertificate('kafka-client')]);
  tenant.entra.app(clientId).addCertificate(certificate.cert);
});
afterAll(() => tenant.entra.close());
afterEach(() => {
  tenant.entra.faults.resetHits();
});

// Instance discovery would ask the public cloud.
const options = () => ({
  authorityHost: tenant.entra.url,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: tenant.ca },
  retryOptions: { maxRetries: 0 },
});

describe('ClientSecretCredential', () => {
  test('gets a token with one discovery and one token call', async () => {
    const got = await new ClientSecretCredential(tenantId, clientId, 'first secret~', options()).getToken(
      scope,
    );
    expect(got.token).toBe(tenant.entra.issued().at(-1)?.token);
    expect(decodeJwt(got.token)).toMatchObject({ aud: hdinsight, appid: clientId });
    expect(tenant.entra.faults.allHits()).toEqual({ discovery: 1, token: 1 });
  });

  test('sees in a wrong secret what it sees in Entra: invalid_client and the AADSTS number', async () => {
    const credential = new ClientSecretCredential(tenantId, clientId, 'wrong', options());
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      cause: { errorCode: 'invalid_client', errorNo: 7000215, status: 401 },
    });
  });
});

describe('ClientCertificateCredential', () => {
  const credentialFor = ({ key, cert }: KeyAndCertificate) =>
    new ClientCertificateCredential(tenantId, clientId, { certificate: key + cert }, options());

  test('gets a token with a registered certificate', async () => {
    const got = await credentialFor(certificate).getToken(scope);
    expect(decodeJwt(got.token)).toMatchObject({ aud: hdinsight, appid: clientId });
  });

  test('gets none with a certificate that is not registered', async () => {
    const other = await createClientCertificate('other');
    await expect(credentialFor(other).getToken(scope)).rejects.toMatchObject({
      cause: { errorNo: 700027 },
    });
  });

  test('gets none with a registered certificate that is past its time', async () => {
    const twoYearsAgo = Date.now() - 2 * 365 * 86_400_000;
    const old = await createClientCertificate('old', () => twoYearsAgo);
    tenant.entra.app(clientId).addCertificate(old.cert);
    await expect(credentialFor(old).getToken(scope)).rejects.toMatchObject({
      cause: { errorNo: 700027, errorMessage: expect.stringContaining('is expired') as unknown },
    });
  });

  test('gets none with another key than that of the registered certificate', async () => {
    const { key } = await createClientCertificate('other');
    const mixed = credentialFor({ key, cert: certificate.cert });
    await expect(mixed.getToken(scope)).rejects.toMatchObject({ cause: { errorNo: 700027 } });
  });
});

describe('ClientAssertionCredential with an assertion of the client’s own', () => {
  const credentialFor = (assertion: string) =>
    new ClientAssertionCredential(tenantId, clientId, () => Promise.resolve(assertion), options());

  async function assertion(audience: string, lifetime: string, alg = 'RS256'): Promise<string> {
    const x5t = createHash('sha1').update(new X509Certificate(certificate.cert).raw).digest('base64url');
    return new SignJWT({ iss: clientId, sub: clientId, aud: audience })
      .setProtectedHeader({ alg, x5t })
      .setExpirationTime(lifetime)
      .sign(createPrivateKey(certificate.key));
  }
  const audience = () => `${tenant.entra.url}/${tenantId}/oauth2/v2.0/token`;

  test('gets a token, also for RS256 and the older thumbprint', async () => {
    const got = await credentialFor(await assertion(audience(), '5m')).getToken(scope);
    expect(decodeJwt(got.token)).toMatchObject({ appid: clientId });
  });

  test.each([
    ['for another audience', () => assertion('https://elsewhere.test', '5m'), 700023],
    ['that is expired', () => assertion(audience(), '-6m'), 700024],
    ['that is no JWT', () => Promise.resolve('nonsense'), 50027],
  ])('gets none with one %s', async (_name, make, errorNo) => {
    await expect(credentialFor(await make()).getToken(scope)).rejects.toMatchObject({ cause: { errorNo } });
  });
});
