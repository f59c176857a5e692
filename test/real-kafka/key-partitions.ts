import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKafkaLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { kafkaJars } from './jars.ts';
import { runJob } from './run-job.ts';
import { startBroker } from './start-broker.ts';

/**
 * Makes the fixture that the partitioner is held against: where Kafka's own Java producer puts 10,000 random keys in
 * a topic of 31 partitions.
 */
const fixture = join(import.meta.dirname, '../fixtures/java-producer-partitions.txt');
const topic = 'keys';

const broker = await startBroker();
try {
  const log = await openKafkaLog(broker.bootstrap);
  await log.createTopic({ name: topic, partitionCount: 31 });
  await log.close();
  const program = join(import.meta.dirname, 'KeyPartitions.java');
  const classPath = join(await kafkaJars(), '*');
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=off';
  const args = ['-cp', classPath, quiet, program, broker.bootstrap, topic, '10000'];
  const { code, output } = await runJob('java', args, 120_000);
  if (code !== 0) throw new Error(`The Java producer failed: ${output}`);
  await writeFile(fixture, output);
} finally {
  await broker.stop();
}
