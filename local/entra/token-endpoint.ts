import { type Answer, json, type StandInRequest } from '../stand-in/serve.ts';
import { authenticateClient } from './client-authentication.ts';
import { Refusal } from './refusal.ts';
import type { Tenant } from './tenant.ts';

/** `POST {tenantUrl}/oauth2/v2.0/token` with client credentials; extra fields are let be, as Entra does. */
export async function answerTokenRequest(
  tenant: Tenant,
  request: StandInRequest,
  tenantUrl: string,
): Promise<Answer> {
  if (request.method !== 'POST') throw new Refusal(900561);
  const form = new URLSearchParams(request.body.toString());
  const grantType = form.get('grant_type');
  if (grantType === null) throw new Refusal(900144, 'grant_type');
  if (grantType !== 'client_credentials') throw new Refusal(70003, grantType);
  const app = await authenticateClient(tenant, request, form, tenantUrl);
  const name = resourceOf(form.get('scope'));
  const resource = tenant.findResource(name);
  if (resource === undefined) throw new Refusal(500011, name);
  const { expiresIn, refreshIn } = tenant.lifetime;
  const { token } = await tenant.issuer.issue(app.principalFor(name), { name, ...resource }, expiresIn);
  return json(200, {
    token_type: 'Bearer',
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    ...(refreshIn === undefined ? {} : { refresh_in: refreshIn }),
    access_token: token,
  });
}

const SUFFIX = '/.default';

function resourceOf(scope: string | null): string {
  if (scope === null) throw new Refusal(900144, 'scope');
  // OpenID scopes that clients add of their own accord mean nothing here.
  const scopes = scope.split(' ').filter((one) => !['', 'openid', 'profile', 'offline_access'].includes(one));
  const [only = ''] = scopes;
  if (scopes.length !== 1 || !only.endsWith(SUFFIX)) throw new Refusal(1002012, scope);
  return only.slice(0, -SUFFIX.length);
}
