import type { KafkaAdmin } from './topic-admin.ts';

/** Kafka's admin calls for brokers at these addresses; the Kafka client is loaded by the first call. */
export function kafkaOnDemand(bootstrap: readonly string[]): KafkaAdmin {
  let loading: Promise<KafkaAdmin> | undefined;
  const load = () =>
    (loading ??= import('./kafka-admin.ts').then(({ createKafkaAdmin }) => createKafkaAdmin({ bootstrap })));
  return {
    remove: async (topic) => (await load()).remove(topic),
    endOffsets: async (topic) => (await load()).endOffsets(topic),
    topicId: async (topic) => (await load()).topicId(topic),
    properties: async (topics) => (await load()).properties(topics),
    close: async () => (await loading)?.close(),
  };
}
