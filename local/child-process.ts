import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const endWithParent = join(import.meta.dirname, 'end-with-parent.ts');

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** A child process that never outlives this one and whose output is read by this one. */
export interface Child {
  readonly process: ChildProcess;
  /** Settles when the process is gone and its output has been read. */
  readonly exited: Promise<number | null>;
  /** Asks it to end, and kills it at the deadline. */
  readonly stop: (deadlineMs?: number) => Promise<void>;
}

/**
 * Starts a Node script. It gets a process group of its own: a Ctrl-C in the terminal goes to the parent alone, which
 * stops its children in the right order.
 */
export function startNode(args: readonly string[], options: ChildOptions = {}): Child {
  return follow(process.execPath, ['--import', endWithParent, ...args], options);
}

/** Starts any program, as `startNode` does; it ends with this process only where it watches its input itself. */
export function follow(program: string, args: readonly string[], options: ChildOptions = {}): Child {
  const child = spawn(program, args, { ...options, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => {
      resolve(null);
    });
  });
  const stop = async (deadlineMs = 5000) => {
    child.kill('SIGTERM');
    const cancel = new AbortController();
    const late = sleep(deadlineMs, 'late', { signal: cancel.signal }).catch(() => undefined);
    if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL');
    cancel.abort();
    await exited;
  };
  return { process: child, exited, stop };
}
