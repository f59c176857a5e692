import { SecretClient } from '@azure/keyvault-secrets';
import { type BoundedHttp, createBoundedHttp, retryOptions } from './bounded-http.ts';
import type { Secret } from './secret-source.ts';
import {
  type Held,
  readVaultFailure,
  type ReadOutcome,
  UnusableSecret,
  vaultError,
} from './vault-failure.ts';

/** What @azure/keyvault-secrets needs to ask for tokens; made in entra-token.ts. */
type Credential = ConstructorParameters<typeof SecretClient>[1];

export interface KeyVaultOptions {
  readonly uri: URL;
  /** Of the secret, or of the certificate: the vault serves one with an exportable key as a secret too. */
  readonly secretName: string;
  readonly held: Held;
  readonly identity: Credential;
  /** True for a vault on this machine, whose challenge names vault.azure.net but whose host does not. */
  readonly loopback: boolean;
  /** Total for one read, the identity's own requests and all retries included. */
  readonly timeoutMs: number;
  /** Called once for each read, however many tries it took. */
  readonly onOutcome?: (outcome: ReadOutcome) => void;
}

/** Reads the newest version of one secret; every failure is `token-unavailable` naming vault, secret and remedy. */
export function createVaultReader(options: KeyVaultOptions): () => Promise<Secret> {
  const { uri, secretName, held, timeoutMs, onOutcome = () => undefined } = options;
  const newHttp = createBoundedHttp(timeoutMs);
  return async () => {
    const http = newHttp();
    try {
      const secret = await read(options, http);
      onOutcome('ok');
      return secret;
    } catch (error) {
      const failure = readVaultFailure(error, http);
      onOutcome(failure);
      throw vaultError(failure, { vault: uri.hostname, secret: secretName, held }, error, http);
    }
  };
}

async function read(options: KeyVaultOptions, http: BoundedHttp): Promise<Secret> {
  const { uri, secretName, held, identity, loopback } = options;
  const client = new SecretClient(uri.origin, identity, {
    disableChallengeResourceVerification: loopback,
    httpClient: http.client,
    retryOptions,
  });
  const { value = '', properties } = await http.inTime(client.getSecret(secretName));
  if (value === '') throw new UnusableSecret('empty');
  if (held === 'certificate' && !isPem(value)) throw new UnusableSecret('not-pem');
  return { value, version: properties.version ?? 'unknown' };
}

// A certificate made with the vault's default policy comes as PKCS #12, which Entra's client does not take.
function isPem(text: string): boolean {
  return ['PRIVATE KEY', 'CERTIFICATE'].every((part) =>
    new RegExp(`-----BEGIN [A-Z ]*${part}-----`).test(text),
  );
}
