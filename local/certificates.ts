import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { bits, der, integer, octets, oid, sequence, set, utcTime, utf8, yes } from './der.ts';

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

interface Party {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const DAY_MS = 86_400_000;
const generate = promisify(generateKeyPair);

/** A new certificate authority on ECDSA P-256 whose key never leaves memory; all certificates hold for a year. */
export async function createCertificateAuthority(now = Date.now): Promise<CertificateAuthority> {
  const root: Party = { name: 'kafka-rest-functions local CA', ...(await newEcKeys()) };
  const rootExtensions = [
    extension('2.5.29.19', sequence(yes()), 'critical'),
    keyUsage(KEY_CERT_SIGN_AND_CRL_SIGN),
    subjectKeyId(root),
  ];
  return {
    certificate: certify(root, root, rootExtensions, now()),
    issue: async (names) => {
      const [name] = names;
      if (name === undefined) throw new Error('A server certificate needs at least one name.');
      const server: Party = { name, ...(await newEcKeys()) };
      const cert = certify(server, root, serverExtensions(names, server, root), now());
      return { key: privateKeyPem(server), cert };
    },
  };
}

/** A self-signed certificate on RSA 2048, as app registrations take it: client assertions are RS256 or PS256. */
export async function createClientCertificate(name: string, now = Date.now): Promise<KeyAndCertificate> {
  const client: Party = { name, ...(await generate('rsa', { modulusLength: 2048 })) };
  const extensions = [keyUsage(DIGITAL_SIGNATURE), subjectKeyId(client)];
  return { key: privateKeyPem(client), cert: certify(client, client, extensions, now()) };
}

/** The certificate's fields in the order of RFC 5280 section 4.1, signed by the issuer, as PEM. */
function certify(subject: Party, issuer: Party, extensions: readonly Buffer[], nowMs: number): string {
  const algorithm = signatureAlgorithm(issuer);
  const fields = sequence(
    der(0xa0, integer(VERSION_3)),
    integer(newSerialNumber()),
    algorithm,
    distinguishedName(issuer),
    // A day early: clocks of containers and their hosts differ.
    sequence(utcTime(new Date(nowMs - DAY_MS)), utcTime(new Date(nowMs + 365 * DAY_MS))),
    distinguishedName(subject),
    publicKeyInfo(subject),
    der(0xa3, sequence(...extensions)),
  );
  return pem(sequence(fields, algorithm, bits(sign('sha256', fields, issuer.privateKey))));
}

const VERSION_3 = Buffer.of(2);
const DIGITAL_SIGNATURE = bits(Buffer.of(0x80), 7);
const KEY_CERT_SIGN_AND_CRL_SIGN = bits(Buffer.of(0x06), 1);

// What Python 3.13 insists on (VERIFY_X509_STRICT): both key identifiers, critical key usage.
function serverExtensions(names: readonly string[], server: Party, root: Party): Buffer[] {
  return [
    keyUsage(DIGITAL_SIGNATURE),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...names.map(generalName))),
    subjectKeyId(server),
    extension('2.5.29.35', sequence(der(0x80, keyId(root)))),
  ];
}

const keyUsage = (usage: Buffer) => extension('2.5.29.15', usage, 'critical');

const subjectKeyId = (party: Party) => extension('2.5.29.14', octets(keyId(party)));

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(oid(id), ...(critical === undefined ? [] : [yes()]), octets(value));
}

/** RFC 7093 section 2, method 4, cut to the usual 20 bytes. */
const keyId = (party: Party) => createHash('sha256').update(publicKeyInfo(party)).digest().subarray(0, 20);

const publicKeyInfo = ({ publicKey }: Party) => publicKey.export({ type: 'spki', format: 'der' });

function signatureAlgorithm({ privateKey }: Party): Buffer {
  return privateKey.asymmetricKeyType === 'rsa'
    ? sequence(oid('1.2.840.113549.1.1.11'), der(0x05))
    : sequence(oid('1.2.840.10045.4.3.2'));
}

const distinguishedName = ({ name }: Party) => sequence(set(sequence(oid('2.5.4.3'), utf8(name))));

function generalName(name: string): Buffer {
  return isIP(name) === 0 ? der(0x82, Buffer.from(name)) : der(0x87, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // URL brings every spelling of an IPv6 address into one, with `::` for the longest run of zeros.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

// 127 random bits with the highest set: positive and as short as DER wants it.
function newSerialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

const newEcKeys = () => generate('ec', { namedCurve: 'P-256' });

const privateKeyPem = ({ privateKey }: Party) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
