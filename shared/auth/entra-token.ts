import {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
import type { AzureSettings } from '../config.ts';
import { type BoundedHttp, createRequestBoundedHttp, retryOptions } from './bounded-http.ts';
import type { Token } from './token-cache.ts';

/** How the app proves itself to Entra: a client secret, a certificate, or a token of its managed identity. */
export type AuthMode = 'secret' | 'certificate' | 'federated';

export interface Registration {
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
  /** Undefined: Entra's public one. */
  readonly authorityHost: URL | undefined;
}

/** The identity that reads the vault: named by a setting, never found by probing. */
export function createVaultIdentity(
  azure: AzureSettings,
  timeoutMs: number,
): ManagedIdentityCredential | AzureCliCredential {
  return azure.vaultCredential === 'AzureCliCredential'
    ? new AzureCliCredential({ processTimeoutInMs: timeoutMs })
    : managedIdentity(azure, timeoutMs);
}

/** For other services of Azure that ask for a token of the app's identity. */
export type ManagedIdentity = Pick<ManagedIdentityCredential, 'getToken'>;

/** A managed identity: the user-assigned one of this client id, or the app's own. */
export function createManagedIdentity(clientId: string | undefined, timeoutMs: number): ManagedIdentity {
  return managedIdentity({ managedIdentityClientId: clientId }, timeoutMs);
}

/** Asks for a token of the managed identity that the app registration trusts in place of a secret. */
export function createAssertionRequest(azure: AzureSettings, timeoutMs: number): () => Promise<string> {
  const identity = managedIdentity(azure, timeoutMs);
  const scope = `${exchangeAudience(azure.authorityHost)}/.default`;
  return async () => (await identity.getToken(scope)).token;
}

// What MSAL rounds the end of a token by, and the second that Entra cuts off when it writes it down.
const ROUNDING_MS = 2000;

/**
 * Asks Entra once for a token by client credentials; rejects with whatever the SDK throws. A new credential each
 * time: a kept one hands back its own cached token on a forced refresh, and refuses for 60 s after one failure even
 * while that token is valid.
 */
export async function requestToken(
  mode: AuthMode,
  registration: Registration,
  proof: string,
  http: BoundedHttp,
): Promise<Token> {
  const startedMs = performance.now();
  const token = await credential(mode, registration, proof, http).getToken(registration.scope);
  // The SDK counts the token's life from when the answer came; it began when Entra made it, at the earliest at once.
  const lateMs = performance.now() - startedMs + ROUNDING_MS;
  return {
    value: token.token,
    expiresAtMs: token.expiresOnTimestamp - lateMs,
    refreshAfterMs:
      token.refreshAfterTimestamp === undefined ? undefined : token.refreshAfterTimestamp - lateMs,
  };
}

function credential(
  mode: AuthMode,
  { tenantId, clientId, authorityHost }: Registration,
  proof: string,
  http: BoundedHttp,
): ClientSecretCredential | ClientCertificateCredential | ClientAssertionCredential {
  const options = {
    ...(authorityHost === undefined
      ? {}
      : { authorityHost: authorityHost.origin, disableInstanceDiscovery: true }),
    httpClient: http.client,
    retryOptions,
  };
  switch (mode) {
    case 'secret':
      return new ClientSecretCredential(tenantId, clientId, proof, options);
    case 'certificate':
      return new ClientCertificateCredential(tenantId, clientId, { certificate: proof }, options);
    case 'federated':
      return new ClientAssertionCredential(tenantId, clientId, () => Promise.resolve(proof), options);
  }
}

function managedIdentity(
  { managedIdentityClientId: clientId }: Pick<AzureSettings, 'managedIdentityClientId'>,
  timeoutMs: number,
): ManagedIdentityCredential {
  const options = { httpClient: createRequestBoundedHttp(timeoutMs), retryOptions };
  return new ManagedIdentityCredential(clientId === undefined ? options : { ...options, clientId });
}

/** What a federated credential names as audience, cloud by cloud. */
function exchangeAudience(authorityHost: URL | undefined): string {
  const audience = 'api://AzureADTokenExchange';
  if (authorityHost?.hostname.endsWith('.cn') === true) return `${audience}China`;
  return authorityHost?.hostname.endsWith('.us') === true ? `${audience}USGov` : audience;
}
