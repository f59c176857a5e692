import { X509Certificate } from 'node:crypto';
import type { SecretVersion } from './vault.ts';

/** The body of `GET /secrets/{name}/{version}`; a certificate's secret says so by `kid` and `managed`. */
export function secretBody(base: string, secret: SecretVersion): unknown {
  const { name, version, value, contentType, certificate } = secret;
  return {
    value,
    ...(contentType === undefined ? {} : { contentType }),
    id: `${base}/secrets/${name}/${version}`,
    ...(certificate === undefined ? {} : { kid: `${base}/keys/${name}/${version}`, managed: true }),
    attributes: attributes(secret),
    tags: {},
  };
}

/** The body of `GET /certificates/{name}/{version}`: the public half, with the address of its secret. */
export function certificateBody(base: string, secret: SecretVersion, pem: string): unknown {
  const { name, version } = secret;
  const certificate = new X509Certificate(pem);
  return {
    id: `${base}/certificates/${name}/${version}`,
    kid: `${base}/keys/${name}/${version}`,
    sid: `${base}/secrets/${name}/${version}`,
    x5t: Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex').toString('base64url'),
    cer: certificate.raw.toString('base64'),
    attributes: { ...attributes(secret), exp: seconds(certificate.validToDate.getTime()) },
    tags: {},
  };
}

function attributes({ enabled, createdMs, updatedMs, expiresMs }: SecretVersion): Record<string, unknown> {
  return {
    enabled,
    ...(expiresMs === undefined ? {} : { exp: seconds(expiresMs) }),
    created: seconds(createdMs),
    updated: seconds(updatedMs),
    recoveryLevel: 'Recoverable+Purgeable',
    recoverableDays: 90,
  };
}

const seconds = (ms: number) => Math.floor(ms / 1000);
