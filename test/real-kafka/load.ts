import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Child, startNode } from '../../local/child-process.ts';
import { consumeAll, type LoadRun, produceAll } from './load-run.ts';
import { startBroker } from './start-broker.ts';

/**
 * Records through the stand-in and back, checked one by one: `node test/real-kafka/load.ts [--records N] [--bytes N]
 * [--batch N] [--memory]`, with real Kafka behind it unless --memory. Prints MB/s both ways and the stand-in's memory on the way.
 */
const { values: flags } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    bytes: { type: 'string', default: '1024' },
    batch: { type: 'string', default: '500' },
    memory: { type: 'boolean', default: false },
  },
});
const records = Number(flags.records);
const valueBytes = Number(flags.bytes);
const topic = 'load';
const partitions = 4;
const marks = [0.1, 0.5, 1];

const broker = flags.memory ? undefined : await startBroker();
const behind = broker === undefined ? [] : ['--kafka', broker.bootstrap];
const standIn = startNode([
  join(import.meta.dirname, '../../local/kafka-rest/main.ts'),
  ...['--port', '0', '--no-tls', '--no-auth', '--topic', `${topic}:${partitions}`],
  ...behind,
]);
try {
  const run = { url: await urlOf(standIn), topic, partitions, valueBytes };
  const sizes = {
    recordsPerPartition: Math.ceil(records / partitions),
    recordsPerRequest: Number(flags.batch),
  };
  console.log(
    `${records} records of ${valueBytes} bytes, ${flags.memory ? 'memory' : 'Kafka'} behind the stand-in`,
  );
  await measured('in', { ...run, ...sizes }, produceAll);
  await measured('back', { ...run, ...sizes }, consumeAll);
} finally {
  await standIn.stop();
  await broker?.stop();
}

async function measured(
  way: string,
  run: Omit<LoadRun, 'onProgress'>,
  act: (run: LoadRun) => Promise<void>,
): Promise<void> {
  const memory: string[] = [];
  const onProgress = (share: number) => {
    const mark = marks[memory.length];
    if (mark !== undefined && share >= mark) memory.push(`${mark * 100} %: ${residentMb(standIn)} MB`);
  };
  const before = performance.now();
  await act({ ...run, onProgress });
  const seconds = (performance.now() - before) / 1000;
  const rate = Math.round(records / seconds);
  const mbPerSecond = ((records * valueBytes) / 1e6 / seconds).toFixed(1);
  console.log(
    `${way}: ${seconds.toFixed(1)} s, ${rate} records/s, ${mbPerSecond} MB/s; memory ${memory.join(', ')}`,
  );
}

function residentMb({ process: { pid } }: Child): number {
  return Math.round(
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
  );
}

async function urlOf({ process: { stdout, stderr } }: Child): Promise<string> {
  stderr?.pipe(process.stderr);
  if (stdout === null) throw new Error('the stand-in has no output');
  for await (const line of createInterface(stdout)) {
    const url = /http:\S+$/.exec(line)?.[0];
    if (url !== undefined) {
      stdout.resume();
      return url;
    }
  }
  throw new Error('the stand-in ended before it listened');
}
