import type { TopicShape } from '../kafka-rest/operations/admin.ts';
import type { Broker, Partition } from '../kafka-rest/operations/metadata.ts';

/** The lines that an operator runs on a node of the cluster for what the proxy cannot do. */
export interface Commands {
  readonly create: (topic: string, shape: TopicShape) => string;
  readonly addPartitions: (topic: string, partitionCount: number) => string;
  readonly setProperties: (topic: string, properties: NonNullable<TopicShape['topicProperties']>) => string;
  readonly reassign: (topic: string, partitions: readonly Partition[], replicationFactor: number) => string;
  readonly remove: (topic: string) => string;
}

/** Commands for a cluster whose brokers are known; without any, the reader puts an address in the place of `<broker>:9092`. */
export function createCommands(brokers: readonly Broker[]): Commands {
  const bootstrap =
    brokers
      .slice(0, 3)
      .map(({ host, port }) => `${host}:${port}`)
      .join(',') || '<broker>:9092';
  const topics = (rest: string) => `kafka-topics.sh --bootstrap-server ${bootstrap} ${rest}`;
  return {
    create: (topic, { partitionCount, replicationFactor, topicProperties = {} }) =>
      topics(
        [
          `--create --topic ${topic}`,
          ...(partitionCount === undefined ? [] : [`--partitions ${partitionCount}`]),
          ...(replicationFactor === undefined ? [] : [`--replication-factor ${replicationFactor}`]),
          ...Object.entries(topicProperties).map(([name, value]) => `--config ${quoted(`${name}=${value}`)}`),
        ].join(' '),
      ),
    addPartitions: (topic, partitionCount) =>
      topics(`--alter --topic ${topic} --partitions ${partitionCount}`),
    setProperties: (topic, properties) => {
      const pairs = Object.entries(properties).map(([name, value]) => `${name}=${bracketed(String(value))}`);
      return `kafka-configs.sh --bootstrap-server ${bootstrap} --entity-type topics --entity-name ${topic} --alter --add-config ${quoted(pairs.join(','))}`;
    },
    reassign: (topic, partitions, replicationFactor) => {
      const ids = brokers.map(({ id }) => id);
      const plan = {
        version: 1,
        partitions: partitions.map(({ partition, replicas }) => ({
          topic,
          partition,
          replicas: replicasOf(replicas, ids, partition, replicationFactor),
        })),
      };
      return `kafka-reassign-partitions.sh --bootstrap-server ${bootstrap} --execute --reassignment-json-file <(echo ${quoted(JSON.stringify(plan))})`;
    },
    remove: (topic) => topics(`--delete --topic ${topic}`),
  };
}

// Those that are there stay, the preferred leader first; new ones are taken in turn, so that no broker gets them all.
function replicasOf(
  replicas: readonly number[],
  brokers: readonly number[],
  partition: number,
  wanted: number,
): number[] {
  const others = brokers.filter((id) => !replicas.includes(id));
  const inTurn = others.map((_, index) => others[(index + partition) % others.length] ?? 0);
  return [...replicas, ...inTurn].slice(0, wanted);
}

// kafka-configs.sh splits at commas outside brackets.
function bracketed(value: string): string {
  return value.includes(',') ? `[${value}]` : value;
}

function quoted(text: string): string {
  return /^[\w.,:=/+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
