import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, follow, startNode } from './child-process.ts';

export interface FunctionHostOptions {
  /** `local`: this project's host. `func`: Azure Functions Core Tools, as npm installed them. */
  readonly kind: 'local' | 'func';
  /** The folder with host.json, package.json and the built app. */
  readonly appFolder: string;
  /** 0: a free one; Core Tools need a real one. */
  readonly port: number;
  /** What the app reads, beside the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Gets what the host prints once it serves. */
  readonly print: (text: string) => void;
}

export interface FunctionHost {
  /** Up to the port. */
  readonly url: string;
  /** Of its process, for what is measured of it. */
  readonly pid: number;
  readonly exited: Promise<number | null>;
  readonly stop: (deadlineMs?: number) => Promise<void>;
  /** Ends it at once with SIGKILL, as a crash does. */
  readonly kill: () => Promise<void>;
}

const root = join(import.meta.dirname, '..');
const START_DEADLINE_MS = { local: 30_000, func: 180_000 };

/** Why a host ended, from what it printed: ours ends with one clear line, Core Tools may have failed to download. */
const reasons = {
  local: (printed: string) => printed.split('\n').at(-1) ?? '',
  func: (printed: string) =>
    `Core Tools ended before they served; they download themselves on first use. They said:\n${printed}`,
};

/** Starts a host for the built app in a process of its own; rejects with what it said when it does not come up. */
export async function startFunctionHost(options: FunctionHostOptions): Promise<FunctionHost> {
  const child = launch(options);
  const output = collect(child);
  const deadline = AbortSignal.timeout(START_DEADLINE_MS[options.kind]);
  try {
    const url = await Promise.race([
      options.kind === 'local'
        ? output.match(/Now listening on: (\S+)[^]*Host started/)
        : answering(options.port, deadline),
      child.exited.then(() => {
        throw new Error(reasons[options.kind](output.text()));
      }),
      aborted(deadline),
    ]);
    output.passOn(options.print);
    const kill = async () => {
      child.process.kill('SIGKILL');
      await child.exited;
    };
    return { url, pid: child.process.pid ?? 0, exited: child.exited, stop: child.stop, kill };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

function launch({ kind, appFolder, port, environment, flags = [] }: FunctionHostOptions): Child {
  const options = {
    cwd: appFolder,
    env: { ...process.env, FUNCTIONS_WORKER_RUNTIME: 'node', ...environment },
  };
  const args = ['start', '--port', String(port), ...flags];
  if (kind === 'local') return startNode([join(root, 'local/host/main.ts'), ...args], options);
  const func = join(root, 'node_modules/.bin/func');
  if (!existsSync(func))
    throw new Error('Core Tools are not installed: npm install azure-functions-core-tools');
  return follow(func, args, options);
}

function collect(child: Child) {
  let text = '';
  let print: ((text: string) => void) | undefined;
  const seen = new Set<() => void>();
  const read = (chunk: Buffer) => {
    if (print !== undefined) print(chunk.toString());
    else {
      text += chunk.toString();
      for (const look of seen) look();
    }
  };
  child.process.stdout?.on('data', read);
  child.process.stderr?.on('data', read);
  return {
    match: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const found = pattern.exec(text)?.[1];
          if (found !== undefined) resolve(found);
        };
        seen.add(look);
        look();
      }),
    text: () => text.trim(),
    /** Messages may have been taken before the host said that it had started. */
    passOn: (to: (text: string) => void) => {
      print = to;
      const said = /Now listening on: \S+\n([^]*)/.exec(text)?.[1];
      if (said !== undefined) to(said);
    },
  };
}

async function answering(port: number, signal: AbortSignal): Promise<string> {
  const url = `http://localhost:${port}`;
  while (!signal.aborted) {
    const answer = await fetch(`${url}/api/health/live`, { signal }).catch(() => undefined);
    if (answer?.ok === true) return url;
    await sleep(250);
  }
  throw new Error('the host did not answer in time');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('the host did not come up in time'));
    });
  });
}
