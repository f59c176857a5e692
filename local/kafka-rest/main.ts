import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createCertificateAuthority } from '../certificates.ts';
import type { ListenOptions } from '../stand-in/serve.ts';
import { type Flags, readCommand, readFlags } from './command-line.ts';
import { assumptionList, help } from './help.ts';
import { MemoryLog } from './memory-log.ts';
import { ensureTopic, openKafkaLog } from './open-kafka-log.ts';
import { type KafkaRestOptions, startKafkaRest } from './start.ts';

try {
  await main(readFlags(process.argv.slice(2)));
} catch (error) {
  console.error(`kafka-rest: ${reason(error)}`);
  process.exitCode = 1;
}

async function main(flags: Flags): Promise<void> {
  if (flags.help === true) process.stdout.write(help);
  else if (flags.assumptions === true) process.stdout.write(assumptionList());
  else await run(flags);
}

async function run(flags: Flags): Promise<void> {
  const { options, kafka, memory, topics } = await readCommand(flags);
  const real = kafka === undefined ? undefined : await openKafkaLog(kafka);
  try {
    const log = real ?? new MemoryLog(memory);
    for (const topic of topics) await ensureTopic(log, topic);
    const proxy = await startKafkaRest({ ...options, ...(await certificate(flags)), log });
    const close = async () => {
      await proxy.close();
      await real?.close();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
    say(proxy.url, options);
  } catch (error) {
    await real?.close();
    throw error;
  }
}

function say(url: string, options: KafkaRestOptions): void {
  console.log(`Kafka REST proxy stand-in: ${url}`);
  if (options.tokens === 'unchecked') console.log('No token is asked for (--no-auth).');
}

async function certificate(flags: Flags): Promise<Pick<ListenOptions, 'tls'>> {
  if (flags['no-tls'] === true) return {};
  const { 'tls-key': keyFile, 'tls-cert': certFile } = flags;
  if (keyFile !== undefined && certFile !== undefined) {
    return { tls: { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') } };
  }
  if (keyFile !== certFile) throw new Error('--tls-key and --tls-cert go together');
  return { tls: await issueOwn(flags['ca-file'] ?? '.local/kafka-rest-ca.pem') };
}

async function issueOwn(caFile: string): Promise<{ key: string; cert: string }> {
  const authority = await createCertificateAuthority();
  await mkdir(dirname(caFile), { recursive: true });
  await writeFile(caFile, authority.certificate);
  console.log(`CA to trust: ${caFile}`);
  return authority.issue(['localhost', '127.0.0.1']);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port ?? ''} is taken; choose another with --port`;
  return error.message.split('\n', 1)[0] ?? '';
}
