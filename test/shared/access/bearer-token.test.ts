import { beforeAll, describe, expect, test } from '@jest/globals';
import { createPublicKey, createHmac } from 'node:crypto';
import { createAuthority } from '../../../shared/access/authority.ts';
import { createReadBearer, type ReadBearer } from '../../../shared/access/bearer-token.ts';
import type { AppError } from '../../../shared/errors.ts';
import { createTestAuthority, issuers, tenantId } from './test-authority.ts';

const NOW_SECONDS = 1_800_000_000;
const appId = '22222222-2222-4222-8222-222222222222';
let entra: Awaited<ReturnType<typeof createTestAuthority>>;
let readBearer: ReadBearer;

beforeAll(async () => {
  entra = await createTestAuthority();
  readBearer = createReadBearer({
    findKeys: createAuthority({
      url: new URL('https://login.test'),
      tenant: tenantId,
      getJson: entra.getJson,
      monotonicMs: () => 0,
    }),
    audiences: ['api://kafka', appId],
    wallMs: () => NOW_SECONDS * 1000,
  });
});

const good = {
  iss: issuers.two,
  aud: 'api://kafka',
  azp: appId,
  oid: 'an-object',
  sub: 'an-object',
  tid: tenantId,
  iat: NOW_SECONDS - 10,
  nbf: NOW_SECONDS - 10,
  exp: NOW_SECONDS + 3600,
};
type Claims = Record<string, unknown>;

const signed = (claims: Claims = {}) => entra.keys.sign({ ...good, ...claims });
const read = async (claims: Claims = {}) => readBearer(`Bearer ${await signed(claims)}`);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('A token is taken', () => {
  test.each([
    ['of version 2', {}],
    ['of version 1', { iss: issuers.one, azp: undefined, appid: appId }],
    ['for the other audience', { aud: appId }],
    ['that ended within the skew of clocks', { exp: NOW_SECONDS - 59 }],
    ['that begins within the skew of clocks', { nbf: NOW_SECONDS + 59 }],
  ])('%s', async (_, claims) => {
    expect(await read(claims)).toEqual({ tenantId, appId, userId: undefined, roles: [] });
  });

  test('with the roles and the user that it has', async () => {
    expect(await read({ roles: ['One', 2, 'Three'], scp: 'access', oid: 'a-user' })).toMatchObject({
      userId: 'a-user',
      roles: ['One', 'Three'],
    });
  });

  test('whatever the case of Bearer', async () => {
    expect(await readBearer(`bearer  ${await signed()}`)).toMatchObject({ appId });
  });
});

async function refused(authorization: string | null): Promise<AppError> {
  return readBearer(authorization).then(
    () => {
      throw new Error('It was taken');
    },
    (error: unknown) => error as AppError,
  );
}

describe('A token is refused', () => {
  test.each([
    ['that has expired', { exp: NOW_SECONDS - 61 }, 'it has expired'],
    ['without end', { exp: undefined }, 'a claim is missing'],
    ['that is not valid yet', { nbf: NOW_SECONDS + 61 }, 'it is not valid yet'],
    ['for another audience', { aud: 'api://other' }, 'it is for another audience'],
    ['without audience', { aud: undefined }, 'it is for another audience'],
    ['of another issuer', { iss: 'https://login.test/other/v2.0' }, 'it is of another issuer'],
    ['of another tenant', { tid: '99999999-9999-4999-8999-999999999999' }, 'it is of another tenant'],
    ['that is an ID token', { azp: undefined, name: 'Somebody' }, 'it is no access token'],
    ['whose roles are a text', { roles: 'Kafka.Operator' }, 'its roles are no list'],
    ['for a user that it does not name', { scp: 'access', oid: 7 }, 'it names nobody'],
  ])('%s', async (_, claims, fault) => {
    const { code, message, options } = await refused(`Bearer ${await signed(claims)}`);
    expect([code, message]).toEqual(['unauthenticated', `The token is not taken: ${fault}.`]);
    expect(options.headers?.['www-authenticate']).toBe(
      `Bearer realm="kafka-rest-functions", error="invalid_token", error_description="${fault}"`,
    );
  });

  test('that is not signed', async () => {
    const token = `${part({ alg: 'none', kid: 'local-1' })}.${part(good)}.`;
    expect((await refused(`Bearer ${token}`)).message).toContain('not signed with RS256');
  });

  test('that is signed with the public key as if it were a secret', async () => {
    const [key] = entra.keys.jwks().keys;
    const pem = createPublicKey({ key: key as Record<string, string>, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const text = `${part({ alg: 'HS256', kid: 'local-1' })}.${part(good)}`;
    const signature = createHmac('sha256', pem).update(text).digest('base64url');
    expect((await refused(`Bearer ${text}.${signature}`)).message).toContain('not signed with RS256');
  });

  test('whose claims or signature were changed', async () => {
    const [head = '', , signature = ''] = (await signed()).split('.');
    const changed = `${head}.${part({ ...good, roles: ['Kafka.Operator'] })}.${signature}`;
    expect((await refused(`Bearer ${changed}`)).message).toContain('its signature is not right');
  });

  test('of a key that the tenant does not have, or of none', async () => {
    const [, claims = '', signature = ''] = (await signed()).split('.');
    const naming = (head: unknown) => refused(`Bearer ${part(head)}.${claims}.${signature}`);
    expect((await naming({ alg: 'RS256', kid: 'invented' })).message).toContain('no such key');
    expect((await naming({ alg: 'RS256' })).message).toContain('names no key');
    expect((await naming('RS256')).message).toContain('no JSON Web Token');
  });

  test.each(['Bearer', 'Bearer a b', 'Basic YTpi', 'Bearer x, Bearer y', 'eyJ.eyJ.x', ''])(
    'in the header %j, which presents none',
    async (header) => {
      const { code, options } = await refused(header);
      expect(code).toBe('unauthenticated');
      expect(options.headers?.['www-authenticate']).toBe('Bearer realm="kafka-rest-functions"');
    },
  );

  test('that is any text, without another failure', async () => {
    for (const text of [
      'x',
      '..',
      'a.b.c',
      'e30.e30.',
      `${part({ alg: 'RS256', kid: {} })}.e30.x`,
      'x'.repeat(100_000),
    ]) {
      expect((await refused(`Bearer ${text}`)).code).toBe('unauthenticated');
    }
  });
});
