import { authComplaints } from './auth/auth-settings.ts';
import { AppError, type Fault, faultsDetail } from './errors.ts';
import {
  boolean,
  httpsOrigin,
  integer,
  isLoopback,
  oneOf,
  optional,
  type Setting,
  text,
  type Values,
} from './setting.ts';
import { type StorageConnection, storageConnection } from './storage/connection.ts';

export { isLoopback };

const MEBIBYTE = 1024 * 1024;

/** Every setting of this app; the README's table is held against it. */
export const settings = {
  restUrl: {
    name: 'KAFKA_REST_URL',
    about: "The cluster's Kafka REST endpoint, `https://<cluster>-kafkarest.azurehdinsight.net`",
    parse: httpsOrigin,
  },
  tenantId: {
    name: 'KAFKA_REST_TENANT_ID',
    about: 'The Entra tenant of the app registration, as id or domain name',
    parse: text(/^[A-Za-z0-9.-]+$/, 'a tenant id or domain name'),
  },
  clientId: {
    name: 'KAFKA_REST_CLIENT_ID',
    about: "The app registration that is in the cluster's security group",
    parse: text(/^[A-Za-z0-9-]+$/, "the app registration's client id"),
  },
  keyVaultUri: {
    name: 'KEY_VAULT_URI',
    fallback: '',
    about: 'The Key Vault that holds the client secret, `https://<vault>.vault.azure.net`',
    parse: optional(httpsOrigin),
  },
  secretName: {
    name: 'KAFKA_REST_SECRET_NAME',
    fallback: 'kafka-rest-client-secret',
    about: 'The name of the client secret in the Key Vault',
    parse: text(/^[A-Za-z0-9-]{1,127}$/, 'a Key Vault secret name of letters, digits and hyphens'),
  },
  certificateName: {
    name: 'KAFKA_REST_CERTIFICATE_NAME',
    fallback: '',
    about:
      'The name of the certificate in the Key Vault, in PEM with an exportable key: for the mode `certificate`',
    parse: optional(
      text(/^[A-Za-z0-9-]{1,127}$/, 'a Key Vault certificate name of letters, digits and hyphens'),
    ),
  },
  clientSecret: {
    name: 'KAFKA_REST_CLIENT_SECRET',
    fallback: '',
    about: 'The client secret itself, instead of a Key Vault: for trying things out',
    parse: optional(resolvedSecret),
  },
  authMode: {
    name: 'KAFKA_REST_AUTH_MODE',
    fallback: 'secret',
    about:
      'How the app proves itself to Entra: `secret`, `certificate`, or `federated` (a user-assigned managed identity, no secret at all)',
    parse: oneOf('secret', 'certificate', 'federated'),
  },
  scope: {
    name: 'KAFKA_REST_SCOPE',
    fallback: 'https://hib.azurehdinsight.net/.default',
    about: 'The scope of the token; Azure China: `https://hib.azurehdinsight.cn/.default`',
    parse: text(/^\S+\/\.default$/, 'a scope that ends with /.default'),
  },
  allowOtherHost: {
    name: 'KAFKA_REST_ALLOW_OTHER_HOST',
    fallback: 'false',
    about: 'Lets the token go to a host outside `*.azurehdinsight.net` and `.cn`',
    parse: boolean,
  },
  timeoutSeconds: {
    name: 'KAFKA_REST_TIMEOUT_SECONDS',
    fallback: '25',
    about: 'The total deadline of what a request needs from the proxy, token included',
    parse: integer(1, 220),
  },
  maxSockets: {
    name: 'KAFKA_REST_MAX_SOCKETS',
    fallback: '32',
    about: 'The most connections to the proxy at once, per instance',
    parse: integer(1, 1024),
  },
  allowInternalTopics: {
    name: 'KAFKA_ALLOW_INTERNAL_TOPICS',
    fallback: 'false',
    about: "Lets callers read, write and create Kafka's own topics (`__*`, `_schemas`)",
    parse: boolean,
  },
  maxPartitions: {
    name: 'KAFKA_MAX_PARTITIONS',
    fallback: '100',
    about: 'The most partitions a topic may be created with',
    parse: integer(1, 10_000),
  },
  createWaitSeconds: {
    name: 'KAFKA_CREATE_WAIT_SECONDS',
    fallback: '30',
    about: 'How long `createTopic` waits until the new topic is visible',
    parse: integer(0, 220),
  },
  maxRequestBytes: {
    name: 'KAFKA_MAX_REQUEST_BYTES',
    fallback: String(16 * MEBIBYTE),
    about: 'The largest request body',
    parse: integer(1, 100 * MEBIBYTE),
  },
  maxRecordBytes: {
    name: 'KAFKA_MAX_RECORD_BYTES',
    fallback: '1000000',
    about: 'The largest key and value of one record together, as sent',
    parse: integer(1, 100 * MEBIBYTE),
  },
  maxBytesInFlight: {
    name: 'KAFKA_MAX_BYTES_IN_FLIGHT',
    fallback: String(256 * MEBIBYTE),
    about: 'The most memory for records that wait or are under way, per instance; beyond it callers get 429',
    parse: integer(MEBIBYTE, 4096 * MEBIBYTE),
  },
  batching: {
    name: 'KAFKA_BATCHING',
    fallback: 'true',
    about: 'Lets records of several callers go to the proxy in one call',
    parse: boolean,
  },
  batchMaxRecords: {
    name: 'KAFKA_BATCH_MAX_RECORDS',
    fallback: '500',
    about: 'The most records in one call of the proxy; larger requests are split',
    parse: integer(1, 10_000),
  },
  batchMaxBytes: {
    name: 'KAFKA_BATCH_MAX_BYTES',
    fallback: '1000000',
    about: 'The most bytes of records in one call of the proxy; a larger record goes alone',
    parse: integer(1, 100 * MEBIBYTE),
  },
  batchInFlight: {
    name: 'KAFKA_BATCH_IN_FLIGHT',
    fallback: '2',
    about: 'Calls under way for a topic, from which on further records wait and go together',
    parse: integer(1, 1024),
  },
  topicGraceSeconds: {
    name: 'KAFKA_TOPIC_GRACE_SECONDS',
    fallback: '30',
    about: 'How long after `createTopic` a 404 of the proxy is taken for its late metadata and tried again',
    parse: integer(0, 220),
  },
  throttledBeforeWrite: {
    name: 'KAFKA_ASSUME_THROTTLED_BEFORE_WRITE',
    fallback: 'true',
    about: 'Whether a 429, or a 503 with Retry-After, of the proxy means that nothing was written',
    parse: boolean,
  },
  refusalWritesNothing: {
    name: 'KAFKA_ASSUME_REFUSAL_WRITES_NOTHING',
    fallback: 'true',
    about: 'Whether a 400 or 413 of the proxy to several records means that none was written',
    parse: boolean,
  },
  eventKey: {
    name: 'KAFKA_EVENT_KEY',
    fallback: 'partitionkey',
    about: "The attribute of an event that becomes its record's key: `partitionkey` or `subject`",
    parse: oneOf('partitionkey', 'subject'),
  },
  maxCount: {
    name: 'KAFKA_MAX_COUNT',
    fallback: '10000',
    about: 'The most records one read may ask for',
    parse: integer(1, 1_000_000),
  },
  idempotencyHours: {
    name: 'KAFKA_IDEMPOTENCY_HOURS',
    fallback: '24',
    about: 'How long an `Idempotency-Key` is remembered',
    parse: integer(1, 24 * 30),
  },
  tablePrefix: {
    name: 'KAFKA_TABLE_PREFIX',
    fallback: 'kafka',
    about: "What the names of this app's tables begin with",
    parse: text(/^[A-Za-z][A-Za-z0-9]{0,31}$/, 'up to 32 letters and digits, a letter first'),
  },
} as const satisfies Record<string, Setting<unknown>>;

/** Azure's own settings that decide how this app reaches Entra and Key Vault; the platform sets most of them. */
export interface AzureSettings {
  /** `AZURE_AUTHORITY_HOST`: another Entra than the public one. */
  readonly authorityHost: URL | undefined;
  /** `AZURE_CLIENT_ID`: the user-assigned managed identity. */
  readonly managedIdentityClientId: string | undefined;
  /** `AZURE_TOKEN_CREDENTIALS`: who reads the vault. */
  readonly vaultCredential: 'ManagedIdentityCredential' | 'AzureCliCredential';
}

export type Config = Values<typeof settings> & {
  readonly azure: AzureSettings;
  /** `KafkaStorage`, or else `AzureWebJobsStorage`. */
  readonly storage: StorageConnection;
};
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all settings at once; throws `settings-invalid` naming every bad or unknown one, never its text. */
export function readConfig(environment: Environment): Config {
  const faults: Fault[] = [];
  const complain = (name: string, detail: string) => {
    faults.push({ parameter: name, in: 'setting', detail: `${name}: ${detail}.` });
  };
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
    attempt(complain, setting.name, () => {
      values[key] = valueOf(setting, environment[setting.name]);
    });
  }
  refuseUnknown(environment, complain);
  const azure = readAzure(environment, complain);
  attempt(complain, 'KafkaStorage', () => {
    values['storage'] = storageConnection(environment);
  });
  const config = Object.freeze({ ...values, azure }) as Config;
  checkTogether(config, environment, complain);
  if (faults.length > 0) throw new AppError('settings-invalid', faultsDetail(faults), { faults });
  return config;
}

type Complain = (name: string, detail: string) => void;

function attempt(complain: Complain, name: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    complain(name, error instanceof Error ? error.message : 'not valid');
  }
}

function valueOf(setting: Setting<unknown>, given: string | undefined): unknown {
  const known = given === undefined || given.trim() === '' ? setting.fallback : given.trim();
  if (known === undefined) throw new Error(`missing; set it to: ${setting.about}`);
  return setting.parse(known);
}

function refuseUnknown(environment: Environment, complain: Complain): void {
  const known = new Set(Object.values<Setting<unknown>>(settings).map(({ name }) => name));
  for (const name of Object.keys(environment)) {
    if (name.startsWith('KAFKA_') && !known.has(name)) complain(name, 'no setting of this app has that name');
  }
}

function readAzure(environment: Environment, complain: Complain): AzureSettings {
  const azure = {
    authorityHost: undefined as URL | undefined,
    managedIdentityClientId: optional(String)(environment['AZURE_CLIENT_ID']?.trim() ?? ''),
    vaultCredential: 'ManagedIdentityCredential' as AzureSettings['vaultCredential'],
  };
  attempt(complain, 'AZURE_AUTHORITY_HOST', () => {
    azure.authorityHost = optional(httpsOrigin)(environment['AZURE_AUTHORITY_HOST'] ?? '');
  });
  attempt(complain, 'AZURE_TOKEN_CREDENTIALS', () => {
    const credential = oneOf('ManagedIdentityCredential', 'AzureCliCredential');
    azure.vaultCredential = credential(environment['AZURE_TOKEN_CREDENTIALS'] ?? 'ManagedIdentityCredential');
  });
  return Object.freeze(azure);
}

// What no setting can say alone. A setting that was bad by itself is undefined here and has its complaint already.
function checkTogether(config: Partial<Config>, environment: Environment, complain: Complain): void {
  const { restUrl, allowOtherHost } = config;
  if (restUrl !== undefined) {
    if (environment['WEBSITE_INSTANCE_ID'] !== undefined && isLoopback(restUrl)) {
      complain('KAFKA_REST_URL', 'in Azure it cannot be this machine');
    }
    if (allowOtherHost === false && !/\.azurehdinsight\.(net|cn)$/.test(restUrl.hostname)) {
      complain(
        'KAFKA_REST_URL',
        'the host is not under azurehdinsight.net or .cn; if the token may go there, set KAFKA_REST_ALLOW_OTHER_HOST to true',
      );
    }
  }
  for (const [name, detail] of authComplaints(config, environment)) complain(name, detail);
}

function resolvedSecret(given: string): string {
  if (given.startsWith('@Microsoft.KeyVault(')) {
    throw new Error(
      'the Key Vault reference was not resolved: check its address and that the identity may read the secret',
    );
  }
  return given;
}
