import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import type { FiledLetter } from '../support/dead-letters.ts';
import { elsewhere } from './elsewhere.ts';
import { TOPIC } from './messages.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
}, 60_000);
afterAll(() => azurite.stop());

test('What is in another topic, a queue, or a blob of nothing is told, and what belongs there is not', async () => {
  const { connectionString } = azurite;
  const log = new MemoryLog();
  for (const name of [TOPIC, 'other']) await log.createTopic({ name, partitionCount: 1 });
  const record = { partition: 0, key: null, value: Buffer.from('a'), timestampMs: Date.now() };
  await log.append(TOPIC, [record]);
  const blob = async (container: string, name: string, content = 'x') => {
    const client = new ContainerClient(connectionString, container);
    await client.createIfNotExists();
    await client.uploadBlockBlob(name, content, content.length);
  };
  const letters = [{ rowKey: '00000000000001-abc' }] as FiledLetter[];
  const sent = [
    { name: 'a', text: '{}', claimCheck: { blob: 'a', content: 'x' } },
    { name: 'cut-short', text: 'y' },
  ];
  const isCutShort = (name: string) => name === 'cut-short';
  const look = () => elsewhere({ log, connectionString, sent, letters, isCutShort });
  await new QueueClient(connectionString, 'kafka-consumed').create();
  for (const name of ['abc', 'abc.claim-check']) await blob('kafka-dead-letters', name);
  await blob('kafka-dead-letters', 'begun', 'y');
  await blob('kafka-claim-checks', 'a');
  expect(await look()).toEqual([]);

  await log.append('other', [record]);
  await new QueueClient(connectionString, 'kafka-consumed').sendMessage('x');
  await blob('kafka-dead-letters', 'def');
  await blob('kafka-claim-checks', 'b');
  expect(await look()).toEqual([
    '1 records are in the topic other',
    '1 messages are in the queue kafka-consumed',
    'the blob kafka-dead-letters/def belongs to nothing',
    'the blob kafka-claim-checks/b belongs to nothing',
  ]);
});
