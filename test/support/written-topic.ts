import type { Log } from '../../local/kafka-rest/log.ts';

/** A record as the log itself has it. */
export interface Written {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

const LIMIT = { maxRecords: 10_000, maxBytes: 6_000_000 };

/** Appends `counts[partition]` records to each partition, one partition after the other, with small values. */
export async function fill(log: Log, topic: string, counts: readonly number[]): Promise<void> {
  const timestampMs = Date.now();
  for (const [partition, count] of counts.entries()) {
    const records = Array.from({ length: count }, (_, index) => ({
      partition,
      key: Buffer.from(`key-${index % 3}`),
      value: Buffer.from(`${partition}/${index}`),
      timestampMs: timestampMs + index,
    }));
    await log.append(topic, records);
  }
}

/** Everything that the log has of a topic, read from the log itself, in order of partition. */
export async function written(log: Log, topic: string): Promise<Written[]> {
  const all: Written[] = [];
  for (const { partition, earliestOffset } of await log.partitions(topic)) {
    for (let from = earliestOffset, more = true; more;) {
      const { records, nextOffset } = await log.read(topic, partition, from, LIMIT);
      for (const { offset, key, value } of records) {
        all.push({ partition, offset, key: key?.toString() ?? null, value: value?.toString() ?? null });
      }
      more = nextOffset > from;
      from = nextOffset;
    }
  }
  return all;
}

/** The values of `written`; a tombstone is `null`. */
export async function writtenValues(log: Log, topic: string): Promise<string[]> {
  return (await written(log, topic)).map(({ value }) => value ?? 'null');
}

/** In order of partition and offset, with nothing but what `written` has. */
export function inOrder(records: readonly Written[]): Written[] {
  return records
    .map(({ partition, offset, key, value }) => ({ partition, offset, key, value }))
    .sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
