import type { Faults } from '../stand-in/faults.ts';
import { type Answer, type Behaviour, json, type StandInRequest } from '../stand-in/serve.ts';
import { baseOf, instanceDiscovery, openIdConfiguration } from './discovery.ts';
import { Refusal } from './refusal.ts';
import type { Tenant } from './tenant.ts';
import { answerTokenRequest } from './token-endpoint.ts';

/** Calls by name, as faults and counters know them. */
export type EntraCall = 'token' | 'discovery' | 'keys' | 'instance-discovery' | 'unknown';

/** What the authority answers, tenant by tenant; refusals in Entra's JSON form with trace and correlation ids. */
export function entraBehaviour(tenant: Tenant, faults: Faults): Behaviour {
  return {
    faults,
    nameOf: (request) => routeOf(request).call,
    answer: async (request) => {
      const traceId = tenant.newId();
      const answer = await route(tenant, request).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        return error.answer(tenant.now(), traceId, correlationId(request, tenant));
      });
      const headers = { 'cache-control': 'no-store, no-cache', 'x-ms-request-id': traceId };
      return { ...answer, headers: { ...answer.headers, ...headers } };
    },
  };
}

function routeOf({ path }: StandInRequest): { readonly call: EntraCall; readonly tenant: string } {
  if (path === '/common/discovery/instance') return { call: 'instance-discovery', tenant: 'common' };
  const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
  return { call: tenantCalls.get(rest) ?? 'unknown', tenant };
}

const tenantCalls: ReadonlyMap<string, EntraCall> = new Map([
  ['oauth2/v2.0/token', 'token'],
  ['v2.0/.well-known/openid-configuration', 'discovery'],
  ['.well-known/openid-configuration', 'discovery'],
  ['discovery/v2.0/keys', 'keys'],
  ['discovery/keys', 'keys'],
]);

async function route(tenant: Tenant, request: StandInRequest): Promise<Answer> {
  const { call, tenant: name } = routeOf(request);
  if (call === 'unknown') return { status: 404 };
  if (call === 'instance-discovery') return instanceDiscovery(request, tenant.authority());
  if (!tenant.isCalled(name)) throw new Refusal(90002, name);
  if (call === 'keys') return json(200, tenant.keys.jwks());
  const base = baseOf(request, tenant.authority());
  if (call === 'token') return answerTokenRequest(tenant, request, `${base}/${name}`);
  const isV2 = request.path.includes('/v2.0/');
  return openIdConfiguration(base, tenant.tenantId, isV2 ? tenant.issuer.issuerV2 : tenant.issuer.issuerV1);
}

function correlationId({ headers, query, body }: StandInRequest, { newId }: Tenant): string {
  const sent =
    headers['client-request-id'] ??
    query.get('client-request-id') ??
    new URLSearchParams(body.toString()).get('client-request-id');
  return typeof sent === 'string' ? sent : newId();
}
