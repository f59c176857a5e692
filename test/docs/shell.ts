import { spawn } from 'node:child_process';

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs commands as a reader's shell does, to the first that fails; not synchronously: what they call may be in this process. */
export function runInShell(
  commands: string,
  { folder, environment = {} }: { folder: string; environment?: Readonly<Record<string, string>> },
): Promise<Ended> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode) => {
      resolve({ exitCode, output });
    });
  });
}
