import type { Partition } from '../../kafka-rest/operations/metadata.ts';
import { partitionNotFound, type Partitions } from '../../kafka-rest/partitions.ts';
import { METADATA_AGE_MS, POLL_AGE_MS } from '../read-log.ts';
import type { AttemptRequest } from './attempt.ts';
import { type GroupRows, progressIn } from './group-rows.ts';

/** Those of the topic's partitions that are asked for; throws `partition-not-found`. */
export async function selectPartitions(
  partitions: Partitions,
  { topic, partitions: wanted, glances = false }: AttemptRequest,
  rows: GroupRows,
  signal: AbortSignal,
): Promise<readonly Partition[]> {
  const isKnown = (known: readonly Partition[]) =>
    wanted?.every((partition) => partition < known.length) ?? true;
  // Of a topic made anew meanwhile, the old beginning would pass over what the new one begins with.
  const isBegun = ({ partition, earliestOffset }: Partition) => {
    const { committed, begun } = progressIn(rows, partition);
    return (committed ?? begun) !== null || earliestOffset === 0;
  };
  let all = await partitions.of(topic, glances ? POLL_AGE_MS : METADATA_AGE_MS, signal);
  if (!isKnown(all) || !all.every(isBegun)) all = await partitions.of(topic, 0, signal);
  if (!isKnown(all)) throw partitionNotFound(topic, all.length);
  return wanted === undefined ? all : all.filter(({ partition }) => wanted.includes(partition));
}
