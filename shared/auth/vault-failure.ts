import { AppError } from '../errors.ts';
import type { BoundedHttp } from './bounded-http.ts';

/** What the vault holds for this app: the client secret, or a certificate with its key. */
export type Held = 'client secret' | 'certificate';

const failures = {
  'not-found': (held: Held) => `not there; store the app registration's ${held} under that name`,
  disabled: () => 'disabled; enable it or store a new version',
  forbidden: () => "forbidden; give this app's identity the role Key Vault Secrets User",
  throttled: () => 'throttled; it will be asked again',
  timeout: () => "no answer in time; check the vault's firewall and the network",
  unavailable: () => 'the vault cannot answer now; it will be asked again',
  'no-identity': () =>
    "this app's identity gives no token; check that it is assigned, and AZURE_CLIENT_ID (on a laptop: az login)",
  empty: (held: Held) => `empty; store the ${held}`,
  'not-pem': () =>
    'no certificate in PEM with its key; store one with content type application/x-pem-file and an exportable key',
  unreadable: () => "cannot be read; check the address and this app's identity",
} as const satisfies Record<string, (held: Held) => string>;

type Failure = keyof typeof failures;

/** How a read of the vault ended, as metrics count it. */
export type ReadOutcome = 'ok' | Failure;

/** Thrown for what the vault answered but cannot be used. */
export class UnusableSecret extends Error {
  readonly failure: Failure;

  constructor(failure: 'empty' | 'not-pem') {
    super(failure);
    this.failure = failure;
  }
}

/** Reads an error of @azure/keyvault-secrets, none of which may be shown: they carry the request with its token. */
export function readVaultFailure(thrown: unknown, http: BoundedHttp): Failure {
  if (thrown instanceof UnusableSecret) return thrown.failure;
  const { name = '', statusCode, details } = (thrown ?? {}) as VaultError;
  const status = statusCode ?? http.lastAnswer()?.status ?? 0;
  if (status === 429) return 'throttled';
  if (status >= 500) return 'unavailable';
  if (http.deadline.aborted) return 'timeout';
  if (status === 404) return 'not-found';
  if (status === 403) return details?.error?.innerError?.code === 'SecretDisabled' ? 'disabled' : 'forbidden';
  return IDENTITY_ERRORS.has(name) ? 'no-identity' : 'unreadable';
}

interface VaultError {
  readonly name?: string;
  readonly statusCode?: number;
  // The SDK's spelling; the vault itself writes `innererror`.
  readonly details?: { readonly error?: { readonly innerError?: { readonly code?: string } } };
}

// What @azure/identity throws where the vault's SDK asks it for a token.
const IDENTITY_ERRORS = new Set([
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
]);

/** `token-unavailable` naming vault, secret and remedy. */
export function vaultError(
  failure: Failure,
  place: { readonly vault: string; readonly secret: string; readonly held: Held },
  thrown: unknown,
  http: BoundedHttp,
): AppError {
  const { name, code } = (thrown ?? {}) as { name?: string; code?: string };
  const { status, retryAfterSeconds } = http.lastAnswer() ?? {};
  const detail = `Key Vault ${place.vault}, ${place.held === 'certificate' ? 'certificate' : 'secret'} ${place.secret}: ${failures[failure](place.held)}.`;
  return new AppError('token-unavailable', detail, {
    cause: [name, code, status].filter((part) => part !== undefined).join(' '),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
