import { SecretClient } from '@azure/keyvault-secrets';
import { AppError } from '../errors.ts';
import type { Secret } from './secret-source.ts';

/** What @azure/keyvault-secrets needs to ask for tokens; made in entra-token.ts. */
type Credential = ConstructorParameters<typeof SecretClient>[1];

export interface KeyVaultOptions {
  readonly uri: URL;
  readonly secretName: string;
  readonly credential: Credential;
  /** True for a vault on this machine, whose challenge names vault.azure.net but whose host does not. */
  readonly loopback: boolean;
  /** Total, the credential's own call and retries included. */
  readonly timeoutMs: number;
}

/** Reads the newest version of one secret; every failure is `token-unavailable` naming vault, secret and remedy. */
export function createVaultReader(options: KeyVaultOptions): () => Promise<Secret> {
  const { uri, secretName, credential, loopback, timeoutMs } = options;
  const client = new SecretClient(uri.origin, credential, { disableChallengeResourceVerification: loopback });
  return async () => {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      // The credential's call for a managed-identity token takes no signal, so the race bounds what the signal cannot.
      const { value, properties } = await Promise.race([
        client.getSecret(secretName, { abortSignal: deadline }),
        rejectOnAbort(deadline),
      ]);
      if (value === undefined || value === '')
        throw new AppError('token-unavailable', 'The secret is empty.');
      return { value, version: properties.version ?? 'unknown' };
    } catch (error) {
      throw new AppError('token-unavailable', describe(error, deadline, uri.hostname, secretName), {
        cause: summary(error),
      });
    }
  };
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('deadline'));
    });
  });
}

function describe(error: unknown, deadline: AbortSignal, vault: string, secret: string): string {
  const what = `Key Vault ${vault}, secret ${secret}`;
  if (deadline.aborted) return `${what}: no answer in time; check the vault's firewall and the network.`;
  const { statusCode, disabled } = fields(error);
  switch (statusCode) {
    case 404:
      return `${what}: not there; store the app registration's client secret under that name.`;
    case 403:
      return disabled
        ? `${what}: disabled; enable it or store a new version.`
        : `${what}: forbidden; give this app's identity the role Key Vault Secrets User.`;
    case 429:
      return `${what}: throttled; it will be asked again.`;
    default:
      return error instanceof AppError
        ? `${what}: empty; store the client secret.`
        : `${what}: cannot be read; check the address and this app's identity.`;
  }
}

function fields(error: unknown): { statusCode: number | undefined; disabled: boolean } {
  const { statusCode, details } = (error ?? {}) as {
    statusCode?: number;
    // The SDK's spelling; the vault itself writes `innererror`.
    details?: { error?: { innerError?: { code?: string } } };
  };
  return { statusCode, disabled: details?.error?.innerError?.code === 'SecretDisabled' };
}

// Names and codes only: the SDK's errors carry the request with its bearer token.
function summary(error: unknown): string {
  const { name, code, statusCode } = (error ?? {}) as { name?: string; code?: string; statusCode?: number };
  return [name, code, statusCode].filter((part) => part !== undefined).join(' ');
}
