import type { Log } from '../../local/kafka-rest/log.ts';

/** What a caller was told of one record. */
export type Told = 'accepted' | 'not-written' | 'unknown';

/** What all were told, beside what is in the log. */
export interface Balance {
  readonly accepted: number;
  readonly notWritten: number;
  readonly unknownButWritten: number;
  readonly unknownAndAbsent: number;
  /** Each a sentence; none where nobody was told a lie. */
  readonly lies: readonly string[];
}

/** How often each value is in a topic, read from the log itself. */
export async function valuesIn(log: Log, topic: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { partition, earliestOffset } of await log.partitions(topic)) {
    const limit = { maxRecords: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };
    const { records } = await log.read(topic, partition, earliestOffset, limit);
    for (const { value } of records) {
      const text = value?.toString() ?? 'null';
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return counts;
}

/** Compares what was told of each value, which no two records share, with the log. */
export function balance(told: ReadonlyMap<string, Told>, written: ReadonlyMap<string, number>): Balance {
  const sums = { accepted: 0, notWritten: 0, unknownButWritten: 0, unknownAndAbsent: 0 };
  const lies: string[] = [];
  for (const [value, what] of told) {
    const times = written.get(value) ?? 0;
    if (times > 1) lies.push(`${value} is there ${times} times`);
    if (what === 'accepted' && times === 0) lies.push(`${value} was accepted and is absent`);
    if (what === 'not-written' && times > 0) lies.push(`${value} was not written and is there`);
    if (what === 'accepted') sums.accepted += 1;
    else if (what === 'not-written') sums.notWritten += 1;
    else if (times > 0) sums.unknownButWritten += 1;
    else sums.unknownAndAbsent += 1;
  }
  return { ...sums, lies };
}
