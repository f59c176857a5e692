import type { StandInRequest } from '../stand-in/serve.ts';
import type { AppRegistration } from './app-registration.ts';
import { type AssertionContext, verifyAssertion } from './client-assertion.ts';
import { Refusal } from './refusal.ts';
import type { Tenant } from './tenant.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Credentials {
  readonly clientId: string;
  readonly secret?: string | undefined;
  readonly assertion?: string | undefined;
}

/** The application that a token request proves to come from; rejects with a `Refusal`. */
export async function authenticateClient(
  tenant: Tenant,
  request: StandInRequest,
  form: URLSearchParams,
  tenantUrl: string,
): Promise<AppRegistration> {
  const { clientId, secret, assertion } = credentialsOf(request, form);
  const app = tenant.findApp(clientId);
  if (app === undefined) throw new Refusal(700016, clientId);
  if (assertion !== undefined) await verifyAssertion(app, assertion, assertionContext(tenant, tenantUrl));
  else if (secret !== undefined) verifySecret(app, secret, tenant.now());
  else throw new Refusal(7000216);
  return app;
}

function assertionContext(tenant: Tenant, tenantUrl: string): AssertionContext {
  const issuer = tenant.issuer.issuerV2;
  const urls = [tenantUrl, `${tenant.authority()}/${tenant.tenantId}`];
  return {
    audiences: [issuer, ...urls.flatMap((url) => [`${url}/v2.0`, `${url}/oauth2/v2.0/token`])],
    issuer,
    jwks: tenant.keys.jwks,
    nowMs: tenant.now(),
  };
}

function verifySecret(app: AppRegistration, secret: string, nowMs: number): void {
  const state = app.stateOfSecret(secret, nowMs);
  if (state === 'unknown') throw new Refusal(7000215);
  if (state === 'expired') throw new Refusal(7000222);
}

function credentialsOf(request: StandInRequest, form: URLSearchParams): Credentials {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) return basicCredentials(basic);
  const clientId = form.get('client_id');
  if (clientId === null) throw new Refusal(900144, 'client_id');
  const assertion = form.get('client_assertion') ?? undefined;
  if (assertion !== undefined && form.get('client_assertion_type') !== JWT_BEARER) {
    throw new Refusal(900144, 'client_assertion_type');
  }
  return { clientId, assertion, secret: form.get('client_secret') ?? undefined };
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function basicCredentials(encoded: string): Credentials {
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const decode = (text: string) => new URLSearchParams(`v=${text}`).get('v') ?? '';
  return { clientId: decode(id), secret: decode(secret) };
}
