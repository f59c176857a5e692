import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../../../local/azurite.ts';
import type { Log } from '../../../local/kafka-rest/log.ts';
import { MemoryLog } from '../../../local/kafka-rest/memory-log.ts';
import { type App, startApp } from '../../support/app.ts';
import { openInstance, type OpenedInstance, openStorage, type Storage } from './open-instance.ts';
import { DAY_MS, NOW_MS } from './seen.ts';
import type { KafkaAdmin } from '../../../shared/housekeeping/topic-admin.ts';

/** Housekeeping of a stand-in's topics with a real Azurite behind it, and a clock that the test moves. */
export interface Keeping<L extends Log = MemoryLog> extends Storage {
  readonly app: App;
  readonly azurite: Azurite;
  readonly log: L;
  readonly topicsFile: string;
  /** Epoch milliseconds, of the runs and of a log in memory. */
  nowMs: number;
  readonly declare: (file: object | string) => Promise<void>;
  /** A further instance on the same storage; `kafka` is what it can do past the proxy. */
  readonly open: (kafka?: KafkaAdmin, cluster?: string) => OpenedInstance;
  readonly close: () => Promise<void>;
}

export function startKeeping(): Promise<Keeping> {
  const clock = { nowMs: NOW_MS };
  return startKeepingOf(new MemoryLog({ now: () => clock.nowMs }), clock);
}

/** The same on any log, behind a proxy that does as is assumed. */
export async function startKeepingOf<L extends Log>(
  log: L,
  clock: { nowMs: number },
  assume: Readonly<Record<string, string>> = {},
): Promise<Keeping<L>> {
  const folder = await mkdtemp(join(tmpdir(), 'housekeeping-'));
  const [app, azurite] = await Promise.all([startApp({ kafkaRest: { log, assume } }), startAzurite()]);
  const topicsFile = join(folder, 'topics.json');
  const storage = openStorage(azurite.connectionString);
  const { dependencies } = app;
  return Object.assign(clock, storage, {
    app,
    azurite,
    log,
    topicsFile,
    open: (kafka?: KafkaAdmin, cluster?: string) =>
      openInstance({ dependencies, storage, topicsFile, nowMs: () => clock.nowMs, kafka, cluster }),
    declare: (file: object | string) =>
      writeFile(topicsFile, typeof file === 'string' ? file : JSON.stringify(file)),
    close: async () => {
      await app.close();
      await azurite.stop();
      await rm(folder, { recursive: true });
    },
  });
}

/** What a broker would do, done to the log itself. */
export function adminOf(log: MemoryLog): KafkaAdmin {
  return {
    remove: (topic) => {
      log.deleteTopic(topic);
      return Promise.resolve();
    },
    endOffsets: async (topic) => (await log.partitions(topic)).map(({ latestOffset }) => latestOffset),
    topicId: () => Promise.resolve('an-id'),
    properties: () => Promise.resolve(new Map()),
    close: () => Promise.resolve(),
  };
}

export const days = (count: number) => count * DAY_MS;
