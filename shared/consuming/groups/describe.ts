import type { Partition } from '../../kafka-rest/operations/metadata.ts';
import type { Partitions } from '../../kafka-rest/partitions.ts';
import { mapAtOnce } from '../../map-at-once.ts';
import { eachPage } from '../../storage/each-page.ts';
import { METADATA_AGE_MS } from '../read-log.ts';
import { deliveriesAt } from './deliveries.ts';
import { groupNotFound, noSuchGroup } from './failures.ts';
import { type GroupStore, SEPARATOR } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { leasedUntil, type Progress, UNTOUCHED } from './progress.ts';

export interface GroupPartition {
  readonly partition: number;
  /** Null: nothing was committed yet. */
  readonly committed: number | null;
  /** Null where the topic, or the partition, cannot be seen. */
  readonly endOffset: number | null;
  /** From what is committed to the end of the log. */
  readonly lag: number | null;
  /** Null: no member holds records of it. */
  readonly leaseUntilMs: number | null;
  /** How often the record to read next was handed out. */
  readonly deliveryCount: number;
}

export interface GroupTopicState {
  readonly topic: string;
  /** Null where a partition's is not known. */
  readonly lag: number | null;
  readonly partitions: readonly GroupPartition[];
}

export interface Describe {
  /** All topics that the group has begun with; throws `group-not-found` where there is none. */
  readonly group: (group: string, signal: AbortSignal) => Promise<readonly GroupTopicState[]>;
  /** Throws `group-not-found` where the group has not begun with the topic. */
  readonly topic: (of: GroupTopic, signal: AbortSignal) => Promise<GroupTopicState>;
}

const TOPICS_AT_ONCE = 8;

export function createDescribe({
  store,
  partitions,
}: {
  store: GroupStore;
  partitions: Partitions;
}): Describe {
  async function stateOf(
    topic: string,
    progress: ReadonlyMap<number, Progress>,
    nowMs: number,
    signal: AbortSignal,
  ): Promise<GroupTopicState> {
    // Progress is shown also of a topic that is gone, and while the proxy is down.
    const known = await partitions.of(topic, METADATA_AGE_MS, signal).catch(() => []);
    const numbers = new Set([...known.map(({ partition }) => partition), ...progress.keys()]);
    const all = [...numbers]
      .sort((one, other) => one - other)
      .map((partition) =>
        partitionState(partition, progress.get(partition) ?? UNTOUCHED, known[partition], nowMs),
      );
    const lags = all.map(({ lag }) => lag);
    const lag = lags.some((each) => each === null) || known.length === 0 ? null : sum(lags);
    return { topic, lag, partitions: all };
  }

  return {
    async topic(of, signal) {
      const rows = await store.read(of, signal);
      if (!rows.exists) throw groupNotFound(of);
      const progress = new Map([...rows.partitions].map(([partition, row]) => [partition, row.progress]));
      return stateOf(of.topic, progress, rows.nowMs, signal);
    },
    async group(group, signal) {
      const topics = new Map<string, { begun: boolean; progress: Map<number, Progress> }>();
      const range = { from: `${group}${SEPARATOR}`, before: `${group}-`, ownRows: false };
      let nowMs = 0;
      for await (const page of eachPage((continuation) => store.list(range, continuation, signal))) {
        for (const { topic, partition, progress } of page.rows) {
          const one = topics.get(topic) ?? { begun: false, progress: new Map<number, Progress>() };
          if (partition === undefined) one.begun = true;
          else one.progress.set(partition, progress);
          topics.set(topic, one);
        }
        // The earlier time of two pages: a lease is shown rather than hidden.
        nowMs ||= page.nowMs;
      }
      const begun = [...topics].filter(([, one]) => one.begun);
      if (begun.length === 0) throw noSuchGroup(group);
      return mapAtOnce(begun, TOPICS_AT_ONCE, ([topic, one]) => stateOf(topic, one.progress, nowMs, signal));
    },
  };
}

function partitionState(
  partition: number,
  progress: Progress,
  metadata: Partition | undefined,
  nowMs: number,
): GroupPartition {
  const { committed, begun, deliveries } = progress;
  const endOffset = metadata?.endOffset ?? null;
  const earliest = metadata?.earliestOffset ?? 0;
  const at = committed ?? Math.max(begun ?? 0, earliest);
  return {
    partition,
    committed,
    endOffset,
    lag: endOffset === null ? null : endOffset - at,
    leaseUntilMs: leasedUntil(progress, nowMs) ?? null,
    deliveryCount: deliveriesAt(deliveries, at),
  };
}

function sum(all: readonly (number | null)[]): number {
  return all.reduce<number>((total, each) => total + (each ?? 0), 0);
}
