import { setTimeout as timer } from 'node:timers/promises';
import { Admin, ConfigResourceTypes, findErrorBy, GenericError } from '@platformatic/kafka';
import { AppError } from '../errors.ts';
import type { KafkaAdmin } from './topic-admin.ts';

export interface KafkaAdminOptions {
  /** `host:port` of some brokers. */
  readonly bootstrap: readonly string[];
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly nowMs?: () => number;
}

const CALL_MS = 10_000;
const GONE_WITHIN_MS = 30_000;
const POLL_MS = 250;
const TOPICS_AT_ONCE = 100;
const END_OF_LOG = -1n;

/** Kafka's admin protocol, without TLS and login, as HDInsight's brokers speak it inside their VNet. It connects on its first call. */
export function createKafkaAdmin({
  bootstrap,
  sleep = timer,
  nowMs = () => performance.now(),
}: KafkaAdminOptions): KafkaAdmin {
  const admin = new Admin({
    clientId: 'kafka-rest-functions',
    bootstrapBrokers: [...bootstrap],
    connectTimeout: CALL_MS,
    requestTimeout: CALL_MS,
    timeout: CALL_MS,
    retries: 2,
  });
  const isThere = async (topic: string) =>
    (await calling('list topics', admin.listTopics({ includeInternals: true }))).includes(topic);

  return {
    async remove(topic) {
      await calling('delete topic', admin.deleteTopics({ topics: [topic] })).catch(unlessUnknown);
      for (const untilMs = nowMs() + GONE_WITHIN_MS; await isThere(topic);) {
        if (nowMs() >= untilMs) throw unavailable('delete topic', 'it is still there');
        await sleep(POLL_MS);
      }
    },
    async endOffsets(topic) {
      const described = await calling('metadata', admin.metadata({ topics: [topic], forceUpdate: true }));
      const count = described.topics.get(topic)?.partitionsCount ?? 0;
      const partitions = Array.from({ length: count }, (_, partitionIndex) => ({
        partitionIndex,
        timestamp: END_OF_LOG,
      }));
      const listed = await calling(
        'list offsets',
        admin.listOffsets({ topics: [{ name: topic, partitions }] }),
      );
      return listed
        .flatMap((found) => found.partitions)
        .sort((one, other) => one.partitionIndex - other.partitionIndex)
        .map(({ offset }) => Number(offset));
    },
    async topicId(topic) {
      const described = await calling('metadata', admin.metadata({ topics: [topic], forceUpdate: true }));
      return described.topics.get(topic)?.id ?? '';
    },
    async properties(topics) {
      const found = new Map<string, Readonly<Record<string, string>>>();
      for (let from = 0; from < topics.length; from += TOPICS_AT_ONCE) {
        const resources = topics.slice(from, from + TOPICS_AT_ONCE).map((resourceName) => ({
          resourceType: ConfigResourceTypes.TOPIC,
          resourceName,
        }));
        for (const { resourceName, configs } of await calling(
          'describe properties',
          admin.describeConfigs({ resources }),
        )) {
          found.set(resourceName, Object.fromEntries(configs.map(({ name, value }) => [name, value ?? ''])));
        }
      }
      return found;
    },
    close: async () => {
      await admin.close();
    },
  };
}

/** Within a deadline of its own: the client counts its retries, not the time. */
async function calling<T>(what: string, call: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(unavailable(what, 'no answer in time'));
  }, 3 * CALL_MS);
  try {
    return await Promise.race([call, late.promise]);
  } catch (error) {
    if (error instanceof AppError || isUnknownTopic(error)) throw error;
    throw unavailable(what, error instanceof Error ? error.message : 'no error');
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(what: string, why: string): AppError {
  return new AppError('kafka-unavailable', `${what}: ${why}.`, { cause: `${what}: ${why}` });
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof GenericError && findErrorBy(error, 'apiId', 'UNKNOWN_TOPIC_OR_PARTITION') !== null;
}

function unlessUnknown(error: unknown): void {
  if (!isUnknownTopic(error)) throw error;
}
