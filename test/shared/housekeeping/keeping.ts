import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../../../local/azurite.ts';
import { MemoryLog } from '../../../local/kafka-rest/memory-log.ts';
import { createAudit } from '../../../shared/access/audit.ts';
import { createHousekeeping, type Housekeeping } from '../../../shared/housekeeping/housekeeping.ts';
import type { KafkaAdmin } from '../../../shared/housekeeping/topic-admin.ts';
import { type BlobContainer, createBlobContainer } from '../../../shared/storage/blob.ts';
import { createTable, type Table } from '../../../shared/storage/table.ts';
import { type App, startApp } from '../../support/app.ts';
import { DAY_MS, NOW_MS } from './seen.ts';

/** Housekeeping of a stand-in's topics with a real Azurite behind it, and a clock that the test moves. */
export interface Keeping {
  readonly app: App;
  readonly azurite: Azurite;
  readonly log: MemoryLog;
  /** Epoch milliseconds, of the runs and of the log. */
  nowMs: number;
  readonly declare: (file: object | string) => Promise<void>;
  /** A further instance on the same storage; `kafka` is what it can do past the proxy. */
  readonly open: (kafka?: KafkaAdmin, cluster?: string) => Housekeeping;
  readonly tables: Readonly<Record<'evidence' | 'decisions' | 'audit', Table>>;
  readonly container: BlobContainer;
  readonly close: () => Promise<void>;
}

export async function startKeeping(): Promise<Keeping> {
  const folder = await mkdtemp(join(tmpdir(), 'housekeeping-'));
  const clock = { nowMs: NOW_MS };
  const log = new MemoryLog({ now: () => clock.nowMs });
  const [app, azurite] = await Promise.all([startApp({ kafkaRest: { log } }), startAzurite()]);
  const topicsFile = join(folder, 'topics.json');
  const { send, deadline, createTopic } = app.dependencies;
  const account = {
    connection: {
      kind: 'connection-string',
      text: azurite.connectionString,
      plainHttp: true,
    } as const,
    credential: () => {
      throw new Error('a connection string needs none');
    },
  };
  const table = (name: string) => createTable({ ...account, name });
  const tables = { evidence: table('Evidence'), decisions: table('Housekeeping'), audit: table('Audit') };
  const container = createBlobContainer({ ...account, name: 'housekeeping' });
  const open = (kafka?: KafkaAdmin, cluster = 'c1') =>
    createHousekeeping({
      send,
      deadline,
      admin: { create: createTopic, kafka },
      audit: createAudit({ table: tables.audit, nowMs: () => clock.nowMs }),
      auditTable: tables.audit,
      evidenceTable: tables.evidence,
      decisionsTable: tables.decisions,
      container,
      cluster: { key: cluster, name: 'mine' },
      topicsFile,
      waitDays: 7,
      maxActions: 5,
      keepDays: 90,
      nowMs: () => clock.nowMs,
      // Waiting for a busy proxy takes no time here.
      sleep: () => Promise.resolve(),
    });
  return Object.assign(clock, {
    app,
    azurite,
    log,
    tables,
    container,
    open,
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
