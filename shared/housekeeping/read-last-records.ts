import { consumeRecords } from '../kafka-rest/operations/consumer.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { mapAtOnce } from '../map-at-once.ts';
import type { Ask } from './ask.ts';

const AT_ONCE = 4;
/** Reads of one run. */
const MAX_READS = 100;

/**
 * The newest timestamp of the last records of each topic's partitions; null where they show none, as after
 * a transaction. Topics that do not fit into this run's reads, and those that cannot be read now, are left out.
 */
export async function readLastRecords(
  ask: Ask['ask'],
  topics: ReadonlyMap<string, readonly Partition[]>,
  budget: AbortSignal,
): Promise<ReadonlyMap<string, number | null>> {
  const found = new Map<string, number | null>();
  let left = MAX_READS;
  const fitting = [...topics].flatMap(([topic, partitions]) => {
    const written = partitions.filter(({ earliestOffset, endOffset }) => endOffset > earliestOffset);
    if (written.length > left) return [];
    left -= written.length;
    return [{ topic, written }];
  });
  await mapAtOnce(fitting, AT_ONCE, async ({ topic, written }) => {
    const times = await Promise.all(
      written.map(({ partition, endOffset }) => lastTimestamp(ask, topic, partition, endOffset, budget)),
    ).catch(() => undefined);
    if (times !== undefined) found.set(topic, newest(times));
  });
  return found;
}

async function lastTimestamp(
  ask: Ask['ask'],
  topic: string,
  partition: number,
  endOffset: number,
  budget: AbortSignal,
): Promise<number | null> {
  const offset = endOffset - 1;
  const { records } = await ask(consumeRecords({ topic, partition, offset, count: 1 }), budget);
  return records[0]?.timestampMs ?? null;
}

function newest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
