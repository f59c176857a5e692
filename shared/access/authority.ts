import { DAY_MS, HOUR_MS } from '../durations.ts';
import { AppError } from '../errors.ts';
import type { GetJson } from './get-json.ts';

/** Whose tokens are taken: the tenant, the two forms of its name in a token, and its public keys. */
export interface TenantKeys {
  readonly tenantId: string;
  /** `iss` of tokens of version 1 and of version 2. */
  readonly issuers: readonly string[];
  readonly jwks: { readonly keys: readonly { readonly kid?: string }[] };
}

export interface AuthorityOptions {
  /** Entra's, up to its host. */
  readonly url: URL;
  /** Tenant id or domain name. */
  readonly tenant: string;
  readonly getJson: GetJson;
  readonly monotonicMs: () => number;
  /** Of one look at the authority, whatever number of documents it takes. */
  readonly timeoutMs?: number;
}

/**
 * The keys among which one with this `kid` would be. One that is not known is looked for at the authority, once for
 * all who wait, so that new keys count at once; after one that there is not, not for five seconds, so that inventing
 * keys is in vain. Rejects
 * with `authority-unavailable` where nobody can say whether there is such a key.
 */
export type FindKeys = (kid: string) => Promise<TenantKeys>;

const TIMEOUT_MS = 5_000;
const LOOK_AGAIN_AFTER_MS = 5_000;
// Keys that Entra has withdrawn count for an hour at most, and through an outage of its own for a day.
const REFRESH_AFTER_MS = HOUR_MS;
const FORGET_AFTER_MS = DAY_MS;

interface Tenant {
  readonly tenantId: string;
  readonly issuers: readonly string[];
  readonly keysUrl: string;
}

export function createAuthority(options: AuthorityOptions): FindKeys {
  const { monotonicMs, timeoutMs = TIMEOUT_MS } = options;
  let tenant: Tenant | undefined;
  let held: { readonly keys: TenantKeys; readonly sinceMs: number } | undefined;
  let flight: Promise<void> | undefined;
  let last: { readonly startedMs: number; failure?: AppError; wasInVain?: boolean } | undefined;

  async function look(): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    tenant ??= await readTenant(options, signal);
    const { keysUrl, ...names } = tenant;
    const jwks = keySetOf(await options.getJson(keysUrl, signal));
    held = { keys: { ...names, jwks }, sinceMs: monotonicMs() };
  }

  function mayLook(): boolean {
    if (last === undefined || (last.failure === undefined && last.wasInVain !== true)) return true;
    return monotonicMs() - last.startedMs >= LOOK_AGAIN_AFTER_MS;
  }

  /** Looks, unless one just failed or found nothing; a failure is told to all who ask until it may be tried again. */
  async function lookInTurn(): Promise<void> {
    if (flight === undefined && mayLook()) {
      const own: typeof last = { startedMs: monotonicMs() };
      last = own;
      flight = look()
        .catch((error: unknown) => {
          own.failure = unavailable(error);
        })
        .finally(() => {
          flight = undefined;
        });
    }
    await flight;
    if (last?.failure !== undefined) throw last.failure;
  }

  return async (kid) => {
    const ageMs = held === undefined ? Infinity : monotonicMs() - held.sinceMs;
    if (held !== undefined && ageMs < FORGET_AFTER_MS && has(held.keys, kid)) {
      if (ageMs >= REFRESH_AFTER_MS) lookInTurn().catch(() => undefined);
      return held.keys;
    }
    await lookInTurn();
    if (held === undefined) throw unavailable(undefined);
    if (last !== undefined && !has(held.keys, kid)) last.wasInVain = true;
    return held.keys;
  };
}

function has({ jwks }: TenantKeys, kid: string): boolean {
  return jwks.keys.some((key) => key.kid === kid);
}

/** Asks the authority who the tenant is: a domain name has an id, and other clouds have other issuers. */
async function readTenant({ url, tenant, getJson }: AuthorityOptions, signal: AbortSignal): Promise<Tenant> {
  const base = `${url.origin}/${tenant}`;
  const [one, two] = (await Promise.all([
    getJson(`${base}/.well-known/openid-configuration`, signal),
    getJson(`${base}/v2.0/.well-known/openid-configuration`, signal),
  ])) as [Partial<Discovery>, Partial<Discovery>];
  const tenantId = /\/([0-9a-f-]{36})\/v2\.0$/i.exec(two.issuer ?? '')?.[1];
  if (one.issuer === undefined || two.issuer === undefined || tenantId === undefined) {
    throw new Error('names no issuer for this tenant');
  }
  const keysUrl = URL.parse(two.jwks_uri ?? '');
  if (keysUrl?.protocol !== 'https:') throw new Error('names no https address of keys');
  return { tenantId, issuers: [one.issuer, two.issuer], keysUrl: keysUrl.href };
}

interface Discovery {
  readonly issuer: string;
  readonly jwks_uri: string;
}

function keySetOf(document: unknown): TenantKeys['jwks'] {
  const { keys } = (document ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('has no keys');
  return { keys: keys as TenantKeys['jwks']['keys'] };
}

function unavailable(error: unknown): AppError {
  const cause = error instanceof Error ? error.message : 'no answer';
  return new AppError('authority-unavailable', 'The token cannot be checked now: send the request again.', {
    cause: `authority: ${cause}`,
    retryAfterSeconds: LOOK_AGAIN_AFTER_MS / 1000,
  });
}
