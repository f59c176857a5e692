import type { Assumptions } from './assumptions.ts';
import type { Log } from './log.ts';
import type { MetadataNodes } from './metadata-nodes.ts';
import type { Partitioner } from './partitioner.ts';
import { Refusal } from './refusal.ts';

/** What the calls of the REST layer work with. */
export interface RestProxy {
  readonly log: Log;
  readonly metadata: MetadataNodes;
  readonly partitioner: Partitioner;
  readonly assumptions: Assumptions;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How many partitions the proxy believes a topic to have; undefined: it does not know the topic. */
export async function knownPartitionCount(proxy: RestProxy, topic: string): Promise<number | undefined> {
  const cached = (await proxy.metadata.counts()).get(topic);
  if (cached !== undefined || proxy.assumptions['unseen-topic'] === 'refused') return cached;
  return (await proxy.log.topics()).find(({ name }) => name === topic)?.partitionCount;
}

/** A path part with its percent-encoding undone. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, 'The path has a malformed percent-encoding');
  }
}
