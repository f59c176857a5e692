import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Entra, startEntra } from '../../../local/entra/start.ts';
import { type ManagedIdentityEndpoint, startManagedIdentity } from '../../../local/managed-identity/start.ts';
import { tenantId } from '../entra/running-tenant.ts';

const system = { clientId: 'system-client', objectId: 'system-object', systemAssigned: true };
const user = { clientId: 'user-client', objectId: 'user-object' };
const nowMs = Date.parse('2027-01-02T03:04:05Z');

let entra: Entra;
let endpoint: ManagedIdentityEndpoint;
beforeAll(async () => {
  entra = await startEntra({ tenantId, now: () => nowMs });
  endpoint = await startManagedIdentity({ identities: [system, user], issue: entra.issue });
});
afterAll(async () => {
  await Promise.all([entra.close(), endpoint.close()]);
});

const query = { 'api-version': '2019-08-01', resource: 'https://vault.azure.net' };

async function ask(fields: Record<string, string>, header = endpoint.environment.IDENTITY_HEADER) {
  const url = `${endpoint.environment.IDENTITY_ENDPOINT}?${new URLSearchParams(fields).toString()}`;
  const options = { headers: { 'x-identity-header': header }, signal: AbortSignal.timeout(5000) };
  const response = await fetch(url, options);
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('The endpoint', () => {
  test('gives the system-assigned identity a token, with its expiry in epoch seconds as a string', async () => {
    const { status, body } = await ask(query);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      client_id: system.clientId,
      resource: query.resource,
      token_type: 'Bearer',
      expires_on: String(nowMs / 1000 + 3599),
    });
    expect(decodeJwt(body['access_token'] ?? '')).toMatchObject({
      iss: entra.issuer,
      aud: query.resource,
      oid: system.objectId,
      exp: nowMs / 1000 + 3599,
    });
  });

  test.each(['https://storage.azure.com', 'https://storage.azure.com/'])(
    'gives tokens for %s as well',
    async (resource) => {
      const { body } = await ask({ ...query, resource, client_id: user.clientId });
      expect(decodeJwt(body['access_token'] ?? '')).toMatchObject({ aud: resource, oid: user.objectId });
    },
  );

  test('gives tokens to be exchanged, with the issuer that federated credentials name', async () => {
    const { body } = await ask({
      ...query,
      resource: 'api://AzureADTokenExchange',
      client_id: user.clientId,
    });
    const claims = decodeJwt(body['access_token'] ?? '');
    expect(claims).toMatchObject({
      iss: entra.issuerV2,
      sub: user.objectId,
      aud: 'api://AzureADTokenExchange',
    });
  });

  test('gives nothing without its header', async () => {
    expect((await ask(query, 'wrong')).status).toBe(401);
  });

  test.each([
    ['an identity that the app has not', { ...query, client_id: 'nobody' }],
    ['an unknown resource', { ...query, resource: 'https://elsewhere.test' }],
    ['no resource', { 'api-version': '2019-08-01' }],
    ['another version', { ...query, 'api-version': '2017-09-01' }],
  ])('gives nothing for %s', async (_name, fields) => {
    const { status, body } = await ask(fields);
    expect([status, body['statusCode']]).toEqual([400, 400]);
  });

  test('gives an identity that is added later its token', async () => {
    endpoint.add({ clientId: 'later-client', objectId: 'later-object' });
    expect((await ask({ ...query, client_id: 'later-client' })).status).toBe(200);
  });
});
