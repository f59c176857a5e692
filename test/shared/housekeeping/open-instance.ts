import { setTimeout as sleep } from 'node:timers/promises';
import { createAudit } from '../../../shared/access/audit.ts';
import type { Dependencies } from '../../../shared/dependencies.ts';
import { createGroupStore, type GroupStore } from '../../../shared/consuming/groups/group-rows.ts';
import { createHousekeeping, type Housekeeping } from '../../../shared/housekeeping/housekeeping.ts';
import type { KafkaAdmin } from '../../../shared/housekeeping/topic-admin.ts';
import { type BlobContainer, createBlobContainer } from '../../../shared/storage/blob.ts';
import { createTable, type Table } from '../../../shared/storage/table.ts';

export type OpenedInstance = Housekeeping;

/** Where instances of one app keep what they know. */
export interface Storage {
  readonly tables: Readonly<Record<'evidence' | 'decisions' | 'audit', Table>>;
  readonly groupStore: GroupStore;
  readonly container: BlobContainer;
}

export interface InstanceOptions {
  readonly dependencies: Pick<Dependencies, 'send' | 'deadline' | 'createTopic'>;
  readonly storage: Storage;
  readonly topicsFile: string;
  readonly nowMs: () => number;
  readonly kafka?: KafkaAdmin | undefined;
  readonly cluster?: string | undefined;
}

export function openStorage(connectionString: string): Storage {
  const account = {
    connection: { kind: 'connection-string', text: connectionString, plainHttp: true } as const,
    credential: () => {
      throw new Error('a connection string needs none');
    },
  };
  const table = (name: string) => createTable({ ...account, name });
  return {
    tables: { evidence: table('Evidence'), decisions: table('Housekeeping'), audit: table('Audit') },
    groupStore: createGroupStore({ table: table('Groups'), cluster: 'mine' }),
    container: createBlobContainer({ ...account, name: 'housekeeping' }),
  };
}

/** Housekeeping as the app composes it, but for its clock, which the test moves. */
export function openInstance(options: InstanceOptions): OpenedInstance {
  const { storage, dependencies, nowMs, kafka, cluster = 'c1', topicsFile } = options;
  const { tables, container, groupStore } = storage;
  return createHousekeeping({
    ...dependencies,
    admin: { create: dependencies.createTopic, kafka },
    audit: createAudit({ table: tables.audit, nowMs }),
    auditTable: tables.audit,
    evidenceTable: tables.evidence,
    decisionsTable: tables.decisions,
    container,
    groupStore,
    cluster: { key: cluster, name: 'mine' },
    topicsFile,
    waitDays: 7,
    maxActions: 5,
    keepDays: 90,
    cleanOthers: () => Promise.resolve(),
    nowMs,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
}
