import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { type StandIns, startStandIns } from '../../local/stand-ins.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { type Proxy, startProxy } from '../produce/proxy.ts';
import { allPartitions } from './all-partitions.ts';
import { groupBatch } from './group-batch.ts';
import { idleCalls } from './idle-calls.ts';
import type { Line } from './line.ts';
import { longPoll } from './long-poll.ts';
import { passThrough } from './pass-through.ts';

/**
 * Reads through the handler with the shipped settings, each line against what it is held to in the same run. The proxy
 * is the stand-in in a process of its own. `node bench/consume/run.ts [part of a line's name]`.
 */

const lines: readonly Line[] = [passThrough, longPoll, idleCalls, allPartitions, groupBatch];

async function createApp(standIns: StandIns, proxy: Proxy, azurite: Azurite) {
  const own = await readFile(standIns.caFile, 'utf8');
  setDefaultCACertificates([...getCACertificates(), own, proxy.ca]);
  process.env['IDENTITY_ENDPOINT'] = standIns.environment['IDENTITY_ENDPOINT'];
  process.env['IDENTITY_HEADER'] = standIns.environment['IDENTITY_HEADER'];
  return createDependencies({
    ...standIns.environment,
    KAFKA_REST_URL: proxy.url,
    KafkaStorage: azurite.connectionString,
  });
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const standIns = await startStandIns({ folder });
const proxy = await startProxy({});
const azurite = await startAzurite();
try {
  const dependencies = await createApp(standIns, proxy, azurite);
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}\n`);
  console.log('| line | | figure | ratio |\n| --- | --- | --- | --- |');
  for (const { name, measure } of lines.filter((line) => line.name.includes(process.argv[2] ?? ''))) {
    for (const { what, figure, ratio = '' } of await measure({ proxy, dependencies })) {
      console.log(`| ${name} | ${what} | ${figure} | ${ratio} |`);
    }
  }
} finally {
  await proxy.close();
  await azurite.stop();
  await standIns.close();
  await rm(folder, { recursive: true });
}
process.exit();
