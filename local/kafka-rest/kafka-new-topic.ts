import { createTopicsV5 } from '@platformatic/kafka';
import type { KafkaCluster } from './kafka-cluster.ts';
import { LogError, type NewTopic } from './log.ts';

const brokerTimeoutMs = 5_000;
const brokersDefault = -1;
// Kafka's protocol has 16 bits for it; a larger one would not even be sent.
const mostReplicas = 2 ** 15 - 1;

/** Has the controller create a topic; returns before the brokers know it. Fails with the port's failures. */
export async function createTopicOn(cluster: KafkaCluster, topic: NewTopic): Promise<void> {
  const {
    name,
    partitionCount = brokersDefault,
    replicationFactor = brokersDefault,
    properties = {},
  } = topic;
  if (Math.abs(replicationFactor) > mostReplicas) {
    throw new LogError('bad-replication-factor', `Replication factor: ${replicationFactor} is out of range`);
  }
  const request = {
    name,
    numPartitions: partitionCount,
    replicationFactor,
    assignments: [],
    configs: Object.entries(properties).map(([property, value]) => ({ name: property, value })),
  };
  const { brokers, controllerId } = await cluster.describe([]);
  const controller = brokers.get(controllerId);
  const connection = await (controller === undefined ? cluster.any() : cluster.to(controller));
  await createTopicsV5.api.async(connection, [request], brokerTimeoutMs, false);
}
