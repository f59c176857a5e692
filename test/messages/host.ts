import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { startAzurite } from '../../local/azurite.ts';
import { buildAppFolder } from '../../local/build.ts';
import { startFunctionHost } from '../../local/function-host.ts';
import type { StoredRecord } from '../../local/kafka-rest/log.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import type { Faults } from '../../local/stand-in/faults.ts';
import { startStandIns } from '../../local/stand-ins.ts';
import { deadLetters } from '../support/dead-letters.ts';

/** The built app in a local host of its own process, on a real Azurite, with a log that is read past the app. */
export interface MessagesHost {
  /** Up to the port. */
  readonly url: string;
  readonly pid: number;
  /** Of the proxy. */
  readonly faults: Faults;
  readonly log: MemoryLog;
  readonly queue: (name: string) => Promise<QueueClient>;
  readonly container: (name: string) => Promise<ContainerClient>;
  readonly letters: () => ReturnType<typeof deadLetters>;
  /** All records of partition 0, in order. */
  readonly records: (topic: string) => AsyncGenerator<StoredRecord>;
  /** Asks until it is so; rejects with what the host printed last where it is not in time. */
  readonly until: (isSo: () => Promise<boolean>, seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What the content of a claim check would not fit into, let alone twice. */
export const HEAP_MIB = 96;

export async function startMessagesHost(): Promise<MessagesHost> {
  const folder = await mkdtemp(join(tmpdir(), 'messages-'));
  const started: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const close = async () => {
    for (const stop of started.reverse()) await stop();
  };
  try {
    return { ...(await startIn(folder, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startIn(
  folder: string,
  started: (() => Promise<unknown>)[],
): Promise<Omit<MessagesHost, 'close'>> {
  const log = new MemoryLog({ maxBytes: 1024 ** 3 });
  await buildAppFolder(folder);
  const standIns = await startStandIns({ folder, kafkaRest: { log, metadata: { refreshMs: 0 } } });
  started.push(standIns.close);
  const { connectionString, stop } = await startAzurite();
  started.push(stop);
  const printed: string[] = [];
  const { url, pid, ...host } = await startFunctionHost({
    kind: 'local',
    appFolder: folder,
    port: 0,
    environment: {
      ...standIns.environment,
      KafkaStorage: connectionString,
      KAFKA_EVENT_DEFAULT_TOPIC: 'events',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
      // The host looks at an idle queue every ten seconds otherwise.
      AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.200',
    },
    print: (text) => printed.push(text),
  });
  started.push(host.stop);
  return {
    url,
    pid,
    faults: standIns.kafkaRest.faults,
    log,
    queue: async (name) => {
      const client = new QueueClient(connectionString, name);
      await client.createIfNotExists();
      return client;
    },
    container: async (name) => {
      const client = new ContainerClient(connectionString, name);
      await client.createIfNotExists();
      return client;
    },
    letters: () => deadLetters(connectionString),
    async *records(topic) {
      for (let offset = 0; ;) {
        const { records } = await log.read(topic, 0, offset, { maxRecords: 1000, maxBytes: 1e7 });
        yield* records;
        if (records.length === 0) return;
        offset += records.length;
      }
    },
    until: async (isSo, seconds) => {
      const endMs = performance.now() + seconds * 1000;
      while (!(await isSo())) {
        if (performance.now() > endMs)
          throw new Error(`not in ${seconds} s\n${printed.join('').slice(-2000)}`);
        await sleep(50);
      }
    },
  };
}
