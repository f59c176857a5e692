import { type Answer, json, type StandInRequest } from '../stand-in/serve.ts';
import { Refusal } from './refusal.ts';

/** The base URL under which the caller sees the authority: clients compare hosts, and localhost has several names. */
export function baseOf(request: StandInRequest, authority: string): string {
  const { host } = request.headers;
  return host === undefined ? authority : `${authority.split('://')[0] ?? 'https'}://${host}`;
}

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`, and without `/v2.0` that of version 1. */
export function openIdConfiguration(base: string, tenantId: string, issuer: string): Answer {
  const tenant = `${base}/${tenantId}`;
  return json(200, {
    issuer,
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${tenant}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${tenant}/oauth2/v2.0/logout`,
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  });
}

/**
 * `GET /common/discovery/instance?authorization_endpoint=…`: MSAL asks it (at login.microsoftonline.com where the
 * authority is unknown to it) whether the authority is Entra's. It is when it is this one.
 */
export function instanceDiscovery(request: StandInRequest, authority: string): Answer {
  const asked = request.query.get('authorization_endpoint') ?? '';
  if (!URL.canParse(asked)) throw new Refusal(900144, 'authorization_endpoint');
  const host = ownHost(new URL(asked), new URL(authority));
  if (host === undefined) throw new Refusal(50049, new URL(asked).host);
  const tenant = new URL(asked).pathname.split('/')[1] ?? 'common';
  return json(200, {
    tenant_discovery_endpoint: `https://${host}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': request.query.get('api-version') ?? '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

// MSAL for Python leaves the authority's port out of its question, and goes where the answer says.
function ownHost({ hostname, host, port }: URL, authority: URL): string | undefined {
  if (hostname === 'login.microsoftonline.com') return host;
  const isOwn = ['localhost', '127.0.0.1'].includes(hostname) && ['', authority.port].includes(port);
  return isOwn ? `${hostname}:${authority.port}` : undefined;
}
