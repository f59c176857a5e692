import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runJob } from './run-job.ts';

/** The Kafka that is tested; `KAFKA_VERSION` asks for another. */
export const kafkaVersion = process.env['KAFKA_VERSION'] ?? '4.2.0';

const cache = join(import.meta.dirname, '../../.local/kafka');
const deadlineMs = 300_000;

/**
 * The folder with the jars of the broker and its client, from Maven Central on the first call and from the cache
 * after it. Rejects with one line that says how the download failed.
 */
export async function kafkaJars(): Promise<string> {
  const folder = join(cache, kafkaVersion);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  // Moved into place when it is whole: a download that broke off is not taken for a cache.
  const half = await mkdtemp(join(cache, 'half-'));
  try {
    await download(half);
    await rename(half, folder);
  } catch (error) {
    if (!(await exists(folder))) throw error;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return folder;
}

async function download(folder: string): Promise<void> {
  const { code, isLate, output } = await runJob(
    'mvn',
    [
      '--batch-mode',
      '--quiet',
      '--file',
      join(import.meta.dirname, 'pom.xml'),
      'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
      `-Dkafka.version=${kafkaVersion}`,
      '-DincludeScope=runtime',
      `-DoutputDirectory=${folder}`,
    ],
    deadlineMs,
  );
  if (code === 0) return;
  const failed = code === null ? 'mvn cannot be started' : firstError(output);
  const reason = isLate ? `no end within ${deadlineMs} ms` : failed;
  throw new Error(`Kafka ${kafkaVersion} could not be downloaded with Maven: ${reason}`);
}

function firstError(output: string): string {
  const line = output.split('\n').find((each) => each.includes('[ERROR]')) ?? output.trim();
  return line.replace(/^.*\[ERROR\]\s*/, '').slice(0, 300);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
