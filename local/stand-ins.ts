import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificateAuthority } from './certificates.ts';
import { type Entra, startEntra } from './entra/start.ts';
import { type KafkaRest, type KafkaRestOptions, startKafkaRest } from './kafka-rest/start.ts';
import { type KeyVault, startKeyVault } from './key-vault/start.ts';
import { type ManagedIdentityEndpoint, startManagedIdentity } from './managed-identity/start.ts';

export interface StandInOptions {
  /** Where the CA's certificate is written, for whoever is to trust it; removed at close. */
  readonly folder: string;
  readonly ports?: Partial<Record<'kafkaRest' | 'entra' | 'keyVault' | 'managedIdentity', number>>;
  readonly kafkaRest?: Pick<
    KafkaRestOptions,
    'log' | 'metadata' | 'assume' | 'latencyMs' | 'capacityPerSecond'
  >;
}

/** A cluster's Kafka REST proxy, Entra, a Key Vault and a managed identity that know each other. */
export interface StandIns {
  readonly kafkaRest: KafkaRest;
  readonly entra: Entra;
  readonly keyVault: KeyVault;
  readonly managedIdentity: ManagedIdentityEndpoint;
  /** The client secret, which is in the vault alone. */
  readonly clientSecret: string;
  /** PEM file of the CA that signed their certificates. */
  readonly caFile: string;
  /** The settings that lead the app to them. */
  readonly environment: Readonly<Record<string, string>>;
  /** A further cluster that takes the same tokens; whoever asks for it closes it. */
  readonly anotherKafkaRest: (options: Cluster) => Promise<KafkaRest>;
  readonly close: () => Promise<void>;
}

type Cluster = Omit<KafkaRestOptions, 'tokens' | 'tls'>;

/** What callers of the app ask tokens for. */
export const APP_RESOURCE = 'api://kafka-rest-functions';

/** The name of the secret is the app's default. */
const SECRET_NAME = 'kafka-rest-client-secret';

/** Starts all four on loopback, over HTTPS but for the managed identity; rejects when a port is taken. */
export async function startStandIns(options: StandInOptions): Promise<StandIns> {
  const { folder, ports = {} } = options;
  const started: { close: () => Promise<void> }[] = [];
  const keep = <T extends { close: () => Promise<void> }>(one: T): T => {
    started.push(one);
    return one;
  };
  const caFile = join(folder, `ca-${randomUUID()}.pem`);
  const close = async () => {
    await Promise.all(started.map((one) => one.close()));
    await rm(caFile, { force: true });
  };
  try {
    const authority = await createCertificateAuthority();
    await mkdir(folder, { recursive: true });
    await writeFile(caFile, authority.certificate);
    const tls = await authority.issue(['localhost', '127.0.0.1']);
    const ids = { tenant: randomUUID(), app: randomUUID(), group: randomUUID(), identity: randomUUID() };
    const clientSecret = randomBytes(24).toString('base64url');

    const app = { clientId: ids.app, objectId: randomUUID(), groups: [ids.group], secrets: [clientSecret] };
    const entra = keep(
      await startEntra({
        tenantId: ids.tenant,
        apps: [app],
        resources: { [APP_RESOURCE]: { tokenVersion: 2 } },
        tls,
        ...at(ports.entra),
      }),
    );
    const reader = { clientId: ids.identity, objectId: randomUUID(), systemAssigned: true };
    const managedIdentity = keep(
      await startManagedIdentity({ identities: [reader], issue: entra.issue, ...at(ports.managedIdentity) }),
    );
    const keyVault = keep(
      await startKeyVault({ tenant: entra, readers: [reader.objectId], tls, ...at(ports.keyVault) }),
    );
    keyVault.vault.setSecret(SECRET_NAME, clientSecret);
    const tokens = {
      keys: { jwksUrl: entra.jwksUrl, ca: authority.certificate },
      issuer: entra.issuer,
      membership: { groupId: ids.group },
    };
    const anotherKafkaRest = (cluster: Cluster) => startKafkaRest({ ...cluster, tokens, tls });
    const kafkaRest = keep(await anotherKafkaRest({ ...options.kafkaRest, ...at(ports.kafkaRest) }));
    const environment = {
      KAFKA_REST_URL: kafkaRest.url,
      KAFKA_REST_ALLOW_OTHER_HOST: 'true',
      KAFKA_REST_TENANT_ID: ids.tenant,
      KAFKA_REST_CLIENT_ID: ids.app,
      KEY_VAULT_URI: keyVault.url,
      AZURE_AUTHORITY_HOST: entra.url,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
      AZURE_CLIENT_ID: ids.identity,
      NODE_EXTRA_CA_CERTS: caFile,
      ...managedIdentity.environment,
    };
    return {
      kafkaRest,
      anotherKafkaRest,
      entra,
      keyVault,
      managedIdentity,
      clientSecret,
      caFile,
      environment,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function at(port: number | undefined): { port?: number } {
  return port === undefined ? {} : { port };
}
