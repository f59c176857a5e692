import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../shared/config.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Environment } from '../../../shared/setting.ts';

const common = {
  KAFKA_REST_URL: 'https://orders-kafkarest.azurehdinsight.net',
  KAFKA_REST_TENANT_ID: 'contoso.onmicrosoft.com',
  KAFKA_REST_CLIENT_ID: '00000000-0000-0000-0000-000000000001',
  IDENTITY_ENDPOINT: 'http://localhost:1/msi/token',
};
const certificate = {
  ...common,
  KAFKA_REST_AUTH_MODE: 'certificate',
  KEY_VAULT_URI: 'https://orders.vault.azure.net',
  KAFKA_REST_CERTIFICATE_NAME: 'kafka-rest',
};
const federated = { ...common, KAFKA_REST_AUTH_MODE: 'federated', AZURE_CLIENT_ID: 'identity' };

/** The settings that were refused. */
function refused(environment: Environment): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (error.options.faults ?? []).map((fault) => ('parameter' in fault ? fault.parameter : ''));
  }
}

describe('the mode certificate', () => {
  test('needs a vault and the name of a certificate in it', () => {
    expect(readConfig(certificate)).toMatchObject({ authMode: 'certificate', certificateName: 'kafka-rest' });
    expect(refused({ ...certificate, KAFKA_REST_CERTIFICATE_NAME: ' ' })).toEqual([
      'KAFKA_REST_CERTIFICATE_NAME',
    ]);
    // A client secret does not stand in for it.
    expect(refused({ ...certificate, KEY_VAULT_URI: undefined, KAFKA_REST_CLIENT_SECRET: 'word' })).toEqual([
      'KEY_VAULT_URI',
    ]);
  });

  test('needs an identity that reads the vault, chosen and never looked for', () => {
    const none = { ...certificate, IDENTITY_ENDPOINT: undefined };
    expect(refused(none)).toEqual(['AZURE_TOKEN_CREDENTIALS']);
    expect(refused({ ...none, AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' })).toEqual([]);
  });
});

describe('the mode federated', () => {
  test('needs a user-assigned managed identity, and neither vault nor secret', () => {
    const config = readConfig(federated);
    expect(config).toMatchObject({ authMode: 'federated', azure: { managedIdentityClientId: 'identity' } });
    expect(refused({ ...federated, AZURE_CLIENT_ID: ' ' })).toEqual(['AZURE_CLIENT_ID']);
    expect(refused({ ...federated, IDENTITY_ENDPOINT: undefined })).toEqual(['KAFKA_REST_AUTH_MODE']);
  });
});

test('an unknown mode is refused once, whatever else it would need', () => {
  expect(refused({ ...common, KAFKA_REST_AUTH_MODE: 'password' })).toEqual(['KAFKA_REST_AUTH_MODE']);
});
