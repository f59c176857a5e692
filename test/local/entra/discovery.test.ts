import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Entra, startEntra } from '../../../local/entra/start.ts';
import { tenantId } from './running-tenant.ts';

let entra: Entra;
beforeAll(async () => {
  entra = await startEntra({ tenantId });
});
afterAll(() => entra.close());

async function read(
  path: string,
  base = entra.url,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(5000) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('The OpenID configuration', () => {
  test('leads to the token endpoint and the keys, which hold nothing private', async () => {
    const { body } = await read(`/${tenantId}/v2.0/.well-known/openid-configuration`);
    expect(body).toMatchObject({
      issuer: `${entra.url}/${tenantId}/v2.0`,
      token_endpoint: `${entra.url}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: entra.jwksUrl,
    });
    const keys = await read(`/${tenantId}/discovery/v2.0/keys`);
    expect(keys.body).toEqual(entra.jwks());
    expect(JSON.stringify(keys.body)).not.toMatch(/"(d|p|q)":/);
  });

  test('of version 1 names the issuer of the tokens for HDInsight', async () => {
    const { body } = await read(`/${tenantId}/.well-known/openid-configuration`);
    expect(body['issuer']).toBe(entra.issuer);
  });

  test('keeps to the host under which it was asked for', async () => {
    const base = entra.url.replace('localhost', '127.0.0.1');
    const { body } = await read(`/${tenantId}/v2.0/.well-known/openid-configuration`, base);
    expect(body['token_endpoint']).toBe(`${base}/${tenantId}/oauth2/v2.0/token`);
  });

  test('of another tenant is refused', async () => {
    const { status, body } = await read('/elsewhere.test/v2.0/.well-known/openid-configuration');
    expect([status, body['error_codes']]).toEqual([400, [90002]]);
  });
});

describe('Instance discovery', () => {
  const discover = (endpoint: string) =>
    read(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`);

  test.each([
    ['itself', () => entra.url],
    ['itself when the port is left out', () => 'https://localhost'],
  ])('vouches for %s, with the port', async (_name, authority) => {
    const { body } = await discover(`${authority()}/${tenantId}/oauth2/v2.0/authorize`);
    const { host } = new URL(entra.url);
    expect(body).toMatchObject({
      tenant_discovery_endpoint: `https://${host}/${tenantId}/v2.0/.well-known/openid-configuration`,
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  test('does not vouch for anybody else', async () => {
    const { status, body } = await discover('https://evil.test/common/oauth2/v2.0/authorize');
    expect([status, body['error']]).toEqual([400, 'invalid_instance']);
  });
});
