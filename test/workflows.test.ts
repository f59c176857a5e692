import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { settings } from '../shared/settings.ts';

interface Job {
  readonly permissions?: Record<string, string>;
  readonly strategy?: { readonly matrix: { readonly node: string[] } };
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}
interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const folder = '.github/workflows';
const files = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

/** Every npm script and every file of this project that a command names. */
function expectThere(command: string): void {
  for (const [, name = ''] of command.matchAll(/npm run (?:-s )?([\w-]+)/g))
    expect(scripts).toHaveProperty([name]);
  for (const [file] of command.matchAll(/\btest\/[\w/-]+\.ts/g))
    expect(existsSync(join(root, file))).toBe(true);
}

describe.each(files)('%s', (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);

  test('pins each action to a commit, with its version beside it', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, use]) => use);
    expect(used.length).toBeGreaterThan(0);
    for (const use of used) expect(use).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may only read, and get a token of its own only where it deploys', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const [name, { permissions = {} }] of jobs) {
      expect(permissions).toEqual(name === 'deploy' ? { contents: 'read', 'id-token': 'write' } : {});
    }
  });

  test('has a deadline for each job, and commands that are there', () => {
    for (const [, job] of jobs) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
      for (const { run = '' } of job.steps) expectThere(run);
    }
  });
});

test('the tests run on the Node versions that Azure offers, each leg on its own', () => {
  const { test: job } = (parse(read(`${folder}/test.yml`)) as Workflow).jobs;
  expect(job?.strategy?.matrix.node).toEqual(['22', '24']);
  const commands = job?.steps.map(({ run = '' }) => run) ?? [];
  const leftOut = commands.indexOf('rm -f node_modules/.bin/node');
  const asserted = commands.findIndex((run) => run.includes('node --version'));
  expect([leftOut > 0, asserted > leftOut, commands.indexOf('npm test') > asserted]).toEqual([
    true,
    true,
    true,
  ]);
});

test('azure.yaml deploys what npm run package unpacks, and names what is there', () => {
  const azd = parse(read('azure.yaml')) as {
    infra: { path: string; module: string };
    services: { api: { dist: string; remoteBuild: boolean; hooks: { prepackage: { run: string } } } };
  };
  expect(existsSync(join(root, azd.infra.path, `${azd.infra.module}.bicep`))).toBe(true);
  expect(azd.services.api).toMatchObject({ dist: '.local/package/app', remoteBuild: false });
  expectThere(azd.services.api.hooks.prepackage.run);
  expect(read('infra/app.bicep')).toContain("'azd-service-name': 'api'");
});

test('Dependabot watches the packages and the actions', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as { updates: { 'package-ecosystem': string }[] };
  expect(updates.map((one) => one['package-ecosystem'])).toEqual(['npm', 'github-actions']);
});

test('docs/deploy.md names outputs, parameters and scripts that are there', () => {
  const deploy = read('docs/deploy.md');
  const main = read('infra/main.bicep');
  const outputs = [...main.matchAll(/^output (\w+)/gm)].map(([, name]) => name);
  const asked = [...deploy.matchAll(/azd env get-value (\w+)/g)].map(([, name]) => name);
  expect(outputs).toEqual(expect.arrayContaining(asked));
  const set = [...deploy.matchAll(/azd env set (\w+)/g)].map(([, name]) => name);
  for (const name of set)
    expect(read('infra/main.parameters.json')).toMatch(new RegExp(`\\$\\{${name ?? ''}[=}]`));
  for (const name of ['clusterPrivateLinkGroup', 'monthlyBudget'])
    expect([deploy.includes(name), main.includes(`param ${name} `)]).toEqual([true, true]);
  expectThere(deploy);
});

test('docs/deploy.md shows parameters that the main template has, and settings of the app as texts', () => {
  const shown = JSON.parse(/```json\n([^]*?)```/.exec(read('docs/deploy.md'))?.[1] ?? '') as {
    moreSettings: { value: object };
  };
  for (const name of Object.keys(shown)) expect(read('infra/main.bicep')).toContain(`param ${name} `);
  const known = Object.values<{ name: string }>(settings).map(({ name }) => name);
  for (const [name, value] of Object.entries(shown.moreSettings.value))
    expect([known.includes(name), typeof value]).toEqual([true, 'string']);
});

test('docs/deploy.md gives a value to each variable of its commands, but for those of the cluster', () => {
  const commands = [...read('docs/deploy.md').matchAll(/```sh\n([^]*?)```/g)]
    .map(([, code = '']) => code)
    .join('');
  const given = [...commands.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  const used = [...commands.matchAll(/\$([A-Z_]+)/g)].map(([, name]) => name);
  const left = new Set(used.filter((name) => !given.includes(name)));
  expect([...left].sort()).toEqual(['CLUSTER_GROUP_ID', 'CLUSTER_NETWORK_GROUP', 'CLUSTER_NSG']);
});
