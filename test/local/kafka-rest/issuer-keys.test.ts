import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK, type JWTVerifyGetKey, SignJWT } from 'jose';
import { type CertificateAuthority, createCertificateAuthority } from '../../../local/certificates.ts';
import { TokenCheck } from '../../../local/kafka-rest/access.ts';
import { issuerKeys } from '../../../local/kafka-rest/issuer-keys.ts';
import { listen, type Running } from '../../../local/stand-in/serve.ts';

const published: JWK[] = [];
let authority: CertificateAuthority;
let issuer: Running;
beforeAll(async () => {
  authority = await createCertificateAuthority();
  const tls = await authority.issue(['localhost']);
  issuer = await listen((_, response) => response.end(JSON.stringify({ keys: published })), { tls });
});
afterAll(() => issuer.close());

async function signer(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  published.push({ ...(await exportJWK(publicKey)), kid });
  const aud = 'https://hib.azurehdinsight.net';
  return new SignJWT({ aud, exp: 4e9, oid: 'me' }).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
}

function judge(keys: JWTVerifyGetKey, token: string) {
  const check = new TokenCheck({ keys, membership: { members: ['me'] } }, Date.now);
  return check.judge(`Bearer ${token}`, true);
}

describe('issuer keys', () => {
  it('are fetched over HTTPS with the CA that is to be trusted, and again for a key not seen yet', async () => {
    const keys = issuerKeys({ jwksUrl: issuer.url, ca: authority.certificate });
    expect(await judge(keys, await signer('first'))).toBe('allowed');
    expect(await judge(keys, await signer('second'))).toBe('allowed');
  });

  it('are not fetched from a server that the CA has not signed', async () => {
    const keys = issuerKeys({ jwksUrl: issuer.url });
    await expect(judge(keys, await signer('third'))).rejects.toThrow('certificate');
  });

  it('can be a key set, or be asked for at each token', async () => {
    const token = await signer('fourth');
    expect(await judge(issuerKeys({ keys: published }), token)).toBe('allowed');
    const none: JWK[] = [];
    const asked = issuerKeys(() => ({ keys: none }));
    expect(await judge(asked, token)).toBe('bad-token');
    none.push(...published);
    expect(await judge(asked, token)).toBe('allowed');
  });
});
