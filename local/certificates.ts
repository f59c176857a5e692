// @peculiar/x509 finds its parts by decorators, which need this polyfill before it loads.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** Both PEM: the private key (PKCS #8) and the certificate. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A root that lives as long as the process: whoever is to trust what it issues gets `certificate` (PEM). */
export interface CertificateAuthority {
  readonly certificate: string;
  /** A server certificate for these names: DNS names or IP addresses, at least one. */
  readonly issue: (names: readonly string[]) => Promise<KeyAndCertificate>;
}

const DAY_MS = 86_400_000;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};

interface Party {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** A new certificate authority on ECDSA P-256 whose key never leaves memory; all certificates hold for a year. */
export async function createCertificateAuthority(now = Date.now): Promise<CertificateAuthority> {
  const root: Party = { name: 'kafka-rest-functions local CA', keys: await newKeys(EC) };
  const certificate = await certify(root, root, now(), [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]);
  return {
    certificate,
    issue: async (names) => {
      const [name] = names;
      if (name === undefined) throw new Error('A server certificate needs at least one name.');
      const server: Party = { name, keys: await newKeys(EC) };
      const cert = await certify(server, root, now(), [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
        ),
        // Python 3.13 (VERIFY_X509_STRICT) insists on it.
        await AuthorityKeyIdentifierExtension.create(root.keys.publicKey),
      ]);
      return { key: pemOf(server.keys.privateKey), cert };
    },
  };
}

/** A self-signed certificate on RSA 2048, as app registrations take it: client assertions are RS256 or PS256. */
export async function createClientCertificate(name: string, now = Date.now): Promise<KeyAndCertificate> {
  const client: Party = { name, keys: await newKeys(RSA) };
  const cert = await certify(client, client, now(), [
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
  ]);
  return { key: pemOf(client.keys.privateKey), cert };
}

async function certify(
  subject: Party,
  issuer: Party,
  nowMs: number,
  extensions: Extension[],
): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${subject.name}`,
    issuer: `CN=${issuer.name}`,
    // A day early: clocks of containers and their hosts differ.
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + 365 * DAY_MS),
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: { ...issuer.keys.privateKey.algorithm, hash: 'SHA-256' },
    extensions: [...extensions, await SubjectKeyIdentifierExtension.create(subject.keys.publicKey)],
  });
  return `${certificate.toString('pem')}\n`;
}

function newKeys(algorithm: typeof EC | typeof RSA): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function pemOf(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}
