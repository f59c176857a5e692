import { AzureCliCredential, ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
import type { AzureSettings } from '../config.ts';
import { AppError } from '../errors.ts';
import type { SecretSource } from './secret-source.ts';
import type { Token } from './token-cache.ts';

/** Entra's numbers for a client secret that is wrong (7000215) or has expired (7000222). */
const SECRET_REFUSED = new Set([7000215, 7000222]);

export interface EntraOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly secrets: SecretSource;
  readonly authorityHost: URL | undefined;
  /** Total for one token request, retries included. */
  readonly timeoutMs: number;
}

/** The identity that reads the vault: named by a setting, never found by probing. */
export function createVaultCredential(azure: AzureSettings): ManagedIdentityCredential | AzureCliCredential {
  if (azure.vaultCredential === 'AzureCliCredential') return new AzureCliCredential();
  const clientId = azure.managedIdentityClientId;
  return clientId === undefined
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId });
}

/**
 * Gets a token by client credentials; a refused secret is read again once and tried once more.
 * Rejects with `token-unavailable`, whose detail has Entra's error number and never a secret.
 */
export function createEntraTokenFetch(options: EntraOptions): () => Promise<Token> {
  return async () => {
    const secret = await options.secrets.get();
    try {
      return await requestToken(options, secret.value);
    } catch (error) {
      if (!secretRefused(error)) throw explain(error, options);
      const newer = await options.secrets.reread(secret);
      if (newer.version === secret.version) throw explain(error, options);
      return await requestToken(options, newer.value).catch((again: unknown) => {
        throw explain(again, options);
      });
    }
  };
}

async function requestToken(options: EntraOptions, secret: string): Promise<Token> {
  const { tenantId, clientId, scope, authorityHost, timeoutMs } = options;
  const deadline = AbortSignal.timeout(timeoutMs);
  // A new credential each time: a kept one hands back its own cached token on a forced refresh, and refuses for
  // 60 s after one failure even while that token is valid.
  const credential = new ClientSecretCredential(tenantId, clientId, secret, {
    ...(authorityHost === undefined
      ? {}
      : { authorityHost: authorityHost.origin, disableInstanceDiscovery: true }),
    // The credential ignores getToken's own signal; a policy is the one place that ends a hang and a dripping body.
    additionalPolicies: [
      {
        position: 'perRetry',
        policy: {
          name: 'deadline',
          sendRequest: (request, next) => {
            request.abortSignal = deadline;
            return next(request);
          },
        },
      },
    ],
  });
  const token = await credential.getToken(scope);
  return {
    value: token.token,
    expiresAtMs: token.expiresOnTimestamp,
    refreshAfterMs: token.refreshAfterTimestamp,
  };
}

interface EntraCause {
  readonly errorNo?: string | number;
  readonly errorCode?: string;
  readonly status?: number;
}

function causeOf(error: unknown): EntraCause {
  return (error as { cause?: unknown } | undefined)?.cause ?? {};
}

function secretRefused(error: unknown): boolean {
  return SECRET_REFUSED.has(Number(causeOf(error).errorNo));
}

function explain(error: unknown, { tenantId, clientId }: EntraOptions): AppError {
  const { errorNo, errorCode, status } = causeOf(error);
  const who = `app registration ${clientId} in tenant ${tenantId}`;
  const detail = secretRefused(error)
    ? `Entra refused the client secret of ${who} (${errorNo ?? ''}); store a valid one in the Key Vault.`
    : errorNo === undefined
      ? `Entra gave no token for ${who}; it will be asked again.`
      : `Entra gave no token for ${who} (AADSTS${errorNo}); check the registration and the scope.`;
  const cause = [(error as Error).name, errorCode, errorNo, status]
    .filter((part) => part !== undefined)
    .join(' ');
  return new AppError('token-unavailable', detail, { cause });
}
