import { authComplaints } from './auth/auth-settings.ts';
import { AppError, type Fault, faultsDetail } from './errors.ts';
import {
  type Environment,
  httpsOrigin,
  isLoopback,
  oneOf,
  optional,
  type Setting,
  type Values,
} from './setting.ts';
import { settings } from './settings.ts';
import { type StorageConnection, storageConnection } from './storage/connection.ts';

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

/** Azure's load balancer gives an answer so long. */
const MAX_ANSWER_SECONDS = 230;

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
  if (config.apiAuth === 'entra' && config.apiAudience?.length === 0) {
    complain('KAFKA_API_AUDIENCE', 'missing; the mode entra needs it');
  }
  const { streamSeconds = 0, timeoutSeconds = 0 } = config;
  if (streamSeconds + timeoutSeconds > MAX_ANSWER_SECONDS) {
    const together = `with KAFKA_REST_TIMEOUT_SECONDS at most ${MAX_ANSWER_SECONDS}, now ${streamSeconds} + ${timeoutSeconds}`;
    complain(
      'KAFKA_STREAM_SECONDS',
      `${together}: the last call of a stream begins when its time is up, and Azure cuts the answer then`,
    );
  }
  for (const [name, detail] of authComplaints(config, environment)) complain(name, detail);
}
