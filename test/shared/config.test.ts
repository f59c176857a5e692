import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../shared/config.ts';
import { AppError } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/setting.ts';
import type { Environment } from '../../shared/setting.ts';
import { settings } from '../../shared/settings.ts';

const good = {
  KAFKA_REST_URL: 'https://orders-kafkarest.azurehdinsight.net',
  KAFKA_REST_TENANT_ID: 'contoso.onmicrosoft.com',
  KAFKA_REST_CLIENT_ID: '00000000-0000-0000-0000-000000000001',
  KEY_VAULT_URI: 'https://orders.vault.azure.net',
  IDENTITY_ENDPOINT: 'http://localhost:1/msi/token',
};

const noIdentity = { ...good, IDENTITY_ENDPOINT: undefined };

function refusal(environment: Environment): AppError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

/** The names of the settings that were refused, each once for each complaint. */
const refused = (environment: Environment) =>
  (refusal(environment).options.faults ?? []).map((fault) => ('parameter' in fault ? fault.parameter : ''));

describe('readConfig accepts', () => {
  test('the four settings that have no default, and gives all others their defaults', () => {
    expect(readConfig(good)).toMatchObject({
      secretName: 'kafka-rest-client-secret',
      authMode: 'secret',
      scope: 'https://hib.azurehdinsight.net/.default',
      allowOtherHost: false,
      timeoutSeconds: 25,
      maxSockets: 32,
      allowInternalTopics: false,
      maxPartitions: 100,
      createWaitSeconds: 30,
      maxRequestBytes: 16 * 1024 * 1024,
      maxRecordBytes: 1_000_000,
      maxCount: 10_000,
      azure: { vaultCredential: 'ManagedIdentityCredential' },
    });
  });

  test('an empty setting as one that is missing, and white space around one', () => {
    const config = readConfig({ ...good, KAFKA_REST_MAX_SOCKETS: ' ', KAFKA_MAX_COUNT: ' 7 ' });
    expect(config).toMatchObject({ maxSockets: 32, maxCount: 7 });
  });

  test.each(['https://a-kafkarest.azurehdinsight.net', 'https://a-kafkarest.azurehdinsight.cn:443'])(
    '%s',
    (url) => {
      expect(readConfig({ ...good, KAFKA_REST_URL: url }).restUrl.protocol).toBe('https:');
    },
  );

  test('another host where the token may go there', () => {
    const KAFKA_REST_URL = 'https://kafka.example.com';
    const config = readConfig({ ...good, KAFKA_REST_URL, KAFKA_REST_ALLOW_OTHER_HOST: 'true' });
    expect(config.restUrl.origin).toBe(KAFKA_REST_URL);
  });

  test('a secret in the settings instead of a vault, without a managed identity', () => {
    const environment = { ...noIdentity, KEY_VAULT_URI: undefined, KAFKA_REST_CLIENT_SECRET: 'word' };
    expect(readConfig(environment).clientSecret).toBe('word');
  });

  test('a vault without a managed identity where the Azure CLI reads it', () => {
    const config = readConfig({ ...noIdentity, AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' });
    expect(config.azure.vaultCredential).toBe('AzureCliCredential');
  });

  test("settings that are not this app's, whatever they say", () => {
    expect(readConfig({ ...good, PATH: '/bin', KafkaOther: 'x', APP_KAFKA_X: 'y' }).maxCount).toBe(10_000);
  });

  test('settings that nobody changes afterwards', () => {
    const config = readConfig(good);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.azure)).toBe(true);
  });
});

describe('readConfig refuses', () => {
  test("a storage connection of this app's own, without its text; the host's it leaves to who needs it", () => {
    const word = 'AccountKey=nobody-may-see';
    expect(refused({ ...good, KafkaStorage: word })).toEqual(['KafkaStorage']);
    expect(JSON.stringify(refusal({ ...good, KafkaStorage: word }).options)).not.toContain(word);
    expect(readConfig({ ...good, AzureWebJobsStorage: word }).storage.kind).toBe('none');
  });

  test('nothing at all by naming every setting that must be given', () => {
    const { options, code } = refusal({});
    expect(code).toBe('settings-invalid');
    expect(refused({})).toEqual([
      'KAFKA_REST_URL',
      'KAFKA_REST_TENANT_ID',
      'KAFKA_REST_CLIENT_ID',
      'KEY_VAULT_URI',
    ]);
    for (const { detail } of options.faults ?? []) expect(detail).toMatch(/: missing; set it/);
  });

  test('everything wrong at once by naming every bad setting and no text of any', () => {
    const names = Object.values(settings).map(({ name }) => name);
    const bad = Object.fromEntries(names.map((name) => [name, 'hidden value?']));
    const more = {
      KAFKA_REST_CLIENT_SECRET: '@Microsoft.KeyVault(hidden value)',
      KAFKA_TYPO: 'hidden value',
    };
    const azure = { AZURE_AUTHORITY_HOST: 'hidden value', AZURE_TOKEN_CREDENTIALS: 'hidden value' };
    const error = refusal({ ...bad, ...more, ...azure });
    expect(refused({ ...bad, ...more, ...azure })).toEqual([...names, 'KAFKA_TYPO', ...Object.keys(azure)]);
    expect(inspect(error, { depth: Infinity }) + JSON.stringify(error)).not.toContain('hidden');
  });

  test.each([
    'https://azurehdinsight.net.example.com',
    'https://orders-azurehdinsight.net',
    'https://azurehdinsight.net',
    'https://localhost:9400',
  ])('the host %s, to which the token must not go', (url) => {
    expect(refused({ ...good, KAFKA_REST_URL: url })).toEqual(['KAFKA_REST_URL']);
  });

  test.each(['https://localhost', 'https://127.0.0.1:9400', 'https://[::1]'])(
    '%s in Azure, where this machine is no proxy',
    (url) => {
      const allowed = { ...good, KAFKA_REST_URL: url, KAFKA_REST_ALLOW_OTHER_HOST: 'true' };
      expect(readConfig(allowed).restUrl.protocol).toBe('https:');
      expect(refused({ ...allowed, WEBSITE_INSTANCE_ID: 'abc' })).toEqual(['KAFKA_REST_URL']);
    },
  );

  test('a Key Vault reference that the platform did not resolve', () => {
    const reference = '@Microsoft.KeyVault(SecretUri=https://orders.vault.azure.net/secrets/hidden)';
    const environment = { ...good, KAFKA_REST_CLIENT_SECRET: reference };
    expect(refused(environment)).toEqual(['KAFKA_REST_CLIENT_SECRET']);
    expect(refusal(environment).message).toMatch(/not resolved/);
  });

  test.each(['KAFKA_REST_URI', 'KAFKA_', 'KAFKA_NO_SUCH'])('the name %s, which no setting has', (name) => {
    expect(refused({ ...good, [name]: 'x' })).toEqual([name]);
  });

  test.each(['', ' '])('a vault address of %j when there is no secret either', (blank) => {
    expect(refused({ ...good, KEY_VAULT_URI: blank, KAFKA_REST_CLIENT_SECRET: blank })).toEqual([
      'KEY_VAULT_URI',
    ]);
  });

  test('a stream whose last call would be cut by Azure, with both names; and takes what just fits', () => {
    const together = (stream: string) => ({
      ...good,
      KAFKA_STREAM_SECONDS: stream,
      KAFKA_REST_TIMEOUT_SECONDS: '60',
    });
    expect(refused(together('171'))).toEqual(['KAFKA_STREAM_SECONDS']);
    expect(refusal(together('171')).message).toContain(
      'with KAFKA_REST_TIMEOUT_SECONDS at most 230, now 171 + 60',
    );
    expect(readConfig(together('170')).streamSeconds).toBe(170);
  });

  test('a vault that is not https', () => {
    expect(refused({ ...good, KEY_VAULT_URI: 'http://orders.vault.azure.net' })).toEqual(['KEY_VAULT_URI']);
  });

  test('a vault without anybody who could read it', () => {
    expect(refused(noIdentity)).toEqual(['AZURE_TOKEN_CREDENTIALS']);
    expect(refusal(noIdentity).message).toContain('AzureCliCredential');
  });
});

test.each([
  ['https://localhost:1', true],
  ['https://127.9.9.9', true],
  ['https://[::1]', true],
  ['https://localhost.example.com', false],
  ['https://10.0.0.1', false],
])('isLoopback of %s is %s', (url, wanted) => {
  expect(isLoopback(new URL(url))).toBe(wanted);
});

test('every setting has a name of its own with the prefix, and says what it is about', () => {
  const names = Object.values(settings).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, about } of Object.values(settings)) {
    expect(name).toMatch(/^(KAFKA_[A-Z_]+|KEY_VAULT_URI)$/);
    expect(about.length).toBeGreaterThan(10);
  }
});
