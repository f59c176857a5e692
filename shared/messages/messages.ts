import type { MessageSource, PermitSource } from '../access/sources.ts';
import type { Config } from '../config.ts';
import type { Consuming } from '../consuming/consuming.ts';
import type { Groups } from '../consuming/groups/groups.ts';
import type { Source } from '../dead-letters/dead-letter.ts';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import type { Redeliver } from '../dead-letters/replay-dead-letter.ts';
import { HOUR_MS } from '../durations.ts';
import { createOnce, type OnceOptions } from '../idempotency/once.ts';
import type { Partitions } from '../kafka-rest/partitions.ts';
import type { Produce } from '../kafka-rest/produce.ts';
import type { StorageAccount } from '../storage/connection.ts';
import { createQueue, type Queue } from '../storage/queue.ts';
import { refuseInternalTopic } from '../topics/name.ts';
import type { ClaimChecks } from './claim-check.ts';
import { historyIn } from './command-history.ts';
import { createReadStep } from './command-step.ts';
import { createEnqueue, type Enqueue } from './enqueue.ts';
import { createReadEventRules } from './event-rules-file.ts';
import { createRouteEvent } from './event-rules.ts';
import { createFilePoison, type FilePoison } from './file-poison.ts';
import { createGroupStep } from './group-step.ts';
import { createMessageMetrics } from './message-metrics.ts';
import { createProduceAgain } from './produce-again.ts';
import { namesIn } from './produce-message.ts';
import { createPutBack } from './put-back.ts';
import { createPutConsumed } from './put-consumed.ts';
import { createReceiveConsume } from './receive-consume.ts';
import { createReceiveEvent, type ReceiveEvent } from './receive-event.ts';
import { createReceiveProduce, type ReceiveMessage } from './receive-produce.ts';
import { createRunCommand } from './run-command.ts';
import { createSettle } from './settle.ts';
import { createWriteClaimCheck } from './write-claim-check.ts';
import { createWriteMessage, type WriteMessage } from './write-message.ts';

export interface MessagesOptions {
  readonly config: Config;
  /** What messages of the queue and events may reach. */
  readonly permitSource: PermitSource;
  readonly account: StorageAccount;
  /** Of the rows by which messages that were accepted are known. */
  readonly rows: Pick<OnceOptions, 'table' | 'keepMs' | 'warn'>;
  readonly produce: Produce;
  readonly partitions: Partitions;
  readonly consuming: Pick<Consuming, 'findPlace' | 'readLog'>;
  readonly groups: Groups;
  readonly claimChecks: ClaimChecks;
  readonly deadLetters: DeadLetters;
  /** A new deadline for one call of the proxy. */
  readonly deadline: () => AbortSignal;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  readonly random: () => number;
}

/** What comes by queue and as events. */
export interface Messages {
  readonly write: WriteMessage;
  readonly enqueue: Enqueue;
  readonly receiveProduce: ReceiveMessage;
  readonly receiveConsume: ReceiveMessage;
  readonly receiveEvent: ReceiveEvent;
  readonly filePoisonedProduce: FilePoison;
  readonly filePoisonedConsume: FilePoison;
  /** What sends dead letters again, by where they came from. */
  readonly redeliver: Readonly<Partial<Record<Source, Redeliver>>>;
}

// The host renews a message's lease after five minutes; from then on the receipt that a function has is of no use.
const BUDGET_MS = 4 * 60_000;
const MARGIN_MS = 30_000;

/** Composes what messages go through; what they share with requests over HTTP is passed in. */
export function createMessages(options: MessagesOptions): Messages {
  const { config, account, rows, produce, partitions, claimChecks, deadLetters, deadline } = options;
  const limits = { maxRecordBytes: config.maxRecordBytes, eventKey: config.eventKey };
  const once = createOnce({ ...rows, unknownAfterMs: BUDGET_MS + MARGIN_MS, unknown: 'runs-again' });
  const queueOf = createQueues(account);
  const queue = queueOf(config.produceQueue);
  const consumeQueue = queueOf(config.consumeQueue);
  const writing = {
    produce,
    once,
    routeEvent: createRouteEvent({
      rules: createReadEventRules(config.eventRulesFile),
      defaultTopic: config.eventDefaultTopic,
      withoutRule: config.eventWithoutRule,
    }),
    deadline,
    deadlineMs: config.timeoutSeconds * 1000,
    cluster: config.restUrl.host,
    allowInternalTopics: config.allowInternalTopics,
  };
  const parts = { maxRecords: config.batchMaxRecords, maxBytes: config.batchMaxBytes };
  const writeFrom = (from: Pick<ClaimChecks, 'open'>, permit: (topic: string) => Promise<void>) => {
    const checks = { claimChecks: from, produce, partitions, limits, parts, deadline };
    return createWriteMessage({ ...writing, permit, writeClaimCheck: createWriteClaimCheck(checks) });
  };
  const permitFor = (source: MessageSource) => (topic: string) => options.permitSource(source, topic);
  const write = writeFrom(claimChecks, permitFor('produce-queue'));
  // What operators send again they may write themselves.
  const permitAll = () => Promise.resolve();
  const produceAgain = createProduceAgain({ writeFrom: (from) => writeFrom(from, permitAll), limits });
  const commandLimits = {
    maxRecords: config.commandMaxRecords,
    replyQueues: [config.consumedQueue, ...config.replyQueues],
  };
  const permitCommand = async (topic: string) => {
    refuseInternalTopic(topic, config.allowInternalTopics);
    await options.permitSource('consume-queue', topic);
  };
  const { findPlace, readLog } = options.consuming;
  const put = createPutConsumed({ queueOf, claimChecks });
  const settling = {
    file: deadLetters.file,
    maxAgeMs: config.deliveryMaxAgeHours * HOUR_MS,
    leastDelaySeconds: config.deliveryRetrySeconds,
    nowMs: options.nowMs,
    random: options.random,
  };
  return {
    write,
    filePoisonedProduce: createFilePoison({
      file: deadLetters.file,
      source: 'produce-queue',
      direction: 'produce',
      namesIn: (content) => namesIn(content, limits),
    }),
    filePoisonedConsume: createFilePoison({
      file: deadLetters.file,
      source: 'consume-queue',
      direction: 'deliver',
      namesIn: (content) => ({ topic: undefined, claimCheck: undefined, history: historyIn(content) }),
    }),
    redeliver: {
      'produce-queue': produceAgain,
      'event-grid': produceAgain,
      'consume-queue': createPutBack({
        queue: consumeQueue,
        limits: commandLimits,
        permit: permitCommand,
      }),
    },
    enqueue: createEnqueue({
      ...{ queue, claimChecks, partitions, once },
      permit: permitFor('produce-queue'),
      claimCheckMaxBytes: config.claimCheckMaxBytes,
    }),
    receiveProduce: createReceiveProduce({
      write,
      settle: createSettle({
        ...settling,
        queue,
        source: 'produce-queue',
        direction: 'produce',
      }),
      limits,
      metrics: createMessageMetrics('produce-queue', { queue, nowMs: options.nowMs }),
      budgetMs: BUDGET_MS,
    }),
    receiveConsume: createReceiveConsume({
      permit: permitCommand,
      run: createRunCommand({
        ...{ partitions, findPlace, deadline },
        readStep: createReadStep({ readLog, put }),
        groupStep: createGroupStep({
          ...{ groups: options.groups, put },
          leaseMs: config.leaseSeconds * 1000,
          maxDeliveries: config.groupMaxDeliveries,
        }),
      }),
      settle: createSettle({
        ...settling,
        queue: consumeQueue,
        source: 'consume-queue',
        direction: 'deliver',
      }),
      limits: commandLimits,
      metrics: createMessageMetrics('consume-queue', { queue: consumeQueue, nowMs: options.nowMs }),
      budgetMs: BUDGET_MS,
    }),
    receiveEvent: createReceiveEvent({
      write: writeFrom(claimChecks, permitFor('event-grid')),
      file: deadLetters.file,
      limits,
      metrics: createMessageMetrics('event-grid'),
      nowMs: options.nowMs,
    }),
  };
}

/** Queues by name, each opened once. */
function createQueues(account: StorageAccount): (name: string) => Queue {
  const queues = new Map<string, Queue>();
  return (name) => {
    const queue = queues.get(name) ?? createQueue({ ...account, name });
    queues.set(name, queue);
    return queue;
  };
}
