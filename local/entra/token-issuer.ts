import type { JWTPayload } from 'jose';
import type { Resource } from './resources.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Who a token is for: an application with its service principal, or a managed identity. */
export interface Principal {
  readonly clientId: string;
  /** Object id of the service principal: `oid` and `sub`. */
  readonly objectId: string;
  /** Object ids of security groups; none: no `groups` claim. */
  readonly groups?: readonly string[];
  /** App roles; none: no `roles` claim. */
  readonly roles?: readonly string[];
}

/** One token that left the stand-in, for tests that ask what was issued to whom. */
export interface IssuedToken {
  readonly token: string;
  readonly clientId: string;
  readonly resource: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

export interface IssuerOptions {
  readonly tenantId: string;
  /** The authority's own URL, known once it listens. */
  readonly authority: () => string;
  readonly keys: SigningKeys;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Makes access tokens of one tenant and remembers them. */
export class TokenIssuer {
  readonly #options: IssuerOptions;
  readonly #issued: IssuedToken[] = [];

  constructor(options: IssuerOptions) {
    this.#options = options;
  }

  /** Oldest first. */
  get issued(): readonly IssuedToken[] {
    return this.#issued;
  }

  /** `iss` of tokens of version 1: Entra's, whatever host the authority has. */
  get issuerV1(): string {
    return `https://sts.windows.net/${this.#options.tenantId}/`;
  }

  /** `iss` of tokens of version 2, and of the discovery document. */
  get issuerV2(): string {
    return `${this.#options.authority()}/${this.#options.tenantId}/v2.0`;
  }

  /** A token for a resource by name; `claims` win over what it would carry otherwise, so that tests can have it wrong. */
  async issue(
    principal: Principal,
    { name, tokenVersion, audience = name }: Resource & { readonly name: string },
    lifetimeSeconds: number,
    claims: JWTPayload = {},
  ): Promise<IssuedToken> {
    const { keys, now } = this.#options;
    const issuedAt = Math.floor(now() / 1000);
    const payload = {
      ...this.#claimsOf(principal, tokenVersion),
      aud: audience,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + lifetimeSeconds,
      ...claims,
    };
    const token = {
      token: await keys.sign(payload),
      clientId: principal.clientId,
      resource: name,
      issuedAtMs: issuedAt * 1000,
      expiresAtMs: payload.exp * 1000,
    };
    this.#issued.push(token);
    return token;
  }

  #claimsOf({ clientId, objectId, groups = [], roles = [] }: Principal, version: 1 | 2): JWTPayload {
    return {
      iss: version === 1 ? this.issuerV1 : this.issuerV2,
      ...(version === 1 ? { appid: clientId, appidacr: '1' } : { azp: clientId, azpacr: '1' }),
      oid: objectId,
      sub: objectId,
      tid: this.#options.tenantId,
      idtyp: 'app',
      ...(groups.length === 0 ? {} : { groups }),
      ...(roles.length === 0 ? {} : { roles }),
      uti: this.#options.newId(),
      ver: `${version}.0`,
    };
  }
}
