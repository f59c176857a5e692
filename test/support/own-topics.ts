import type { Log } from '../../local/kafka-rest/log.ts';
import type { OpenLog } from '../../local/kafka-rest/open-kafka-log.ts';

/** A log of which only the topics of one test file are seen: their names have a prefix on the Kafka behind it. */
export function ownTopics(log: OpenLog, prefix: string): OpenLog {
  const named = (topic: string) => `${prefix}${topic}`;
  const own: Log = {
    brokers: () => log.brokers(),
    topics: async () =>
      (await log.topics())
        .filter(({ name }) => name.startsWith(prefix))
        .map((topic) => ({ ...topic, name: topic.name.slice(prefix.length) })),
    partitions: (topic) => log.partitions(named(topic)),
    createTopic: (topic) => log.createTopic({ ...topic, name: named(topic.name) }),
    append: (topic, records) => log.append(named(topic), records),
    read: (topic, ...rest) => log.read(named(topic), ...rest),
  };
  return { ...own, close: () => log.close() };
}
