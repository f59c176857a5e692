import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { type Child, startNode } from './child-process.ts';

export interface AzuriteOptions {
  /** Left out: everything is in memory and gone at the end. A folder that is missing is made. */
  readonly dataFolder?: string;
  /** Left out or 0: free ports. */
  readonly ports?: { readonly blob: number; readonly queue: number; readonly table: number };
  readonly startDeadlineMs?: number;
  /** How long Azurite may take to save and close before it is killed. */
  readonly stopDeadlineMs?: number;
}

/** A running Azurite; the URLs carry the account name and no slash at their end. */
export interface Azurite {
  readonly blobUrl: string;
  readonly queueUrl: string;
  readonly tableUrl: string;
  readonly connectionString: string;
  readonly pid: number;
  /** Settles when the process is gone, whether it was stopped or ended by itself. */
  readonly exited: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const account = 'devstoreaccount1';
// The one key that Microsoft publishes for its storage emulators; it opens nothing else.
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Starts the real Azurite (blob, queue and table on 127.0.0.1) as a child process and waits until it listens.
 * Rejects with one sentence when a port is taken, when Azurite gives up, or at the start deadline.
 */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const { startDeadlineMs = 60_000, stopDeadlineMs = 5_000 } = options;
  const child = launch(options);
  const stop = () => child.stop(stopDeadlineMs);
  try {
    const urls = await listening(child.process, startDeadlineMs);
    const { pid = 0 } = child.process;
    return { ...urls, connectionString: connectionString(urls), pid, exited: child.exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch({ dataFolder, ports }: AzuriteOptions): Child {
  const binary = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const { blob = 0, queue = 0, table = 0 } = ports ?? {};
  const storage = dataFolder === undefined ? ['--inMemoryPersistence'] : ['--location', dataFolder];
  const listeners = ['--blobPort', blob, '--queuePort', queue, '--tablePort', table].map(String);
  const quiet = ['--silent', '--skipApiVersionCheck', '--disableTelemetry'];
  return startNode([binary, ...storage, ...listeners, ...quiet], {
    // Azurite refuses --location in memory, and then asks for a working directory that it can use: nothing is put there.
    ...(dataFolder === undefined && { cwd: tmpdir() }),
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AZURITE_'))),
  });
}

type Urls = Pick<Azurite, 'blobUrl' | 'queueUrl' | 'tableUrl'>;

async function listening(child: ChildProcess, deadlineMs: number): Promise<Urls> {
  let output = '';
  return new Promise<Urls>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`Azurite did not listen within ${deadlineMs} ms.`));
    }, deadlineMs);
    const read = (text: Buffer) => {
      output += text.toString();
      const urls = readUrls(output);
      if (urls === undefined) return;
      clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', read).resume();
      resolve(urls);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(reasonOf(output)));
    });
  });
}

function readUrls(output: string): Urls | undefined {
  const [blobUrl, queueUrl, tableUrl] = ['Blob', 'Queue', 'Table'].map((service) => {
    const found = new RegExp(`Azurite ${service} service is successfully listening at (\\S+)\\n`).exec(
      output,
    );
    return found?.[1] === undefined ? undefined : `${found[1]}/${account}`;
  });
  if (blobUrl === undefined || queueUrl === undefined || tableUrl === undefined) return undefined;
  return { blobUrl, queueUrl, tableUrl };
}

function reasonOf(output: string): string {
  const taken = /EADDRINUSE.*:(\d+)/.exec(output)?.[1];
  if (taken !== undefined) return `Azurite could not start: port ${taken} is in use.`;
  return `Azurite ended before it listened: ${output.trim().split('\n').at(-1) ?? ''}`;
}

function connectionString({ blobUrl, queueUrl, tableUrl }: Urls): string {
  const login = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey}`;
  return `${login};BlobEndpoint=${blobUrl};QueueEndpoint=${queueUrl};TableEndpoint=${tableUrl};`;
}
