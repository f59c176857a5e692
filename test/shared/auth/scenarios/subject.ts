import { randomBytes, randomUUID } from 'node:crypto';
import { createClientCertificate } from '../../../../local/certificates.ts';
import { TOKEN_EXCHANGE } from '../../../../local/entra/resources.ts';
import { createProxyToken, type ProxyToken } from '../../../../shared/auth/proxy-token.ts';
import type { Token } from '../../../../shared/auth/token-cache.ts';
import type { World } from './world.ts';

/** How many requests the stand-ins answered, and how many token requests the module counted as ended. */
export interface Requests {
  readonly token: number;
  /** Reads of the vault, or in the mode `federated` of the managed identity. */
  readonly proof: number;
}

/** A token module of its own: registration, identity and secret are new, so that no cache of the process knows them. */
export interface Subject {
  readonly token: ProxyToken;
  readonly secretName: string;
  readonly identityId: string;
  /** Outcomes of token requests, as metrics get them. */
  readonly outcomes: string[];
  /** Makes Entra refuse the old secret or certificate; `stored` puts a new one into the vault. */
  readonly rotate: (stored: 'stored' | 'not-stored') => Promise<void>;
  readonly requests: () => Requests;
  readonly resetRequests: () => void;
}

/** Gives up on an attempt after this; where something hangs, sooner. */
const TIMEOUT_MS = 5000;
export const HANGING_MS = 500;

export async function createSubject(world: World, timeoutMs = TIMEOUT_MS): Promise<Subject> {
  const { entra, keyVault, managedIdentity, mode, groupId } = world;
  const ids = { clientId: randomUUID(), objectId: randomUUID(), groups: [groupId] };
  const identity = { clientId: randomUUID(), objectId: randomUUID() };
  const secretName = `name-${randomUUID()}`;
  managedIdentity.add(identity);
  keyVault.readers.add(identity.objectId);

  async function rotate(stored: 'stored' | 'not-stored'): Promise<void> {
    if (mode === 'federated') {
      const trusted = { issuer: entra.issuerV2, subject: identity.objectId, audience: TOKEN_EXCHANGE };
      entra.register({ ...ids, federatedCredentials: stored === 'stored' ? [trusted] : [] });
    } else if (mode === 'secret') {
      const secret = randomBytes(24).toString('base64url');
      world.hidden.push(secret);
      entra.register({ ...ids, secrets: [secret] });
      if (stored === 'stored') keyVault.vault.setSecret(secretName, secret);
    } else {
      const certificate = await createClientCertificate('kafka-rest-functions');
      world.hidden.push(...certificate.key.split('\n').filter((line) => line.length > 20));
      entra.register({ ...ids, certificates: [certificate.cert] });
      if (stored === 'stored') keyVault.vault.setCertificate(secretName, certificate);
    }
  }
  await rotate('stored');

  const outcomes: string[] = [];
  const token = createProxyToken({
    settings: {
      authMode: mode,
      tenantId: entra.tenantId,
      clientId: ids.clientId,
      scope: 'https://hib.azurehdinsight.net/.default',
      keyVaultUri: new URL(keyVault.url),
      secretName,
      certificateName: secretName,
      clientSecret: undefined,
      azure: {
        authorityHost: new URL(entra.url),
        managedIdentityClientId: identity.clientId,
        vaultCredential: 'ManagedIdentityCredential',
      },
    },
    random: () => 0,
    timeoutMs,
    metrics: {
      tokenFetched: (outcome) => outcomes.push(outcome),
      secretRead: () => undefined,
      observeAge: () => undefined,
    },
  });
  return {
    token,
    secretName,
    identityId: identity.objectId,
    outcomes,
    rotate,
    requests: () => ({
      token: entra.faults.hits('token'),
      proof: mode === 'federated' ? managedIdentity.faults.hits('token') : keyVault.faults.hits('get-secret'),
    }),
    resetRequests: () => {
      for (const { faults } of [entra, keyVault, managedIdentity]) faults.resetHits();
    },
  };
}

export const CALLERS = 1000;

/** What a thousand callers got who asked at the same time. */
export function thousand<T>(call: () => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  return Promise.allSettled(Array.from({ length: CALLERS }, call));
}

/** The one token that all of them got; throws when one failed or got another. */
export function sameToken(settled: readonly PromiseSettledResult<Token>[]): Token {
  const tokens = settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const [first] = tokens;
  if (first === undefined || tokens.some(({ value }) => value !== first.value)) {
    throw new Error('not all callers got the same token');
  }
  return first;
}
