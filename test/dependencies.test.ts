import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

test('docs/dependencies.md gives each package that ships its licence and a reason, and no other', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { license?: string }>;
  };
  const rows = [
    ...read('docs/dependencies.md').matchAll(/^\| (\S+) +\| ([\w.-]+) +\| (\S.*?) +\|$/gm),
  ].filter(([, name]) => name !== 'package' && !/^-+$/.test(name ?? ''));
  expect(rows.map(([, name, licence]) => [name, licence])).toEqual(
    Object.keys(dependencies).map((name) => [name, packages[`node_modules/${name}`]?.license]),
  );
});
