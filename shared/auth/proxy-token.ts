import type { AzureSettings, Config } from '../config.ts';
import { isLoopback } from '../setting.ts';
import { type AuthMetrics, createAuthMetrics } from './auth-metrics.ts';
import { createBoundedHttp } from './bounded-http.ts';
import { type AuthMode, createAssertionRequest, createVaultIdentity } from './entra-token.ts';
import { assertionError } from './entra-failure.ts';
import { createVaultReader } from './key-vault.ts';
import {
  cachedSecret,
  fixedSecret,
  freshAssertion,
  type Secret,
  type SecretSource,
} from './secret-source.ts';
import {
  type Clock,
  createTokenCache,
  systemClock,
  type TokenCache,
  type TokenState,
} from './token-cache.ts';
import { createTokenFetch } from './token-fetch.ts';

export type TokenSettings = Pick<
  Config,
  | 'authMode'
  | 'tenantId'
  | 'clientId'
  | 'scope'
  | 'keyVaultUri'
  | 'secretName'
  | 'certificateName'
  | 'clientSecret'
  | 'azure'
>;

export interface ProxyTokenOptions {
  readonly settings: TokenSettings;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Total for one token request, and for one read of the vault or of the managed identity. */
  readonly timeoutMs?: number;
  readonly metrics?: AuthMetrics;
}

export interface ProxyTokenState extends TokenState {
  readonly mode: AuthMode;
  /** The vault's id of the secret or certificate in use, or `setting`; null: none was read, or none is needed. */
  readonly secretVersion: string | null;
}

/** The token for the Kafka REST proxy, and what `ready` shows of it: nothing that must be kept secret. */
export interface ProxyToken extends Omit<TokenCache, 'state'> {
  readonly state: () => ProxyTokenState;
}

const TIMEOUT_MS = 10_000;

/** Puts cache, token request, vault and managed identity together as the settings say; nothing is asked for yet. */
export function createProxyToken(options: ProxyTokenOptions): ProxyToken {
  const { settings, clock = systemClock, random = Math.random, timeoutMs = TIMEOUT_MS } = options;
  const { authMode: mode, azure } = settings;
  const { metrics = createAuthMetrics(mode) } = options;
  const secrets = sourceOf(settings, clock, timeoutMs, metrics);
  const fetch = createTokenFetch({
    mode,
    registration: { ...settings, authorityHost: azure.authorityHost },
    secrets,
    timeoutMs,
    onOutcome: metrics.tokenFetched,
  });
  const cache = createTokenCache({ fetch, clock, random });
  metrics.observeAge(() => cache.state().ageSeconds);
  return {
    get: cache.get,
    invalidate: cache.invalidate,
    state: () => ({ mode, secretVersion: secrets.version(), ...cache.state() }),
  };
}

function sourceOf(
  settings: TokenSettings,
  clock: Clock,
  timeoutMs: number,
  metrics: AuthMetrics,
): SecretSource {
  const { authMode, clientSecret, keyVaultUri: uri, secretName, certificateName = '', azure } = settings;
  if (authMode === 'federated') return freshAssertion(createAssertionReader(azure, timeoutMs));
  if (authMode === 'secret' && clientSecret !== undefined) return fixedSecret(clientSecret);
  if (uri === undefined) throw new Error('readConfig lets no settings pass without a vault or a secret');
  const read = createVaultReader({
    uri,
    ...(authMode === 'secret'
      ? { secretName, held: 'client secret' }
      : { secretName: certificateName, held: 'certificate' }),
    identity: createVaultIdentity(azure, timeoutMs),
    loopback: isLoopback(uri),
    timeoutMs,
    onOutcome: metrics.secretRead,
  });
  return cachedSecret(read, clock);
}

function createAssertionReader(azure: AzureSettings, timeoutMs: number): () => Promise<Secret> {
  const newHttp = createBoundedHttp(timeoutMs);
  const request = createAssertionRequest(azure, timeoutMs);
  return async () => {
    const { inTime, deadline } = newHttp();
    try {
      return { value: await inTime(request()), version: 'managed identity' };
    } catch (error) {
      throw assertionError(error, deadline.aborted);
    }
  };
}
