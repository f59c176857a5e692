import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';

/**
 * The token issuer's public keys: themselves, how to ask for the present ones in process, or where they are and,
 * over HTTPS, the CA (PEM) to trust there.
 */
export type IssuerKeys =
  JSONWebKeySet | (() => JSONWebKeySet) | { readonly jwksUrl: string; readonly ca?: string };

/** How jose gets at the keys; a key that is not known yet is asked for at once, so that keys can be rotated. */
export function issuerKeys(source: IssuerKeys): JWTVerifyGetKey {
  if (typeof source === 'function') {
    return (header, token) => createLocalJWKSet(source())(header, token);
  }
  if ('keys' in source) return createLocalJWKSet(source);
  const { jwksUrl, ca } = source;
  return createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 0, [customFetch]: fetchTrusting(ca) });
}

// Not the global fetch: that knows no CA per call, and keeps its connections after everything is closed.
function fetchTrusting(ca: string | undefined): FetchImplementation {
  return (url, { signal }) =>
    new Promise((resolve, reject) => {
      const options = { agent: false, signal, ...(ca !== undefined && { ca }) } as const;
      const get = url.startsWith('https:') ? getHttps : getHttp;
      get(url, options, (response) => {
        text(response).then((body) => {
          resolve(new Response(body, { status: response.statusCode ?? 500 }));
        }, reject);
      }).once('error', reject);
    });
}
