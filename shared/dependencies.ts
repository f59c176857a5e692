import { setTimeout as sleep } from 'node:timers/promises';
import { type Audit, createAudit } from './access/audit.ts';
import { composeAccess } from './access/compose.ts';
import { createNoteDenial, type NoteDenial } from './access/denials.ts';
import { createFairShares, type FairShares } from './access/fair-share.ts';
import type { Identify } from './access/identify.ts';
import { createVaultIdentity } from './auth/entra-token.ts';
import { createProxyToken } from './auth/proxy-token.ts';
import { type Config, readConfig } from './config.ts';
import { createConsuming } from './consuming/consuming.ts';
import { createGroups, type Groups } from './consuming/groups/groups.ts';
import type { ReadPartition } from './consuming/read-partition.ts';
import { createReadTopic, type ReadTopic } from './consuming/read-topic.ts';
import { createDeadLetters, type DeadLetters } from './dead-letters/dead-letters.ts';
import type { ReplayDeadLetters } from './dead-letters/replay-dead-letters.ts';
import { HOUR_MS } from './durations.ts';
import { createHealth, type Health } from './health.ts';
import { composeHousekeeping } from './housekeeping/compose.ts';
import type { Housekeeping } from './housekeeping/housekeeping.ts';
import { createOnce, type Once } from './idempotency/once.ts';
import { createRemoveExpired, type RemoveExpired } from './idempotency/remove-expired.ts';
import { withBatching } from './kafka-rest/batch.ts';
import { createBreaker } from './kafka-rest/breaker.ts';
import { createClient } from './kafka-rest/client.ts';
import type { Send } from './kafka-rest/operation.ts';
import { createPartitions, type Partitions } from './kafka-rest/partitions.ts';
import { withBoundedMemory } from './kafka-rest/produce-bounded.ts';
import { withPartitionsChecked } from './kafka-rest/produce-checked.ts';
import { createProduce, type Produce } from './kafka-rest/produce.ts';
import { withRetry } from './kafka-rest/retry.ts';
import { createOpen, createSend } from './kafka-rest/send.ts';
import { withSplitting } from './kafka-rest/split.ts';
import { createTurns, type Turns } from './kafka-rest/turns.ts';
import { createMemory, type Memory } from './memory.ts';
import { type ClaimChecks, createClaimChecks } from './messages/claim-check.ts';
import { createMessages, type Messages } from './messages/messages.ts';
import { createProduceStream, type ProduceStream } from './produce-stream/produce-stream.ts';
import type { Environment } from './setting.ts';
import { createBlobContainer } from './storage/blob.ts';
import type { StorageAccount } from './storage/connection.ts';
import { createTable } from './storage/table.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions/subscriptions.ts';
import { createCreateTopic, type CreateTopic } from './topics/create.ts';
import { createNewTopics, rememberingNew } from './topics/new-topics.ts';

/** What functions work with; each is a port with the real thing behind it. */
export interface Dependencies {
  readonly config: Config;
  readonly identify: Identify;
  readonly shares: FairShares;
  readonly turns: Turns;
  readonly noteDenial: NoteDenial;
  readonly send: Send;
  readonly partitions: Partitions;
  readonly produce: Produce;
  readonly produceStream: ProduceStream;
  /** Where a body is read into, until its records are produced. */
  readonly memory: Memory;
  readonly once: Once;
  readonly removeExpiredKeys: RemoveExpired;
  readonly readPartition: ReadPartition;
  readonly readTopic: ReadTopic;
  readonly groups: Groups;
  readonly createTopic: CreateTopic;
  readonly claimChecks: ClaimChecks;
  readonly deadLetters: DeadLetters;
  readonly messages: Messages;
  readonly subscriptions: Subscriptions;
  readonly replayDeadLetters: ReplayDeadLetters;
  readonly audit: Audit;
  readonly housekeeping: Housekeeping;
  readonly health: () => Promise<Health>;
  /** A new total deadline for what one request needs. */
  readonly deadline: () => AbortSignal;
}

const IDENTITY_TIMEOUT_MS = 10_000;
// What a request may still need after its deadline: an instance that is late, an answer that is slow.
const UNKNOWN_MARGIN_SECONDS = 30;

/** Builds everything from the environment; throws `settings-invalid` and nothing else. */
export function createDependencies(environment: Environment): Dependencies {
  const config = readConfig(environment);
  const token = createProxyToken({ settings: config });
  const nowMs = () => performance.now();
  const { exchange } = createClient({ baseUrl: config.restUrl, maxSockets: config.maxSockets });
  const breaker = createBreaker({ nowMs });
  const turns = createTurns({ places: config.maxSockets, nowMs });
  // Who would wait for a turn while the proxy is down is told so at once.
  const guarded = { exchange: breaker.refuse(turns.guard(breaker.guard(exchange))), token };
  const send = createSend(guarded);
  const partitions = createPartitions({ send });
  const deadline = () => AbortSignal.timeout(config.timeoutSeconds * 1000);
  const account: StorageAccount = {
    connection: config.storage,
    credential: (clientId = config.azure.managedIdentityClientId) =>
      createVaultIdentity({ ...config.azure, managedIdentityClientId: clientId }, IDENTITY_TIMEOUT_MS),
  };
  const warn = (line: string) => {
    console.warn(line);
  };
  const claimChecks = createClaimChecks({
    container: createBlobContainer({ ...account, name: config.claimCheckContainer }),
    containerName: config.claimCheckContainer,
    maxBytes: config.claimCheckMaxBytes,
  });
  const deadLetters = createDeadLetters({
    table: createTable({ ...account, name: `${config.tablePrefix}DeadLetters`, pageRows: 200 }),
    container: createBlobContainer({ ...account, name: config.deadLetterContainer }),
    claimChecks,
    nowMs: Date.now,
    warn,
  });
  const rows = {
    table: createTable({ ...account, name: `${config.tablePrefix}Idempotency` }),
    keepMs: config.idempotencyHours * HOUR_MS,
    warn,
  };
  const memory = createMemory(config.maxBytesInFlight);
  const newTopics = createNewTopics(config.topicGraceSeconds * 1000, nowMs);

  // From one call of the proxy up to any request; each step does its own and leaves the rest to the one before.
  const parts = { maxRecords: config.batchMaxRecords, maxBytes: config.batchMaxBytes };
  const calls = { ...parts, inFlight: config.batchInFlight, turns };
  const single = createProduce({ send, assumptions: config });
  const batched = config.batching ? withBatching(single, calls) : single;
  const retried = withRetry(batched, {
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    isNewTopic: newTopics.has,
    isOpen: breaker.isOpen,
  });
  const bounded = withBoundedMemory(withSplitting(retried, parts), memory);
  const produce = withPartitionsChecked(bounded, partitions);

  const consuming = createConsuming({
    send,
    open: createOpen(guarded),
    partitions,
    config,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
  const access = composeAccess(config);
  const groups = createGroups({
    ...consuming,
    table: createTable({ ...account, name: `${config.tablePrefix}Groups` }),
    cluster: config.restUrl.host,
    partitions,
    fileDeadLetter: deadLetters.file,
    random: Math.random,
  });
  const messages = createMessages({
    permitSource: access.permitSource,
    ...{ config, account, rows, produce, partitions, consuming, groups, claimChecks, deadLetters, deadline },
    nowMs: Date.now,
    random: Math.random,
  });
  const subscriptions = createSubscriptions({
    ...{ config, account, groups, partitions, claimChecks, deadline },
    file: deadLetters.file,
    nowMs: Date.now,
    random: Math.random,
  });
  const creating = createCreateTopic({
    send,
    partitions,
    deadline,
    sleep,
    nowMs,
    waitMs: config.createWaitSeconds * 1000,
  });
  const createTopic = rememberingNew(creating, newTopics);
  const auditTable = createTable({ ...account, name: `${config.tablePrefix}Audit` });
  const audit = createAudit({ table: auditTable });
  return {
    config,
    identify: access.identify,
    noteDenial: createNoteDenial({
      audit,
      warn,
      later: (action, ms) => setTimeout(action, ms).unref(),
    }),
    shares: createFairShares({ maxRequests: config.callerMaxRequests, maxBytes: config.callerMaxBytes }),
    turns,
    send,
    partitions,
    deadline,
    produce,
    produceStream: createProduceStream({
      produce,
      deadline,
      limits: { ...parts, maxRecordBytes: config.maxRecordBytes },
      maxMs: config.streamSeconds * 1000,
    }),
    memory,
    once: createOnce({
      ...rows,
      unknownAfterMs: (config.timeoutSeconds + UNKNOWN_MARGIN_SECONDS) * 1000,
    }),
    removeExpiredKeys: createRemoveExpired(rows),
    readPartition: consuming.readPartition,
    readTopic: createReadTopic({ ...consuming, partitions, memory, maxCount: config.maxCount, nowMs }),
    groups,
    createTopic,
    audit,
    housekeeping: composeHousekeeping({
      ...{ config, account, send, deadline, createTopic, audit, auditTable },
      cleanOthers: subscriptions.forgetUndeclared,
    }),
    claimChecks,
    deadLetters,
    messages,
    subscriptions,
    replayDeadLetters: deadLetters.replaying({ ...messages.redeliver, ...subscriptions.redeliver }),
    health: createHealth({ send, token, deadline, nowMs }),
  };
}
