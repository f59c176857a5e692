import { randomUUID } from 'node:crypto';
import { AppRegistration, type AppRegistrationOptions } from './app-registration.ts';
import { azureResources, findResource, type Resource, type Resources } from './resources.ts';
import { SigningKeys } from './signing-keys.ts';
import { TokenIssuer } from './token-issuer.ts';

/** How long tokens live, in seconds; `refreshIn` is sent only where it is set, as Entra does for long-lived ones. */
export interface Lifetime {
  expiresIn: number;
  refreshIn?: number | undefined;
}

export interface TenantOptions {
  /** A GUID. */
  readonly tenantId: string;
  /** Verified domains that address the tenant as well. */
  readonly domains?: readonly string[];
  readonly apps?: readonly AppRegistrationOptions[];
  /** Resources of the tenant's own, beside Azure's. */
  readonly resources?: Resources;
  /** Left out: 3599 s, no refresh_in. */
  readonly lifetime?: Readonly<Lifetime>;
  readonly now?: () => number;
  readonly newId?: () => string;
}

/** What the authority knows of its one tenant. */
export class Tenant {
  readonly tenantId: string;
  readonly issuer: TokenIssuer;
  readonly keys: SigningKeys;
  readonly lifetime: Lifetime;
  readonly now: () => number;
  readonly newId: () => string;
  /** The authority's URL, known once it listens. */
  readonly authority: () => string;
  readonly #names: readonly string[];
  readonly #resources: Resources;
  readonly #apps = new Map<string, AppRegistration>();

  private constructor(options: TenantOptions, keys: SigningKeys, authority: () => string) {
    const { tenantId, domains = [], apps = [], now = Date.now, newId = randomUUID } = options;
    this.tenantId = tenantId;
    this.keys = keys;
    this.issuer = new TokenIssuer({ tenantId, authority, keys, now, newId });
    this.lifetime = { ...(options.lifetime ?? { expiresIn: 3599 }) };
    this.now = now;
    this.newId = newId;
    this.authority = authority;
    this.#names = [tenantId, ...domains].map((name) => name.toLowerCase());
    this.#resources = { ...azureResources, ...options.resources };
    for (const app of apps) this.register(app);
  }

  static async create(options: TenantOptions, authority: () => string): Promise<Tenant> {
    return new Tenant(options, await SigningKeys.create(), authority);
  }

  register(options: AppRegistrationOptions): AppRegistration {
    const app = new AppRegistration(options);
    this.#apps.set(app.clientId, app);
    return app;
  }

  findApp(clientId: string): AppRegistration | undefined {
    return this.#apps.get(clientId);
  }

  findResource(name: string): Resource | undefined {
    return findResource(this.#resources, name);
  }

  isCalled(name: string): boolean {
    return this.#names.includes(name.toLowerCase());
  }
}
