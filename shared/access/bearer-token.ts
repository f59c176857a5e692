import { createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { AppError } from '../errors.ts';
import type { FindKeys, TenantKeys } from './authority.ts';

/** What a token says of its caller, once it is believed. */
export interface TokenCaller {
  readonly tenantId: string;
  /** The application that calls, by itself or for a user. */
  readonly appId: string;
  /** Object id of the user for whom it calls; undefined: for itself. */
  readonly userId: string | undefined;
  readonly roles: readonly string[];
}

export interface BearerOptions {
  readonly findKeys: FindKeys;
  readonly audiences: readonly string[];
  readonly wallMs?: () => number;
}

/**
 * Reads an `Authorization` header. Rejects with `unauthenticated` unless it carries a token of the tenant for this app
 * that is valid now, and with `authority-unavailable` where that cannot be told.
 */
export type ReadBearer = (authorization: string | null) => Promise<TokenCaller>;

/** What Entra signs access tokens with; anything else is somebody's trick. */
const ALGORITHM = 'RS256';
const SKEW_SECONDS = 60;

export function createReadBearer({ findKeys, audiences, wallMs = Date.now }: BearerOptions): ReadBearer {
  let opened: { readonly of: TenantKeys; readonly keySet: ReturnType<typeof createLocalJWKSet> } | undefined;

  // Opened once for each look at the authority: what imports a key keeps it.
  function keySetOf(keys: TenantKeys) {
    if (opened?.of !== keys) opened = { of: keys, keySet: createLocalJWKSet(keys.jwks as JSONWebKeySet) };
    return opened.keySet;
  }

  return async (authorization) => {
    const token = /^Bearer +([\w.-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated(authorization === null ? 'no token' : 'no bearer token');
    const keys = await findKeys(kidOf(token));
    try {
      const { payload } = await jwtVerify(token, keySetOf(keys), {
        algorithms: [ALGORITHM],
        issuer: [...keys.issuers],
        audience: [...audiences],
        requiredClaims: ['exp', 'tid'],
        clockTolerance: SKEW_SECONDS,
        currentDate: new Date(wallMs()),
      });
      return callerOf(payload, keys.tenantId);
    } catch (error) {
      throw error instanceof AppError ? error : unauthenticated('bad token', faultOf(error));
    }
  };
}

function kidOf(token: string): string {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw unauthenticated('no JWT', 'it is no JSON Web Token');
  }
  const { alg, kid } = header;
  if (alg !== ALGORITHM) throw unauthenticated('algorithm', `it is not signed with ${ALGORITHM}`);
  if (typeof kid !== 'string') throw unauthenticated('no key id', 'it names no key');
  return kid;
}

function callerOf(claims: Readonly<Record<string, unknown>>, tenantId: string): TokenCaller {
  const { tid, azp, appid, oid, sub, scp, roles = [] } = claims;
  if (tid !== tenantId) throw unauthenticated('tenant', 'it is of another tenant');
  const appId = azp ?? appid;
  // ID tokens have none: they tell an application who signed in to it, and open nothing.
  if (typeof appId !== 'string') throw unauthenticated('no access token', 'it is no access token');
  // Only tokens for a user have scopes.
  const userId = scp === undefined ? undefined : (oid ?? sub);
  if (userId !== undefined && typeof userId !== 'string') throw unauthenticated('subject', 'it names nobody');
  if (!Array.isArray(roles)) throw unauthenticated('roles', 'its roles are no list');
  return { tenantId, appId, userId, roles: roles.filter((role) => typeof role === 'string') };
}

/** What is wrong, in words for the caller: what a token claims is only looked at when its signature is right. */
function faultOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWKSNoMatchingKey) return 'the tenant has no such key';
  if (error instanceof errors.JWTClaimValidationFailed) return claims[error.claim] ?? 'a claim is missing';
  return 'its signature is not right';
}

const claims: Readonly<Record<string, string>> = {
  aud: 'it is for another audience',
  iss: 'it is of another issuer',
  nbf: 'it is not valid yet',
};

/** As RFC 6750, section 3, has it; without a fault: nothing was presented that could be at fault. */
function unauthenticated(cause: string, fault?: string): AppError {
  const challenge = fault === undefined ? '' : `, error="invalid_token", error_description="${fault}"`;
  return new AppError(
    'unauthenticated',
    fault === undefined
      ? 'Send a token for this app, as Authorization: Bearer <token>.'
      : `The token is not taken: ${fault}.`,
    { headers: { 'www-authenticate': `Bearer realm="kafka-rest-functions"${challenge}` }, cause },
  );
}
