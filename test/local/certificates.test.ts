import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createCertificateAuthority, createClientCertificate } from '../../local/certificates.ts';
import { listen } from '../../local/stand-in/serve.ts';

const names = ['localhost', '127.0.0.1', '::1', 'login.microsoftonline.com'];

describe('A certificate of the local authority', () => {
  test('carries every name asked for, DNS names and addresses', async () => {
    const { issue } = await createCertificateAuthority();
    const certificate = new X509Certificate((await issue(names)).cert);
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:login.microsoftonline.com',
    );
    expect(certificate.checkIP('::1')).toBe('::1');
  });

  test('is signed by the authority, for servers alone, and belongs to its key', async () => {
    const authority = await createCertificateAuthority();
    const { key, cert } = await authority.issue(names);
    const root = new X509Certificate(authority.certificate);
    const leaf = new X509Certificate(cert);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(root.ca).toBe(true);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
  });

  test('holds from a day ago for a year from now', async () => {
    const authority = await createCertificateAuthority(() => Date.parse('2027-03-01T12:00:00Z'));
    const { validFromDate, validToDate } = new X509Certificate(authority.certificate);
    expect(validFromDate.toISOString()).toBe('2027-02-28T12:00:00.000Z');
    expect(validToDate.toISOString()).toBe('2028-02-29T12:00:00.000Z');
  });

  test('is never asked for without a name', async () => {
    const { issue } = await createCertificateAuthority();
    await expect(issue([])).rejects.toThrow('at least one name');
  });
});

describe('A server with such a certificate', () => {
  test.each(['localhost', 'login.microsoftonline.com'])(
    'is trusted as %s by who trusts the authority',
    async (servername) => {
      const authority = await createCertificateAuthority();
      const server = await listen((_, response) => response.end(), { tls: await authority.issue(names) });
      try {
        const request = get({
          port: server.port,
          host: '127.0.0.1',
          servername,
          ca: authority.certificate,
          agent: false,
        });
        await once(request, 'response');
      } finally {
        await server.close();
      }
    },
  );

  test('is not trusted under a name it does not carry, nor by who trusts another authority', async () => {
    const [authority, other] = [await createCertificateAuthority(), await createCertificateAuthority()];
    const server = await listen((_, response) => response.end(), { tls: await authority.issue(names) });
    const options = { port: server.port, host: '127.0.0.1', agent: false } as const;
    try {
      const wrongName = get({ ...options, ca: authority.certificate, servername: 'elsewhere.test' });
      await expect(once(wrongName, 'response')).rejects.toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
      const wrongRoot = get({ ...options, ca: other.certificate, servername: 'localhost' });
      await expect(once(wrongRoot, 'response')).rejects.toThrow();
    } finally {
      await server.close();
    }
  });
});

const opensslIsHere = spawnSync('openssl', ['version'], { timeout: 10_000 }).status === 0;

(opensslIsHere ? test : test.skip)('OpenSSL in strict mode finds nothing wrong with the chain', async () => {
  const authority = await createCertificateAuthority();
  const { cert } = await authority.issue(names);
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  try {
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    writeFileSync(join(folder, 'leaf.pem'), cert);
    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca.pem', 'leaf.pem'];
    expect(execFileSync('openssl', verify, { cwd: folder, encoding: 'utf8', timeout: 10_000 })).toContain(
      'OK',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('A client certificate is self-signed on RSA', async () => {
  const { cert } = await createClientCertificate('kafka-client');
  const certificate = new X509Certificate(cert);
  expect(certificate.subject).toBe('CN=kafka-client');
  expect(certificate.publicKey.asymmetricKeyType).toBe('rsa');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});
