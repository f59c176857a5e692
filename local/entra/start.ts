import type { JSONWebKeySet, JWTPayload } from 'jose';
import { Faults } from '../stand-in/faults.ts';
import { listen, type ListenOptions, type Running, serve } from '../stand-in/serve.ts';
import type { AppRegistration, AppRegistrationOptions } from './app-registration.ts';
import { entraBehaviour } from './behaviour.ts';
import { type Lifetime, Tenant, type TenantOptions } from './tenant.ts';
import type { IssuedToken, Principal } from './token-issuer.ts';

/** What others need in order to check tokens of the tenant. */
export interface TokenAuthority {
  readonly url: string;
  readonly tenantId: string;
  /** `iss` of access tokens for Azure's resources: `https://sts.windows.net/{tenant}/`. */
  readonly issuer: string;
  /** The keys as they are published at this moment. */
  readonly jwks: () => JSONWebKeySet;
}

export interface IssueOptions {
  /** Left out: the stand-in's lifetime. Negative: already expired. */
  readonly lifetimeSeconds?: number;
  /** Win over the claims that the token would carry, so that a test can have them wrong. */
  readonly claims?: JWTPayload;
}

export interface Entra extends Running, TokenAuthority {
  readonly faults: Faults;
  /** `iss` of tokens of version 2, the one that federated credentials name. */
  readonly issuerV2: string;
  readonly jwksUrl: string;
  /** May be changed at any time; counts for tokens issued from then on. */
  readonly lifetime: Lifetime;
  /** Signs with a new key from now on; older ones stay published unless withdrawn. */
  readonly rotateKeys: (older?: 'keep-older' | 'withdraw-older') => Promise<void>;
  /** All tokens issued, oldest first. */
  readonly issued: () => readonly IssuedToken[];
  readonly register: (options: AppRegistrationOptions) => AppRegistration;
  /** The application by client id; throws when there is none. */
  readonly app: (clientId: string) => AppRegistration;
  /** Issues a token without a request; rejects when the tenant does not know the resource. */
  readonly issue: (principal: Principal, resource: string, options?: IssueOptions) => Promise<IssuedToken>;
}

/** Starts a stand-in of Microsoft Entra with one tenant; without `tls` it speaks http, which MSAL refuses. */
export async function startEntra(options: TenantOptions & ListenOptions): Promise<Entra> {
  const faults = new Faults();
  let url = '';
  const tenant = await Tenant.create(options, () => url);
  const running = await listen(serve(entraBehaviour(tenant, faults)), options);
  url = running.url;
  const { tenantId, issuer, keys, lifetime } = tenant;
  return {
    ...running,
    faults,
    tenantId,
    lifetime,
    issuer: issuer.issuerV1,
    issuerV2: issuer.issuerV2,
    jwks: keys.jwks,
    jwksUrl: `${url}/${tenantId}/discovery/v2.0/keys`,
    rotateKeys: (older) => keys.rotate(older),
    issued: () => issuer.issued,
    register: (app) => tenant.register(app),
    app: (clientId) => tenant.findApp(clientId) ?? fail(`No application ${clientId} is registered.`),
    issue: async (principal, name, { lifetimeSeconds = lifetime.expiresIn, claims } = {}) => {
      const resource = tenant.findResource(name) ?? fail(`The tenant knows no resource ${name}.`);
      return issuer.issue(principal, { name, ...resource }, lifetimeSeconds, claims);
    },
  };
}

function fail(message: string): never {
  throw new Error(message);
}
