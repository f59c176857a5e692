import { listOffsetsV5 } from '@platformatic/kafka';
import type { KafkaCluster } from './kafka-cluster.ts';
import type { Broker } from './log.ts';

/** Offsets by partition. */
export interface Offsets {
  readonly earliest: ReadonlyMap<number, number>;
  readonly latest: ReadonlyMap<number, number>;
}

// The two timestamps of the protocol that are none.
const earliest = -2n;
const latest = -1n;

/** Asks the leaders of partitions for their earliest and latest offsets. */
export async function offsetsOf(
  cluster: KafkaCluster,
  topic: string,
  leaders: ReadonlyMap<number, Broker>,
): Promise<Offsets> {
  const byLeader = Map.groupBy(leaders, ([, leader]) => leader);
  const ask = async (timestamp: bigint) => {
    const asked = Array.from(byLeader, ([leader, partitions]) =>
      offsets(
        cluster,
        leader,
        topic,
        partitions.map(([partition]) => partition),
        timestamp,
      ),
    );
    return new Map((await Promise.all(asked)).flat());
  };
  return { earliest: await ask(earliest), latest: await ask(latest) };
}

async function offsets(
  cluster: KafkaCluster,
  leader: Broker,
  topic: string,
  partitions: readonly number[],
  timestamp: bigint,
): Promise<[number, number][]> {
  const request = partitions.map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp }));
  const connection = await cluster.to(leader);
  const { topics } = await listOffsetsV5.api.async(connection, -1, 0, [{ name: topic, partitions: request }]);
  return topics.flatMap(({ partitions: answered }) =>
    answered.map(({ partitionIndex, offset }): [number, number] => [partitionIndex, Number(offset)]),
  );
}
