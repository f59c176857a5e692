import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Entra, startEntra } from '../../../local/entra/start.ts';
import { hdinsight, kafkaApp, tenantId } from './running-tenant.ts';

const START_MS = Date.parse('2027-01-02T03:04:05Z');
const api = 'api://kafka-rest-functions';
const good = {
  grant_type: 'client_credentials',
  client_id: kafkaApp.clientId,
  client_secret: 'first secret~',
  scope: `${hdinsight}/.default`,
};

let nowMs = START_MS;
let entra: Entra;

// Over http: what is asked here is the protocol, and the genuine clients elsewhere come over HTTPS.
beforeAll(async () => {
  const resources = { [api]: { tokenVersion: 2, audience: 'api-client-id' } } as const;
  const apps = [{ ...kafkaApp, roles: { [api]: ['Kafka.Operator'] } }];
  entra = await startEntra({ tenantId, domains: ['contoso.test'], apps, resources, now: () => nowMs });
});
afterAll(() => entra.close());
afterEach(() => {
  nowMs = START_MS;
  entra.faults.clear();
});

interface TokenAnswer {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_in?: number;
  error: string;
  error_codes: number[];
  error_description: string;
  trace_id: string;
  correlation_id: string;
  timestamp: string;
}

async function ask(fields: Record<string, string>, headers = {}, tenant = tenantId) {
  const url = `${entra.url}/${tenant}/oauth2/v2.0/token`;
  const signal = AbortSignal.timeout(5000);
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers, signal });
  return { status: response.status, headers: response.headers, body: (await response.json()) as TokenAnswer };
}

describe('A token for client credentials', () => {
  test('carries what HDInsight looks at, and its signature holds', async () => {
    const { status, body } = await ask(good);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(body).not.toHaveProperty('refresh_in');
    const { payload } = await jwtVerify(body.access_token, createLocalJWKSet(entra.jwks()), {
      audience: hdinsight,
      issuer: `https://sts.windows.net/${tenantId}/`,
      currentDate: new Date(nowMs),
    });
    expect(payload).toMatchObject({
      appid: kafkaApp.clientId,
      oid: kafkaApp.objectId,
      tid: tenantId,
      groups: kafkaApp.groups,
      iat: START_MS / 1000,
      nbf: START_MS / 1000,
      exp: START_MS / 1000 + 3599,
      ver: '1.0',
    });
  });

  test('is another one each time, and each is on record with its expiry', async () => {
    const before = entra.issued().length;
    const tokens = [await ask(good), await ask(good)].map(({ body }) => body.access_token);
    expect(new Set(tokens).size).toBe(2);
    const recorded = entra.issued().slice(before);
    expect(recorded.map(({ token }) => token)).toEqual(tokens);
    expect(recorded[0]).toMatchObject({
      clientId: kafkaApp.clientId,
      resource: hdinsight,
      issuedAtMs: START_MS,
      expiresAtMs: START_MS + 3_599_000,
    });
  });

  test('lives as long as the stand-in is told, with refresh_in where it is set', async () => {
    Object.assign(entra.lifetime, { expiresIn: 86_400, refreshIn: 43_200 });
    const { body } = await ask(good);
    Object.assign(entra.lifetime, { expiresIn: 3599, refreshIn: undefined });
    expect(body).toMatchObject({ expires_in: 86_400, refresh_in: 43_200 });
    expect(decodeJwt(body.access_token).exp).toBe(START_MS / 1000 + 86_400);
  });

  test('for an API of the tenant is of version 2, with its audience and the roles granted there', async () => {
    const { body } = await ask({ ...good, scope: `${api}/.default` });
    expect(decodeJwt(body.access_token)).toMatchObject({
      iss: `${entra.url}/${tenantId}/v2.0`,
      aud: 'api-client-id',
      azp: kafkaApp.clientId,
      roles: ['Kafka.Operator'],
    });
  });

  test('is also given for Basic authentication, and at the name of a domain', async () => {
    const credentials = `${kafkaApp.clientId}:${encodeURIComponent('first secret~')}`;
    const { grant_type, scope } = good;
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect((await ask({ grant_type, scope }, { authorization }, 'contoso.test')).status).toBe(200);
  });

  test('can be issued without a request, and wrong on purpose', async () => {
    const { token } = await entra.issue(kafkaApp, hdinsight, {
      lifetimeSeconds: -1,
      claims: { aud: 'other' },
    });
    expect(decodeJwt(token)).toMatchObject({ aud: 'other', exp: START_MS / 1000 - 1 });
    await expect(entra.issue(kafkaApp, 'https://nowhere.test')).rejects.toThrow('knows no resource');
  });
});

describe('A refusal', () => {
  const { grant_type, client_id, scope } = good;
  const rows: [string, Record<string, string>, number, string, number][] = [
    ['a wrong secret', { ...good, client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['no credential', { grant_type, client_id, scope }, 401, 'invalid_client', 7000216],
    ['an unknown application', { ...good, client_id: 'nobody' }, 400, 'unauthorized_client', 700016],
    ['a scope that is no resource', { ...good, scope: `${hdinsight}/Read` }, 400, 'invalid_scope', 1002012],
    [
      'an unknown resource',
      { ...good, scope: 'https://other.test/.default' },
      400,
      'invalid_resource',
      500011,
    ],
    ['another grant', { ...good, grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no grant', {}, 400, 'invalid_request', 900144],
  ];

  test.each(rows)('of %s has the documented form', async (_name, fields, status, error, code) => {
    const refused = await ask(fields, { 'client-request-id': 'correlation-1' });
    expect(refused.status).toBe(status);
    expect(refused.body).toMatchObject({ error, error_codes: [code], correlation_id: 'correlation-1' });
    const { error_description, trace_id, timestamp } = refused.body;
    expect(timestamp).toBe('2027-01-02 03:04:05Z');
    expect(error_description).toMatch(
      new RegExp(`^AADSTS${code}: .*Trace ID: ${trace_id} Correlation ID: correlation-1`),
    );
    expect(refused.headers.get('x-ms-request-id')).toBe(trace_id);
    expect(JSON.stringify(refused.body)).not.toContain('first secret');
  });

  test('of an unknown tenant says so', async () => {
    expect((await ask(good, {}, 'elsewhere.test')).body.error_codes).toEqual([90002]);
  });
});

describe('While it runs', () => {
  test('secrets overlap, expire and go', async () => {
    const app = entra.app(kafkaApp.clientId);
    const second = { ...good, client_secret: 'second' };
    app.addSecret('second', START_MS + 1000);
    expect((await ask(second)).status).toBe(200);
    expect((await ask(good)).status).toBe(200);
    nowMs = START_MS + 1000;
    expect((await ask(second)).body.error_codes).toEqual([7000222]);
    app.removeSecret('second');
    expect((await ask(second)).body.error_codes).toEqual([7000215]);
  });

  test('signing keys rotate: the new one signs, the old one is published until it is withdrawn', async () => {
    const older = (await ask(good)).body.access_token;
    const verify = (token: string) =>
      jwtVerify(token, createLocalJWKSet(entra.jwks()), { currentDate: new Date(nowMs) });
    await entra.rotateKeys();
    const newer = (await ask(good)).body.access_token;
    expect(decodeProtectedHeader(newer).kid).not.toBe(decodeProtectedHeader(older).kid);
    await verify(older);
    await entra.rotateKeys('withdraw-older');
    await expect(verify(older)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  test('calls are counted by name and fail where a rule says so', async () => {
    entra.faults.resetHits();
    entra.faults.add({ call: 'token', times: 1, fault: { kind: 'status', status: 503, body: '{}' } });
    expect((await ask(good)).status).toBe(503);
    expect((await ask(good)).status).toBe(200);
    expect(entra.faults.allHits()).toEqual({ token: 2 });
  });
});
