import { randomUUID } from 'node:crypto';
import { Faults } from '../stand-in/faults.ts';
import { listen, type ListenOptions, type Running, serve } from '../stand-in/serve.ts';
import { type IssueToken, type ManagedIdentity, managedIdentityBehaviour, TOKEN_PATH } from './behaviour.ts';

export interface ManagedIdentityOptions extends Omit<ListenOptions, 'tls'> {
  readonly identities: readonly ManagedIdentity[];
  /** Where tokens come from: `issue` of a running Entra stand-in fits. */
  readonly issue: IssueToken;
  /** The secret that callers send; left out: a new one. */
  readonly header?: string;
}

export interface ManagedIdentityEndpoint extends Running {
  readonly faults: Faults;
  /** What App Service sets for the app. */
  readonly environment: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string };
  readonly add: (identity: ManagedIdentity) => void;
}

/** Starts a stand-in of App Service's managed-identity endpoint: plain http, as in Azure. */
export async function startManagedIdentity(
  options: ManagedIdentityOptions,
): Promise<ManagedIdentityEndpoint> {
  const { issue, header = randomUUID().toUpperCase() } = options;
  const faults = new Faults();
  const identities = new Map(options.identities.map((identity) => [identity.clientId, identity]));
  const { port = 0, host = '127.0.0.1' } = options;
  const running = await listen(serve(managedIdentityBehaviour({ header, identities, issue }, faults)), {
    port,
    host,
  });
  return {
    ...running,
    faults,
    environment: { IDENTITY_ENDPOINT: `${running.url}${TOKEN_PATH}`, IDENTITY_HEADER: header },
    add: (identity) => void identities.set(identity.clientId, identity),
  };
}
