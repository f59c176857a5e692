import { AppError } from '../errors.ts';
import type { BoundedHttp } from './bounded-http.ts';
import type { AuthMode, Registration } from './entra-token.ts';

/** How a token request ended, as metrics count it; `no-proof`: vault or identity gave nothing that tells who asks. */
export type FetchOutcome =
  'ok' | 'no-proof' | 'proof-refused' | 'request-refused' | 'throttled' | 'timeout' | 'unavailable';

/** Entra's numbers for a proof that it does not take; the first three may be cured by a newer version in the vault. */
const STALE = new Set([
  7000215, // the client secret is wrong
  7000222, // the client secret has expired
  700027, // no certificate of the registration made this signature
]);
const OUTSIDE_ITS_TIME = 700024;
const UNTRUSTED = new Set([OUTSIDE_ITS_TIME, 700211, 700212, 700213]); // … the assertion's issuer, audience, subject

/** What was refused, and the remedy. */
const refusals: Record<AuthMode, readonly [what: string, remedy: string]> = {
  secret: ['client secret', 'store a valid one in the Key Vault'],
  certificate: ['certificate', 'register it there, or store a registered one in the Key Vault'],
  federated: [
    'managed identity',
    'add a federated credential with its object id as subject and the audience api://AzureADTokenExchange',
  ],
};

/** Why no token came. */
export interface EntraFailure {
  readonly outcome: Exclude<FetchOutcome, 'ok' | 'no-proof'>;
  /** Whether the proof may be outdated. */
  readonly stale: boolean;
  /** `token-unavailable`; its detail has Entra's error number, and neither a secret nor an assertion. */
  readonly error: AppError;
}

/** Reads an error of @azure/identity, none of which may be shown: they carry the request. */
export function readFailure(
  thrown: unknown,
  mode: AuthMode,
  registration: Registration,
  http: BoundedHttp,
): EntraFailure {
  const { errorNo, errorCode } = causeOf(thrown);
  const number = Number(errorNo);
  const { retryAfterSeconds, status } = http.lastAnswer() ?? {};
  const outcome = outcomeOf(number, status, http.deadline.aborted);
  const cause = [(thrown as Error).name, errorCode, errorNo, status].filter((part) => part !== undefined);
  return {
    outcome,
    stale: STALE.has(number),
    error: new AppError('token-unavailable', describe(outcome, number, mode, registration), {
      cause: cause.join(' '),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    }),
  };
}

function outcomeOf(number: number, status: number | undefined, late: boolean): EntraFailure['outcome'] {
  if (STALE.has(number) || UNTRUSTED.has(number)) return 'proof-refused';
  if (number > 0) return 'request-refused';
  if (status === 429) return 'throttled';
  return late ? 'timeout' : 'unavailable';
}

function describe(
  outcome: EntraFailure['outcome'],
  number: number,
  mode: AuthMode,
  { tenantId, clientId }: Registration,
): string {
  const who = `app registration ${clientId} in tenant ${tenantId}`;
  switch (outcome) {
    case 'proof-refused': {
      const [what, remedy] =
        number === OUTSIDE_ITS_TIME ? ['assertion', "set this machine's clock right"] : refusals[mode];
      return `Entra refused the ${what} of ${who} (AADSTS${number}); ${remedy}.`;
    }
    case 'request-refused':
      return `Entra gave no token for ${who} (AADSTS${number}); check the registration and the scope.`;
    case 'throttled':
      return `Entra gave no token for ${who}: it is throttling; it will be asked again.`;
    case 'timeout':
      return `Entra gave no token for ${who} in time; it will be asked again.`;
    case 'unavailable':
      return `Entra gave no token for ${who}; it will be asked again.`;
  }
}

function causeOf(error: unknown): { readonly errorNo?: string | number; readonly errorCode?: string } {
  return (error as { cause?: object } | undefined)?.cause ?? {};
}

/** Why the managed identity gave no assertion. */
export function assertionError(thrown: unknown, late: boolean): AppError {
  const detail = late
    ? "This app's managed identity gave no token in time; it will be asked again."
    : "This app's managed identity gave no token; assign it to the app and check AZURE_CLIENT_ID.";
  return new AppError('token-unavailable', detail, { cause: (thrown as Error).name });
}
