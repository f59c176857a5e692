import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { infra, type Template, readTemplates } from './template.ts';

const templates = readTemplates();
const all = [...templates.values()];
const whole = all.map(({ text }) => text).join('\n');

/** Of Azure's list of built-in roles, as the comment above each names it. */
const roles: Record<string, string> = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  'Storage Queue Data Message Sender': 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'EventGrid Data Sender': 'd5a91429-5739-47e2-a06b-3470a27159e7',
};

// A name before a colon is that of a property, unless a loop goes over it.
function uses(text: string, name: string): number {
  return [...text.matchAll(new RegExp(`(?<![.\\w'-])${name}\\b(?:(?!: )|(?<= in ${name}))`, 'g'))].length;
}

describe.each(all)('$file', (template: Template) => {
  const { text, params, variables, modules, outputs } = template;

  test('uses every parameter and variable that it declares', () => {
    const declared = [...params.map(({ name }) => name), ...variables];
    // Once is the declaration.
    expect(declared.filter((name) => uses(text, name) < 2)).toEqual([]);
  });

  test('pins every module of the registry to an exact version of an Azure Verified Module', () => {
    const remote = modules.map(({ source }) => source).filter((source) => !source.endsWith('.bicep'));
    for (const source of remote) expect(source).toMatch(/^br\/public:avm\/res\/[a-z/-]+:\d+\.\d+\.\d+$/);
  });

  test('gives each module beside it what that declares: all that has no default, and nothing else', () => {
    for (const { source, given } of modules.filter((one) => one.source.endsWith('.bicep'))) {
      const declared = templates.get(source)?.params ?? [];
      const needed = declared.filter(({ hasDefault }) => !hasDefault).map(({ name }) => name);
      expect(given).toEqual(expect.arrayContaining(needed));
      expect(declared.map(({ name }) => name)).toEqual(expect.arrayContaining([...given]));
    }
  });

  test('asks its modules only for outputs that they have', () => {
    for (const { name, source } of modules.filter((one) => one.source.endsWith('.bicep'))) {
      const has = templates.get(source)?.outputs.map((output) => output.name);
      const asked = [...text.matchAll(new RegExp(`\\b${name}\\.outputs\\.(\\w+)`, 'g'))].map(
        ([, one]) => one,
      );
      expect(has).toEqual(expect.arrayContaining(asked));
    }
  });

  test('names modules that it has wherever it asks for outputs', () => {
    const asked = [...text.matchAll(/\b(\w+)!?\.outputs\./g)].map(([, name]) => name);
    expect(modules.map(({ name }) => name)).toEqual(expect.arrayContaining(asked));
  });

  test('gives away no secret', () => {
    expect(text).not.toMatch(/listKeys|listAccountSas|listSecrets|primaryAccessKey|AccountKey|@secure/);
    for (const { name, value } of outputs)
      expect(`${name} ${value}`).not.toMatch(/secret(?!s?User)|password|[kK]ey(?!_VAULT|vault)/);
  });
});

test('role ids are those of the roles that stand beside them', () => {
  const found = all.flatMap(({ file }) => [
    ...readFileSync(join(infra, file), 'utf8').matchAll(
      /\/\/ ([\w ]+?)[,;\n][^]*?var \w+ = '([0-9a-f-]{36})'/g,
    ),
  ]);
  const named = new Map(found.map(([, role = '', id = '']) => [role, id]));
  expect(Object.fromEntries([...named].sort())).toEqual(
    Object.fromEntries(Object.entries(roles).sort(([a], [b]) => a.localeCompare(b))),
  );
});

test('only the account of the host has an owner, and no account takes shared keys', () => {
  const storage = templates.get('storage.bicep')?.text ?? '';
  const [host = '', data = ''] = storage
    .split('module data ')
    .map((part) => part.replaceAll(/^var .*$/gm, ''));
  expect(uses(host, 'blobOwner')).toBe(1);
  expect(uses(data, 'blobOwner')).toBe(0);
  expect([...storage.matchAll(/allowSharedKeyAccess: (\w+)/g)].map(([, value]) => value)).toEqual([
    'false',
    'false',
  ]);
});

// Azure refuses to change when a budget begins: with a default of today each later month would fail to provision.
test('nothing depends on the day on which it is deployed', () => {
  expect(whole).not.toMatch(/\b(utcNow|newGuid|dateTimeAdd)\(/);
});

test('every subscription has a destination for what Event Grid gives up', () => {
  const subscriptions = [...whole.matchAll(/eventDeliverySchema:/g)].length;
  expect(subscriptions).toBe(2);
  expect([...whole.matchAll(/deadLetterWithResourceIdentity:/g)]).toHaveLength(subscriptions);
});

test('an instance takes as many HTTP calls as host.json lets in', () => {
  const host = JSON.parse(readFileSync(join(infra, '../host.json'), 'utf8')) as {
    extensions: { http: { maxConcurrentRequests: number } };
  };
  const perInstance = /perInstanceConcurrency: (\d+)/.exec(whole)?.[1];
  expect(Number(perInstance)).toBe(host.extensions.http.maxConcurrentRequests);
});

test('azd gives parameters that the main template has, and all that have no default', () => {
  const { parameters } = JSON.parse(readFileSync(join(infra, 'main.parameters.json'), 'utf8')) as {
    parameters: object;
  };
  const declared = templates.get('main.bicep')?.params ?? [];
  const given = Object.keys(parameters);
  expect(declared.map(({ name }) => name)).toEqual(expect.arrayContaining(given));
  const needed = declared.filter(({ hasDefault }) => !hasDefault).map(({ name }) => name);
  expect(given).toEqual(expect.arrayContaining(needed));
});

test('alerts ask for metrics that the app reports', () => {
  const sources = [
    'shared/auth/auth-metrics.ts',
    'shared/housekeeping/housekeeping-metrics.ts',
    'shared/dead-letters/dead-letter-metrics.ts',
    'shared/messages/oldest-message.ts',
    'shared/subscriptions/subscription-metrics.ts',
  ];
  const messages = 'shared/messages/message-metrics.ts';
  const read = (file: string) => readFileSync(join(infra, '..', file), 'utf8');
  const reported = [
    ...sources.flatMap((file) =>
      [...read(file).matchAll(/'(kafka_rest\.[a-z_.]+)'/g)].map(([, name]) => name),
    ),
    ...[...read(messages).matchAll(/counter\('(\w+)'/g)].map(
      ([, name = '']) => `kafka_rest.messages.${name}`,
    ),
  ];
  const asked = [...whole.matchAll(/Name == "([^"]+)"/g)].map(([, name]) => name);
  expect(asked.length).toBeGreaterThan(0);
  expect(reported).toEqual(expect.arrayContaining(asked));
});
