import { AppError } from '../errors.ts';
import {
  listBrokers,
  listPartitions,
  listTopics,
  type Partition,
} from '../kafka-rest/operations/metadata.ts';
import { mapAtOnce } from '../map-at-once.ts';
import type { Ask } from './ask.ts';
import type { ClusterState } from './cluster-state.ts';

const AT_ONCE = 8;
/** So many topics in a row that cannot be read mean that the proxy is down, and not the topics. */
const MAX_FAILURES = 5;

/**
 * Looks at a cluster through the proxy: one call for each topic and three more. The list of topics is asked for first
 * and last, because each of the proxy's nodes has a cache of its own. Rejects where the lists or topic after topic
 * cannot be read; what the budget does not suffice for is unread.
 */
export async function readCluster(ask: Ask['ask'], budget: AbortSignal): Promise<ClusterState> {
  // Only commands need it.
  const brokers = await ask(listBrokers(), budget).catch(() => []);
  const first = await ask(listTopics(), budget);
  const partitions = new Map<string, readonly Partition[]>();
  const unread = new Map<string, string>();
  let failures = 0;
  await mapAtOnce(first.toSorted(), AT_ONCE, async (topic) => {
    try {
      partitions.set(topic, await ask(listPartitions(topic), budget));
      failures = 0;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const isAlone = error.code === 'topic-not-found' || budget.aborted;
      if (!isAlone && ++failures >= MAX_FAILURES) throw error;
      unread.set(topic, error.message);
    }
  });
  const isCutShort = budget.aborted;
  const last = isCutShort ? first : await ask(listTopics(), budget);
  return agreed(first, last, { brokers, partitions, unread, isCutShort });
}

function agreed(
  first: readonly string[],
  last: readonly string[],
  read: Omit<ClusterState, 'listed' | 'disputed'>,
): ClusterState {
  const [ones, others] = [new Set(first), new Set(last)];
  const all = [...new Set([...first, ...last])];
  const listed = new Set(all.filter((topic) => ones.has(topic) && others.has(topic)));
  const among = <V>(map: ReadonlyMap<string, V>) => new Map([...map].filter(([topic]) => listed.has(topic)));
  return {
    ...read,
    listed,
    disputed: new Set(all.filter((topic) => !listed.has(topic))),
    partitions: among(read.partitions),
    unread: among(read.unread),
  };
}
