import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a program ended: its exit code (null: ended by its deadline or a signal) and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end or its deadline, with only the environment given; rejects when it cannot be started. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number; readonly input?: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { env, timeoutMs: timeout, input = '' } = options;
    const child = execFile(
      program,
      args,
      { env, timeout, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (child.pid === undefined) reject(new Error(`${program} could not be started`, { cause: error }));
        else resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

/**
 * The Python of a virtual environment in `folder` with what `requirementsFile` asks for. It is made once, from the
 * package index that pip is set up for, and again when the requirements change.
 */
export async function preparePython(folder: string, requirementsFile: string): Promise<string> {
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, 'installed.txt');
  const requirements = await readFile(requirementsFile, 'utf8');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed === requirements) return python;
  await mkdir(folder, { recursive: true });
  await insist('python3', ['-m', 'venv', '--clear', folder]);
  await insist(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirementsFile]);
  await writeFile(stamp, requirements);
  return python;
}

async function insist(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await run(program, args, { env: process.env, timeoutMs: 180_000 });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr.trim().slice(-500)}`);
}
