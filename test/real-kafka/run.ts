import { join } from 'node:path';
import { kafkaVersion } from './jars.ts';
import { runJob } from './run-job.ts';
import { type Broker, startBroker } from './start-broker.ts';

/**
 * Runs on a real broker what can run on either log: the contract, the promises of a log, and the app's end-to-end
 * cases; and what only a real one can show. The last line has the counts, the exit code is 1 when something failed.
 */
const root = join(import.meta.dirname, '../..');
const deadlineMs = 600_000;
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
  `--rootDir=${root}`,
  // One after the other: they share the broker, and the broker the machine.
  '--runInBand',
  // A suite that could not start may leave something open: the counts come all the same.
  '--forceExit',
];
const onRealKafka = [
  'test/contract/kafka',
  'test/local/kafka-rest/(kafka-|record-batch)',
  'test/real-kafka/',
  'test/end-to-end/',
  'test/produce/round-trip',
];

async function run(broker: Broker): Promise<readonly [passed: number, failed: number, skipped: number]> {
  const env = { ...process.env, REAL_KAFKA_BOOTSTRAP: broker.bootstrap };
  const { code, output } = await runJob(process.execPath, [...jest, ...onRealKafka], deadlineMs, {
    env,
    print: (text) => process.stdout.write(text),
  });
  const counts = /^tests: (\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(output);
  if (counts === null) throw new Error(`jest ended without counts (exit code ${code ?? 'none'})`);
  const [, passed, failed, skipped] = counts.map(Number);
  return [passed ?? 0, code === 0 ? (failed ?? 0) : Math.max(failed ?? 0, 1), skipped ?? 0];
}

async function main(): Promise<void> {
  const before = performance.now();
  const broker = await startBroker();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void broker.stop());
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  console.log(`Kafka ${kafkaVersion} serves on ${broker.bootstrap} after ${seconds} s`);
  try {
    const [passed, failed, skipped] = await run(broker);
    console.log(`real Kafka: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await broker.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('real Kafka: 0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
}
