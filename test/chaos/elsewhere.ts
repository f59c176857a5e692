import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Log } from '../../local/kafka-rest/log.ts';
import type { FiledLetter } from '../support/dead-letters.ts';
import { lengthOf } from './drained.ts';
import { type KafkaRecord, type Sent, TOPIC } from './messages.ts';

/** What the books look at beside topic and dead letters: nothing of what was sent may be there. */
export interface Elsewhere {
  readonly log: Log;
  readonly connectionString: string;
  readonly sent: readonly Sent[];
  readonly letters: readonly FiledLetter[];
  /** True for the name of what was being filed when that was cut short: what it had kept by then stays. */
  readonly isCutShort: (name: string) => boolean;
}

/** All records of a topic, read from the log itself. */
export async function recordsIn(log: Log, topic: string): Promise<KafkaRecord[]> {
  const all: KafkaRecord[] = [];
  for (const { partition, earliestOffset } of await log.partitions(topic)) {
    const limit = { maxRecords: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };
    const { records } = await log.read(topic, partition, earliestOffset, limit);
    all.push(
      ...records.map(({ key, value }) => ({
        key: key?.toString() ?? null,
        value: value?.toString() ?? 'null',
      })),
    );
  }
  return all;
}

/** Records in other topics, what is queued, blobs that belong to nothing; each a sentence. */
export async function elsewhere(looking: Elsewhere): Promise<string[]> {
  const { log, connectionString, sent, letters, isCutShort } = looking;
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const ids = new Set(letters.map(({ rowKey }) => rowKey.split('-')[1] ?? ''));
  const checks = new Set(
    sent.flatMap(({ claimCheck }) => (claimCheck === undefined ? [] : [claimCheck.blob])),
  );
  return [
    ...(await inOtherTopics(log)),
    ...(await inQueues(QueueServiceClient.fromConnectionString(connectionString))),
    ...(await inContainer(blobs, 'kafka-dead-letters', async (name, read) => {
      if (ids.has(name.replace(/\.claim-check$/, ''))) return true;
      const content = await read();
      const found = sent.find(({ text, claimCheck }) => [text, claimCheck?.content].includes(content));
      return found !== undefined && isCutShort(found.name);
    })),
    ...(await inContainer(blobs, 'kafka-claim-checks', (name) => Promise.resolve(checks.has(name)))),
  ];
}

async function inOtherTopics(log: Log): Promise<string[]> {
  const others = (await log.topics()).filter(({ name }) => name !== TOPIC);
  const found = await Promise.all(
    others.map(async ({ name }) => ({ name, count: (await recordsIn(log, name)).length })),
  );
  return found.flatMap(({ name, count }) =>
    count === 0 ? [] : [`${count} records are in the topic ${name}`],
  );
}

async function inQueues(service: QueueServiceClient): Promise<string[]> {
  const gaps: string[] = [];
  for await (const { name } of service.listQueues()) {
    const length = await lengthOf(service.getQueueClient(name));
    if (length > 0) gaps.push(`${length} messages are in the queue ${name}`);
  }
  return gaps;
}

async function inContainer(
  service: BlobServiceClient,
  container: string,
  belongs: (name: string, read: () => Promise<string>) => Promise<boolean>,
): Promise<string[]> {
  const gaps: string[] = [];
  const client = service.getContainerClient(container);
  if (!(await client.exists())) return gaps;
  for await (const { name } of client.listBlobsFlat()) {
    const read = async () => (await client.getBlobClient(name).downloadToBuffer()).toString();
    if (!(await belongs(name, read))) gaps.push(`the blob ${container}/${name} belongs to nothing`);
  }
  return gaps;
}
