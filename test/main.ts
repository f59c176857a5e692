import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm test`: types, lint and format beside the tests, with what these leave of the processors; fails where one of
 * them does. What is given on the command line is jest's.
 */
const modules = join(import.meta.dirname, '../node_modules');
const jest = join(modules, 'jest/bin/jest.js');
// The suites start Azurite and the local host some forty times: what these load is compiled once.
const env = { ...process.env, NODE_COMPILE_CACHE: join(modules, '.cache/node') };
const run = (program: string, args: readonly string[]) => spawn(program, args, { stdio: 'inherit', env });

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

const tests = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest];
const children = [
  run('nice', ['-n', '19', 'npm', 'run', '-s', 'lint']),
  run(process.execPath, [...tests, ...process.argv.slice(2)]),
];
// Ctrl-C reaches them by itself.
process.on('SIGINT', () => undefined);
process.once('SIGTERM', () => {
  for (const child of children) child.kill('SIGTERM');
});
const [lint = 1, tested = 1] = await Promise.all(children.map(exitCode));
if (lint !== 0) console.error('types, lint or format: see the complaints above');
process.exitCode = tested || lint;
