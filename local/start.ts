import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Azurite, startAzurite } from './azurite.ts';
import { buildApp, buildAppFolder } from './build.ts';
import { type FunctionHost, startFunctionHost } from './function-host.ts';
import type { Log } from './kafka-rest/log.ts';
import { ensureTopic, openKafkaLog } from './kafka-rest/open-kafka-log.ts';
import { help, readStartFlags, type StartFlags } from './start-flags.ts';
import { type StandIns, startStandIns } from './stand-ins.ts';

const root = join(import.meta.dirname, '..');
const AZURITE_PORTS = { blob: 10_000, queue: 10_001, table: 10_002 };
const TOPIC_TO_TRY = 'hello';

/** All that runs, newest last; stopped in the other order. */
const running: { readonly stop: () => Promise<void> }[] = [];
let stopping: Promise<void> | undefined;

function stop(): Promise<void> {
  stopping ??= stopAll();
  return stopping;
}

async function stopAll(): Promise<void> {
  for (const one of running.reverse()) await one.stop();
}

async function keep<T>(starting: Promise<T>, stopOne: (started: T) => Promise<void>): Promise<T> {
  const started = await starting;
  if (stopping !== undefined) {
    await stopOne(started);
    throw new Error('stopped while starting');
  }
  running.push({ stop: () => stopOne(started) });
  return started;
}

async function start(flags: StartFlags): Promise<FunctionHost> {
  const { folder = join(root, '.local') } = flags;
  await mkdir(folder, { recursive: true });
  const log = await openLog(flags.kafka);
  const [standIns, azurite] = await Promise.all([
    keep(startStandIns({ folder, ...standInOptions(flags, log) }), (one) => one.close()),
    keep(startStorage(flags.dataFolder), (one) => one.stop()),
    flags.folder === undefined ? buildApp() : buildAppFolder(flags.folder),
  ]);
  await ensureTopic(standIns.kafkaRest.log, { name: TOPIC_TO_TRY, partitionCount: 1 });
  await standIns.kafkaRest.metadata.refresh();
  const host = await keep(
    startFunctionHost({
      kind: flags.host,
      appFolder: flags.folder ?? root,
      port: flags.port,
      environment: { ...standIns.environment, AzureWebJobsStorage: azurite.connectionString },
      print: (text) => process.stdout.write(text),
    }),
    (one) => one.stop(3000),
  );
  const places = placesOf(host, standIns, azurite);
  await writeFile(join(folder, 'ports.json'), `${JSON.stringify(portsOf(places), null, 2)}\n`);
  console.log(table(places));
  return host;
}

function openLog(kafka: string | undefined): Promise<Log> | undefined {
  return kafka === undefined ? undefined : keep(openKafkaLog(kafka), (one) => one.close());
}

function standInOptions({ restPort, entraPort, vaultPort, identityPort }: StartFlags, log?: Log) {
  return {
    ports: { kafkaRest: restPort, entra: entraPort, keyVault: vaultPort, managedIdentity: identityPort },
    // Two nodes that disagree for a moment, as in HDInsight.
    kafkaRest: { metadata: { nodeCount: 2 }, ...(log !== undefined && { log }) },
  };
}

// Well-known ports serve the tools that people point at Azurite; taken ones are no reason not to start.
async function startStorage(dataFolder: string | undefined): Promise<Azurite> {
  const options = dataFolder === undefined ? {} : { dataFolder };
  try {
    return await startAzurite({ ...options, ports: AZURITE_PORTS });
  } catch {
    return startAzurite(options);
  }
}

type Places = Readonly<Record<string, string>>;

function placesOf(host: FunctionHost, standIns: StandIns, azurite: Azurite): Places {
  return {
    Functions: `${host.url}/api`,
    'Kafka REST proxy': standIns.kafkaRest.url,
    Entra: standIns.entra.url,
    'Key Vault': standIns.keyVault.url,
    'Managed identity': standIns.managedIdentity.url,
    'Azurite blob': azurite.blobUrl,
    'Azurite queue': azurite.queueUrl,
    'Azurite table': azurite.tableUrl,
  };
}

function portsOf(places: Places): Record<string, number> {
  const key = (name: string) =>
    name.toLowerCase().replaceAll(/ (.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(places).map(([name, url]) => [key(name), Number(new URL(url).port)]),
  );
}

function table(places: Places): string {
  const rows = Object.entries(places).map(([name, url]) => `  ${name.padEnd(18)}${url}`);
  const url = `${places['Functions'] ?? ''}/topics/${TOPIC_TO_TRY}/records`;
  const curl = `curl -s ${url} -H 'Content-Type: application/json' -d '{"records":[{"value":"hello"}]}'`;
  return ['', ...rows, '', `  Try: ${curl}`, '', 'Ready. Ctrl-C ends it.', ''].join('\n');
}

async function main(): Promise<void> {
  const flags = readStartFlags(process.argv.slice(2));
  if (flags === 'help') {
    console.log(help);
    return;
  }
  // npm passes SIGTERM on, and one Ctrl-C arrives twice: from the terminal and from npm.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  const host = await start(flags);
  await host.exited;
  if (stopping === undefined) throw new Error('the host ended by itself');
  await stopping;
}

try {
  await main();
} catch (error) {
  const asked = stopping !== undefined;
  await stop();
  if (!asked) {
    console.error(error instanceof Error ? lineOf(error) : error);
    process.exitCode = 1;
  }
}

function lineOf(error: Error & { code?: string; port?: number }): string {
  return error.code === 'EADDRINUSE'
    ? `Port ${error.port ?? ''} is in use: end what listens there, or choose another port (npm start -- --help).`
    : error.message;
}
