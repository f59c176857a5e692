import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { queueNameOf } from '../../functions/queues.ts';
import { readConfig } from '../../shared/config.ts';
import type { Setting } from '../../shared/setting.ts';
import { settings } from '../../shared/settings.ts';
import { importRoutes } from '../support/routes.ts';
import { propertiesOf, readTemplates } from './template.ts';

const templates = readTemplates();
const text = (file: string) => templates.get(file)?.text ?? '';
const root = join(import.meta.dirname, '../..');

const own = propertiesOf(/settings: union\(\s*(\{[^]*)/.exec(text('main.bicep'))?.[1] ?? '');
const platform = propertiesOf(/properties: union\(\s*(\{[^]*)/.exec(text('app.bicep'))?.[1] ?? '');

const values: Record<string, string> = {
  KAFKA_REST_URL: 'https://orders-kafkarest.azurehdinsight.net',
  KAFKA_REST_TENANT_ID: '00000000-0000-0000-0000-000000000001',
  KAFKA_REST_CLIENT_ID: '00000000-0000-0000-0000-000000000002',
  KEY_VAULT_URI: 'https://kv-abc.vault.azure.net',
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000003',
  ...Object.fromEntries(
    ['blob', 'queue', 'table'].map((one) => [
      `KafkaStorage__${one}ServiceUri`,
      `https://stdata.${one}.core.windows.net/`,
    ]),
  ),
  KafkaStorage__clientId: '00000000-0000-0000-0000-000000000003',
};

describe('what the templates set', () => {
  test('the app reads: no other name of its own', () => {
    const known = Object.values<Setting<unknown>>(settings).map(({ name }) => name);
    expect(own.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(own));
  });

  test('is all that has no default', () => {
    const needed = Object.values<Setting<unknown>>(settings)
      .filter(({ fallback }) => fallback === undefined)
      .map(({ name }) => name);
    expect(own).toEqual(expect.arrayContaining(needed));
  });

  test.each([
    ['federated', ''],
    ['secret', ''],
    ['certificate', 'kafka-rest'],
  ])('makes a whole of settings in the mode %s', (mode, certificate) => {
    const environment = Object.fromEntries([...own, ...platform].map((name) => [name, values[name] ?? '']));
    // The platform sets these for an app that has an identity.
    environment['IDENTITY_ENDPOINT'] = 'http://127.0.0.1:1/token';
    environment['IDENTITY_HEADER'] = 'header';
    environment['KAFKA_REST_AUTH_MODE'] = mode;
    environment['KAFKA_REST_CERTIFICATE_NAME'] = certificate;
    const config = readConfig(environment);
    expect(config).toMatchObject({ authMode: mode, storage: { kind: 'identity', name: 'KafkaStorage' } });
    expect(Object.keys(config.storage.kind === 'identity' ? config.storage.addresses : {})).toHaveLength(3);
  });

  test('has the identity for the storage of the host as well, and no connection string or key', () => {
    expect(platform).toEqual(
      expect.arrayContaining(['AzureWebJobsStorage__credential', 'AzureWebJobsStorage__blobServiceUri']),
    );
    expect([...own, ...platform]).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(AzureWebJobsStorage|KafkaStorage|.*SECRET)$/)]),
    );
  });
});

describe('what the templates make in storage is what the app works with:', () => {
  const storage = text('storage.bicep');
  const made = (kind: string) => {
    const block =
      new RegExp(`${kind}: \\[([^\\]]*)\\]`).exec(storage.split('module data ')[1] ?? '')?.[1] ?? '';
    return [...block.matchAll(/name: (?:'([^']+)'|(\w+))/g)].map(
      ([, literal, variable]) =>
        literal ?? new RegExp(`var ${variable ?? ''} = '([^']+)'`).exec(storage)?.[1],
    );
  };

  test('queues', async () => {
    const { queues } = await importRoutes();
    const poison = Object.values(queues).map((queue) => `${queueNameOf({ queue: queue.queue }, {})}-poison`);
    const expected = [...Object.values(queues).map((queue) => queueNameOf(queue, {})), ...poison];
    expect(made('queues').sort()).toEqual(
      [...new Set([...expected, settings.consumedQueue.fallback])].sort(),
    );
  });

  test('containers', () => {
    const expected = [settings.claimCheckContainer.fallback, settings.deadLetterContainer.fallback];
    expect(made('containers').sort()).toEqual(['event-grid-dead-letters', ...expected].sort());
  });

  test('tables', () => {
    const sources = readdirSync(join(root, 'shared'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, 'shared', file), 'utf8'));
    const named = sources.flatMap((source) => [
      ...source.matchAll(/(?:\$\{config\.tablePrefix\}|\btable\(')([A-Z]\w*)/g),
    ]);
    const expected = named.map(([, name = '']) => `${settings.tablePrefix.fallback}${name}`);
    expect(made('tables').sort()).toEqual([...new Set(expected)].sort());
  });
});
