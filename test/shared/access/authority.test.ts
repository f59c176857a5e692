import { beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority, type FindKeys } from '../../../shared/access/authority.ts';
import { createTestAuthority, issuers, tenantId } from './test-authority.ts';

let entra: Awaited<ReturnType<typeof createTestAuthority>>;
let nowMs: number;
let findKeys: FindKeys;

beforeEach(async () => {
  entra = await createTestAuthority();
  nowMs = 0;
  const url = new URL('https://login.test');
  findKeys = createAuthority({
    url,
    tenant: 'contoso.test',
    getJson: entra.getJson,
    monotonicMs: () => nowMs,
  });
});

const kidsOf = async (kid: string) => (await findKeys(kid)).jwks.keys.map((key) => key.kid);
const unavailable = { code: 'authority-unavailable', options: { retryAfterSeconds: 5 } };

describe('The authority of a tenant', () => {
  test('tells who a domain name is, and both names of the issuer', async () => {
    expect(await findKeys('local-1')).toMatchObject({ tenantId, issuers: [issuers.one, issuers.two] });
  });

  test('is looked at once for a thousand callers', async () => {
    await Promise.all(Array.from({ length: 1000 }, () => findKeys('local-1')));
    expect(entra.looks).toBe(1);
  });

  test('is asked for a key that is not known, once for all who wait for it', async () => {
    await findKeys('local-1');
    await entra.keys.rotate();
    const found = await Promise.all(Array.from({ length: 1000 }, () => kidsOf('local-2')));
    expect(new Set(found.map(String))).toEqual(new Set(['local-2,local-1']));
    expect(entra.looks).toBe(2);
  });

  test('is asked every five seconds at most while keys are invented, by which new ones are found as well', async () => {
    for (; nowMs < 60_000; nowMs += 10) await findKeys(`invented-${nowMs}`);
    expect(entra.looks).toBe(12);
    await entra.keys.rotate();
    expect(await kidsOf('local-2')).toEqual(['local-2', 'local-1']);
  });

  test('is asked in the background after an hour, so that withdrawn keys stop to count', async () => {
    await findKeys('local-1');
    await entra.keys.rotate('withdraw-older');
    nowMs = 3_600_000;
    expect(await kidsOf('local-1')).toEqual(['local-1']);
    await new Promise(setImmediate);
    expect(await kidsOf('local-1')).toEqual(['local-2']);
  });
});

describe('While the authority is down', () => {
  test('known keys count for a day, and keys that nobody knows are no caller’s fault', async () => {
    await findKeys('local-1');
    entra.isDown = true;
    nowMs = 24 * 3_600_000 - 1;
    expect(await kidsOf('local-1')).toEqual(['local-1']);
    await expect(findKeys('local-2')).rejects.toMatchObject(unavailable);
    nowMs += 1;
    await expect(findKeys('local-1')).rejects.toMatchObject(unavailable);
  });

  test('it is tried every five seconds, and counts again at once', async () => {
    entra.isDown = true;
    await expect(findKeys('local-1')).rejects.toMatchObject(unavailable);
    entra.isDown = false;
    nowMs = 4_999;
    await expect(findKeys('local-1')).rejects.toMatchObject(unavailable);
    nowMs = 5_000;
    expect(await kidsOf('local-1')).toEqual(['local-1']);
  });

  test('a look that does not end is given up', async () => {
    entra.gate = new Promise(() => undefined);
    const url = new URL('https://login.test');
    const hung = createAuthority({
      url,
      tenant: tenantId,
      getJson: (address, signal) =>
        Promise.race([
          entra.getJson(address, signal),
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              reject(new Error('aborted'));
            });
          }),
        ]),
      monotonicMs: () => nowMs,
      timeoutMs: 10,
    });
    await expect(hung('local-1')).rejects.toMatchObject(unavailable);
  });
});

test.each([
  ['no issuer', { '/contoso.test/.well-known/openid-configuration': {} }],
  [
    'an issuer of all tenants',
    {
      '/contoso.test/v2.0/.well-known/openid-configuration': {
        issuer: 'https://login.test/{tenantid}/v2.0',
        jwks_uri: 'https://login.test/keys',
      },
    },
  ],
  [
    'keys without https',
    {
      '/contoso.test/v2.0/.well-known/openid-configuration': {
        issuer: issuers.two,
        jwks_uri: 'http://login.test/keys',
      },
    },
  ],
  ['no keys', { [`/${tenantId}/discovery/v2.0/keys`]: { keys: [] } }],
  ['a page', { [`/${tenantId}/discovery/v2.0/keys`]: '<html>' }],
])('an authority with %s is as good as none', async (_, documents) => {
  entra.documents = documents;
  await expect(findKeys('local-1')).rejects.toMatchObject(unavailable);
});
