import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from './refusal.ts';

/** The resource of every vault of the public cloud: the challenge names it, tokens must be for it. */
const VAULT_RESOURCE = 'https://vault.azure.net';

/** The Entra tenant whose tokens the vault takes. */
export interface TenantOfVault {
  /** The authority's URL. */
  readonly url: string;
  readonly tenantId: string;
  readonly issuer: string;
  readonly jwks: () => JSONWebKeySet;
}

/** How a vault decides who may read: the two models differ in what a refusal is called. */
export type PermissionModel = 'rbac' | 'policy';

/** Rejects with a `Refusal` unless the header holds a valid token of the tenant; gives its claims. */
export async function authenticate(
  authorization: string | undefined,
  tenant: TenantOfVault,
  nowMs: number,
): Promise<JWTPayload> {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw challenge(tenant, 'AKV10000: The request has no bearer token.');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(tenant.jwks()), {
      algorithms: ['RS256'],
      issuer: tenant.issuer,
      audience: VAULT_RESOURCE,
      requiredClaims: ['exp', 'oid'],
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    // The library's messages name the claim or the check that failed, never the token.
    throw challenge(tenant, `The token is refused: ${error.message}`, 'error="invalid_token"');
  }
}

/** Rejects with a `Refusal` unless the caller is one of the readers, by object id. */
export function authorize(claims: JWTPayload, readers: ReadonlySet<string>, model: PermissionModel): void {
  const objectId = String(claims['oid']);
  if (readers.has(objectId)) return;
  const caller = `appid=${String(claims['appid'])};oid=${objectId};iss=${claims.iss ?? ''}`;
  if (model === 'rbac') {
    throw new Refusal('ForbiddenByRbac', `No role assignment lets the caller read. Caller: ${caller}`);
  }
  throw new Refusal('ForbiddenByPolicy', `No access policy gives '${caller}' the permission to get.`);
}

function challenge(tenant: TenantOfVault, message: string, ...more: readonly string[]): Refusal {
  const parts = [`authorization="${tenant.url}/${tenant.tenantId}"`, `resource="${VAULT_RESOURCE}"`, ...more];
  return new Refusal('Unauthorized', message, { 'www-authenticate': `Bearer ${parts.join(', ')}` });
}
