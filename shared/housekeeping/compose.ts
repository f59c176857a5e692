import { setTimeout as sleep } from 'node:timers/promises';
import type { Audit } from '../access/audit.ts';
import { clusterKeyOf } from '../cluster-key.ts';
import type { Config } from '../config.ts';
import { createGroupStore } from '../consuming/groups/group-rows.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { createBlobContainer } from '../storage/blob.ts';
import type { StorageAccount } from '../storage/connection.ts';
import { createTable, type Table } from '../storage/table.ts';
import type { CreateTopic } from '../topics/create.ts';
import { createHousekeeping, type Housekeeping } from './housekeeping.ts';
import { withNotification } from './notify.ts';
import { kafkaOnDemand } from './on-demand.ts';

export interface HousekeepingParts {
  readonly config: Config;
  readonly account: StorageAccount;
  readonly send: Send;
  /** Of one call of the proxy. */
  readonly deadline: () => AbortSignal;
  readonly createTopic: CreateTopic;
  readonly audit: Audit;
  readonly auditTable: Table;
  /** Removes what other parts of the app have left behind. */
  readonly cleanOthers: (budget: AbortSignal) => Promise<void>;
}

/** Housekeeping of the cluster that the settings name, with its tables, its container and, where brokers are set, Kafka itself. */
export function composeHousekeeping(parts: HousekeepingParts): Housekeeping {
  const { config, account, createTopic } = parts;
  const table = (name: string) => createTable({ ...account, name: `${config.tablePrefix}${name}` });
  const kafka = config.bootstrapServers === undefined ? undefined : kafkaOnDemand(config.bootstrapServers);
  const housekeeping = createHousekeeping({
    ...parts,
    admin: { create: createTopic, kafka },
    evidenceTable: table('Evidence'),
    decisionsTable: table('Housekeeping'),
    // As the groups themselves are kept.
    groupStore: createGroupStore({ table: table('Groups'), cluster: config.restUrl.host }),
    container: createBlobContainer({ ...account, name: `${config.tablePrefix.toLowerCase()}-housekeeping` }),
    cluster: { key: clusterKeyOf(config.restUrl.host), name: config.restUrl.host },
    topicsFile: config.topicsFile,
    waitDays: config.housekeepingWaitDays,
    maxActions: config.housekeepingMaxActions,
    keepDays: config.housekeepingKeepDays,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
  return withNotification(housekeeping, config);
}
