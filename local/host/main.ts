import { resolve } from 'node:path';
import { parseCommandLine } from './command-line.ts';
import { StartError } from './start-error.ts';
import { startHost } from './start-host.ts';

const drainTimeoutMs = 10_000;
const startedIn = process.cwd();

try {
  const { scriptRoot, keysFile, ignored, ...flags } = parseCommandLine(process.argv.slice(2));
  for (const name of ignored) console.log(`Ignored: --${name} means nothing to this host.`);
  const root = enter(resolve(scriptRoot));
  const host = await startHost({
    ...flags,
    scriptRoot: root,
    keysFile: keysFile === undefined ? undefined : resolve(startedIn, keysFile),
    environment: process.env,
    write: (text) => process.stdout.write(text),
  });
  const stop = (): void => {
    // Under npm one Ctrl-C comes as two signals: the second waits for the same end.
    void host.stop(drainTimeoutMs).then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  if (error.cause instanceof Error) console.error(error.cause.stack);
  console.error(error.message);
  process.exit(1);
}

// The worker runs in the app's folder: apps read their files from there.
function enter(folder: string): string {
  try {
    process.chdir(folder);
    return folder;
  } catch {
    throw new StartError(`There is no folder ${folder}.`);
  }
}
