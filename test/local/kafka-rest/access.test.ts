import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { type Membership, TokenCheck } from '../../../local/kafka-rest/access.ts';

const nowMs = Date.UTC(2026, 0, 1);
const nowS = nowMs / 1000;
const claims = {
  iss: 'https://issuer/',
  aud: 'https://hib.azurehdinsight.net',
  exp: nowS + 3600,
  groups: ['other', 'the-group'],
  oid: 'the-object',
  appid: 'the-app',
};

let own: Awaited<ReturnType<typeof generateKeyPair>>;
let foreign: Awaited<ReturnType<typeof generateKeyPair>>;
beforeAll(async () => {
  [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
});

// Undefined: the token lacks that claim.
type Changes = Record<string, unknown>;

function token(changes: Changes = {}, key = own.privateKey): Promise<string> {
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256' }).sign(key);
}

function open(membership: Membership = { groupId: 'the-group' }) {
  const clock = { ms: nowMs, looks: 0 };
  const keys = () => {
    clock.looks += 1;
    return Promise.resolve(own.publicKey);
  };
  const check = new TokenCheck({ keys, issuer: 'https://issuer/', membership }, () => clock.ms);
  const judge = async (jwt: string | Promise<string>) => check.judge(`Bearer ${await jwt}`, true);
  return { clock, check, judge };
}

describe('token check', () => {
  it('lets a member of the group in', async () => {
    expect(await open().judge(token())).toBe('allowed');
  });

  it('keeps out who is not in the group', async () => {
    const { judge } = open();
    expect(await judge(token({ groups: ['other'] }))).toBe('not-in-group');
    expect(await judge(token({ groups: 'the-group' }))).toBe('not-in-group');
    expect(await judge(token({ groups: undefined }))).toBe('not-in-group');
  });

  it.each([
    [['the-object'], 'allowed'],
    [['the-app'], 'allowed'],
    [['the-group'], 'not-in-group'],
    [[], 'not-in-group'],
  ])('knows the members %p by object or app id', async (members, verdict) => {
    expect(await open({ members }).judge(token())).toBe(verdict);
  });

  it.each<[string, Changes]>([
    ['is expired', { exp: nowS }],
    ['never expires', { exp: undefined }],
    ['is not valid yet', { nbf: nowS + 60 }],
    ['is for another audience', { aud: 'https://vault.azure.net' }],
    ['comes from another issuer', { iss: 'https://other/' }],
  ])('refuses a token that %s', async (_, changes) => {
    expect(await open().judge(token(changes))).toBe('bad-token');
  });

  it('refuses a token signed by another key, unsigned, or no token at all', async () => {
    const { judge } = open();
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const [, payload] = (await token()).split('.');
    expect(await judge(token({}, foreign.privateKey))).toBe('bad-token');
    expect(await judge(`${none}.${payload}.`)).toBe('bad-token');
    expect(await judge('words')).toBe('bad-token');
  });

  it('refuses an algorithm that Entra does not use, though the key would do', async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const keys = createLocalJWKSet({ keys: [await exportJWK(pair.publicKey)] });
    const check = new TokenCheck({ keys, membership: { groupId: 'the-group' } }, () => nowMs);
    const key = await importJWK(await exportJWK(pair.privateKey), 'PS256');
    const jwt = await new SignJWT(claims).setProtectedHeader({ alg: 'PS256' }).sign(key);
    expect(await check.judge(`Bearer ${jwt}`, true)).toBe('bad-token');
  });

  it.each([
    [undefined, true, 'no-token'],
    ['', false, 'no-token'],
    ['Bearer ', true, 'no-token'],
    ['Basic abc', true, 'no-token'],
    ['Basic abc', false, 'bad-token'],
  ] as const)('judges the header %p, Bearer needed: %p, as %s', async (header, needed, verdict) => {
    expect(await open().check.judge(header, needed)).toBe(verdict);
  });

  it('takes a token without the word Bearer when it is not needed', async () => {
    expect(await open().check.judge(await token(), false)).toBe('allowed');
  });

  it('verifies a token once, and refuses it from the moment it expires', async () => {
    const { clock, judge } = open();
    const jwt = await token();
    expect([await judge(jwt), await judge(jwt), clock.looks]).toEqual(['allowed', 'allowed', 1]);
    clock.ms = claims.exp * 1000 - 1;
    expect(await judge(jwt)).toBe('allowed');
    clock.ms += 1;
    expect(await judge(jwt)).toBe('bad-token');
  });

  it('rejects when the keys cannot be had, which is not the fault of the token', async () => {
    const keys = () => Promise.reject(new Error('connection refused'));
    const check = new TokenCheck({ keys, membership: { members: [] } }, () => nowMs);
    await expect(check.judge(`Bearer ${await token()}`, true)).rejects.toThrow('connection refused');
  });
});
