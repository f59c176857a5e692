import { resolve } from 'node:path';
import { parseCommandLine, usage } from './command-line.ts';
import { hostVersion } from './core-app.ts';
import { readLocalSettings } from './local-settings.ts';
import { nodeArguments, restartWith } from './node-arguments.ts';
import { StartError } from './start-error.ts';
import { startHost } from './start-host.ts';

const drainTimeoutMs = 10_000;
const startedIn = process.cwd();

try {
  const { command, ...commandLine } = parseCommandLine(process.argv.slice(2));
  if (command === 'help') process.stdout.write(usage);
  if (command === 'version') console.log(hostVersion);
  if (command === 'start') await start(commandLine);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  if (error.cause instanceof Error) console.error(error.cause.stack);
  console.error(error.message);
  process.exit(1);
}

type Flags = Omit<ReturnType<typeof parseCommandLine>, 'command'>;

async function start({ scriptRoot, keysFile, ignored, ...flags }: Flags): Promise<void> {
  const root = resolve(scriptRoot);
  honourNodeArguments(root);
  for (const name of ignored) console.log(`Ignored: --${name} means nothing to this host.`);
  enter(root);
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
}

function honourNodeArguments(root: string): void {
  const args = nodeArguments({ ...readLocalSettings(root).values, ...process.env });
  if (args.length === 0) return;
  const hindrance = restartWith(args);
  console.log(`Ignored: the arguments for Node in languageWorkers__node__arguments, since ${hindrance}.`);
}

// The worker runs in the app's folder: apps read their files from there.
function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    throw new StartError(`There is no folder ${folder}.`);
  }
}
