import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { reportBundle } from '../local/bundle-report.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { version?: string; license?: string; link?: boolean }>;
};

/** Package and licence of each row of the table under a heading, and whether the row says more. */
function rowsUnder(heading: string): { name: string; licence: string; says: boolean }[] {
  const [, section = ''] = read('docs/dependencies.md').split(`\n## ${heading}\n`);
  return [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (\S+) +\| ([\w.-]+) +\| (.*) \|$/gm)]
    .filter(([, name = '']) => name !== 'package' && !name.startsWith('-'))
    .map(([, name = '', licence = '', rest = '']) => ({ name, licence, says: /\w/.test(rest) }));
}

function withLicence(names: readonly string[]) {
  return names.map((name) => {
    const { license, link = false } = packages[`node_modules/${name}`] ?? {};
    return { name, licence: link ? 'own' : (license ?? 'none'), says: true };
  });
}

test('docs/dependencies.md gives each package that ships its licence and a reason, and no other', () => {
  expect(rowsUnder('What ships')).toEqual(withLicence(Object.keys(manifest['dependencies'] ?? {})));
});

test('and each one for development', () => {
  const names = Object.keys({ ...manifest['devDependencies'], ...manifest['optionalDependencies'] });
  expect(rowsUnder('For development')).toEqual(withLicence(names));
});

test('and each one in the bundle, under licences that ask for no more than their notice', async () => {
  const shares = await reportBundle();
  const ofOthers = shares.map(({ name, licence }) => ({ name, licence, says: true }));
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  expect(rowsUnder('The bundle').sort(byName)).toEqual(ofOthers.sort(byName));
  const licences = [...new Set(shares.map(({ licence }) => licence))].sort();
  expect(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']).toEqual(
    expect.arrayContaining(licences),
  );
});

test('and of each advisory that it names, a version that has it mended', () => {
  const [, section = ''] = read('docs/dependencies.md').split('\n## Known vulnerabilities\n');
  const rows = [...section.matchAll(/^\| ([\w-]+) +\| .*CVE.* \| ([\d.]+) +\| ([\d.]+) +\|$/gm)];
  expect(rows.length).toBeGreaterThan(3);
  for (const [, name = '', mendedIn = '', here = ''] of rows) {
    expect(packages[`node_modules/${name}`]?.version).toBe(here);
    expect(here.localeCompare(mendedIn, 'en', { numeric: true })).toBeGreaterThanOrEqual(0);
  }
});
