import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface HostProcess {
  /** `http://127.0.0.1:<port>`; rejects when the host ended without serving. */
  readonly url: Promise<string>;
  readonly exitCode: Promise<number | null>;
  /** Stdout and stderr up to now. */
  readonly output: () => string;
  /** Resolves once the output has a match. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

export const fixture = (name: string): string => join(root, 'test/fixtures/host-app', name);

/** Runs the host in a process of its own: jest's module registry would hide the virtual core module. */
export function runHost(
  scriptRoot: string,
  { flags = [], env = {} }: { flags?: string[]; env?: Record<string, string> } = {},
): HostProcess {
  const args = [
    join(root, 'local/host/main.ts'),
    'start',
    '--port',
    '0',
    '--script-root',
    scriptRoot,
    ...flags,
  ];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const looking = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const look of looking) look();
    });
  }
  const exitCode = once(child, 'close').then(([code]) => code as number | null);
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text);
        if (match === null) return;
        looking.delete(look);
        resolve(match);
      };
      looking.add(look);
      look();
      void exitCode.then(() => {
        reject(new Error(`The host ended without printing ${String(pattern)}:\n${text}`));
      });
    });
  const url = printed(/^Now listening on: (\S+)$[^]*Host started/m).then(([, found]) => found ?? '');
  url.catch(() => undefined);
  return {
    ...{ url, exitCode, printed, process: child, output: () => text },
    stop: async () => {
      child.kill('SIGTERM');
      await exitCode;
    },
  };
}
