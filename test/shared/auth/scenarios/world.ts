import { setDefaultCACertificates } from 'node:tls';
import { createCertificateAuthority } from '../../../../local/certificates.ts';
import { type Entra, startEntra } from '../../../../local/entra/start.ts';
import { type KafkaRest, startKafkaRest } from '../../../../local/kafka-rest/start.ts';
import { type KeyVault, startKeyVault } from '../../../../local/key-vault/start.ts';
import {
  type ManagedIdentityEndpoint,
  startManagedIdentity,
} from '../../../../local/managed-identity/start.ts';
import type { AuthMode } from '../../../../shared/auth/entra-token.ts';
import { type ProcessClocks, takeClocks } from './process-clocks.ts';
import { type ProcessWatch, watchProcess } from './process-watch.ts';

/** The stand-ins that one process of scenarios has, all on clocks that the scenarios move. */
export interface World extends ProcessWatch {
  readonly mode: AuthMode;
  readonly clocks: ProcessClocks;
  readonly entra: Entra;
  readonly keyVault: KeyVault;
  readonly managedIdentity: ManagedIdentityEndpoint;
  readonly kafkaRest: KafkaRest;
  /** The group that the proxy lets in. */
  readonly groupId: string;
  /** What no log and no answer may hold; scenarios add to it. */
  readonly hidden: string[];
  readonly print: (line: string) => void;
  readonly close: () => Promise<void>;
}

/** Starts the stand-ins and makes them this process's managed identity and trusted servers. */
export async function startWorld(mode: AuthMode): Promise<World> {
  const clocks = takeClocks();
  const watch = watchProcess();
  const authority = await createCertificateAuthority();
  setDefaultCACertificates([authority.certificate]);
  const tls = await authority.issue(['localhost', '127.0.0.1']);
  const now = clocks.trueMs;
  const groupId = crypto.randomUUID();
  const entra = await startEntra({ tenantId: crypto.randomUUID(), tls, now });
  const managedIdentity = await startManagedIdentity({ identities: [], issue: entra.issue });
  const keyVault = await startKeyVault({ tenant: entra, tls, now });
  const tokens = { keys: entra.jwks, issuer: entra.issuer, membership: { groupId } };
  const kafkaRest = await startKafkaRest({ tokens, tls, now });
  Object.assign(process.env, managedIdentity.environment);
  const all = [entra, managedIdentity, keyVault, kafkaRest];
  return {
    ...watch,
    mode,
    clocks,
    entra,
    keyVault,
    managedIdentity,
    kafkaRest,
    groupId,
    hidden: [managedIdentity.environment.IDENTITY_HEADER],
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
