import type { Config } from '../config.ts';
import type { Environment } from '../setting.ts';

type Complaint = readonly [setting: string, detail: string];

/** What the settings lack for the mode in which the app proves itself; an invalid one has its complaint already. */
export function authComplaints(config: Partial<Config>, environment: Environment): Complaint[] {
  const { authMode } = config;
  if (authMode === 'federated') return federated(environment);
  if (authMode === 'certificate') return certificate(config, environment);
  return authMode === 'secret' ? secret(config, environment) : [];
}

const isGiven = (environment: Environment, name: string) => (environment[name] ?? '').trim() !== '';

function unlessGiven(environment: Environment, name: string, detail: string): Complaint[] {
  return isGiven(environment, name) ? [] : [[name, detail]];
}

function secret(config: Partial<Config>, environment: Environment): Complaint[] {
  if (isGiven(environment, 'KAFKA_REST_CLIENT_SECRET')) return [];
  return [
    ...unlessGiven(environment, 'KEY_VAULT_URI', 'missing; set it, or KAFKA_REST_CLIENT_SECRET'),
    ...vaultReader(config, environment),
  ];
}

function certificate(config: Partial<Config>, environment: Environment): Complaint[] {
  return [
    ...unlessGiven(environment, 'KEY_VAULT_URI', 'missing; the certificate is read from there'),
    ...unlessGiven(environment, 'KAFKA_REST_CERTIFICATE_NAME', 'missing; the mode certificate needs it'),
    ...vaultReader(config, environment),
  ];
}

function federated(environment: Environment): Complaint[] {
  const needsOne = 'missing; the mode federated needs the client id of a user-assigned managed identity';
  return [
    ...unlessGiven(environment, 'AZURE_CLIENT_ID', needsOne),
    ...(isGiven(environment, 'IDENTITY_ENDPOINT')
      ? []
      : [['KAFKA_REST_AUTH_MODE', 'federated needs a managed identity, and this app has none'] as const]),
  ];
}

// Without an endpoint of the platform the SDK would look for the metadata address of a virtual machine.
function vaultReader({ keyVaultUri, azure }: Partial<Config>, environment: Environment): Complaint[] {
  const asksIdentity = keyVaultUri !== undefined && azure?.vaultCredential === 'ManagedIdentityCredential';
  if (!asksIdentity || isGiven(environment, 'IDENTITY_ENDPOINT')) return [];
  return [
    [
      'AZURE_TOKEN_CREDENTIALS',
      'this app has no managed identity: assign one, or on a laptop set AZURE_TOKEN_CREDENTIALS to AzureCliCredential',
    ],
  ];
}
