/**
 * Parses the templates with the Bicep grammar that editors use, which pip brings: `node test/infra/run.ts`. It is no
 * compiler: types, the parameters of modules in the registry and what Azure makes of them stay unchecked.
 */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { preparePython, run } from '../seed/python.ts';
import { Tally } from '../seed/tally.ts';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const timeoutMs = 30_000;

const tally = new Tally('Bicep grammar');
await tally.check('all templates could be parsed', parseAll);
process.exitCode = tally.end();

async function parseAll(): Promise<void> {
  const python = await preparePython(join(root, '.local/bicep-venv'), join(here, 'requirements.txt'));
  const files = (await readdir(join(root, 'infra'))).filter((name) => name.endsWith('.bicep')).sort();
  const paths = files.map((name) => join(root, 'infra', name));
  const { code, stdout, stderr } = await run(python, [join(here, 'grammar.py'), ...paths], {
    env: process.env,
    timeoutMs,
  });
  if (code !== 0) throw new Error(stderr.trim());
  const lines = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [path = '', faults = ''] = line.split('\t');
    lines.set(path, faults);
  }
  for (const path of paths) {
    await tally.check(path.slice(root.length + 1), () => {
      const faults = lines.get(path);
      if (faults !== '') throw new Error(`not understood in lines ${faults ?? '(it was not parsed)'}`);
      return Promise.resolve();
    });
  }
}
