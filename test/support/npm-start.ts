import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** `npm start` as a person runs it: a process group of its own, whose signals a terminal would send. */
export interface NpmStart {
  readonly process: ChildProcess;
  /** Settles when npm and all that wrote to its output have ended. */
  readonly exited: Promise<number | null>;
  readonly output: () => string;
  /** Settles when it says that it is ready; rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly ports: () => Promise<Readonly<Record<string, number>>>;
}

/** Starts it with its build and its ports.json in `folder`, on free ports. */
export function npmStart(folder: string, flags: readonly string[] = []): NpmStart {
  const free = ['--port', '0', '--rest-port', '0'];
  const child = spawn('npm', ['start', '--', '--folder', folder, ...free, ...flags], {
    cwd: root,
    detached: true,
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text.toString();
      if (/^Ready\./m.test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => {
      reject(new Error(output));
    });
  });
  // Whoever waits for the end alone does not wait for this.
  ready.catch(() => undefined);
  return {
    process: child,
    exited,
    output: () => output,
    ready,
    ports: async () =>
      JSON.parse(await readFile(join(folder, 'ports.json'), 'utf8')) as Record<string, number>,
  };
}

/** True while something listens on the port of this machine. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
