import type { Broker, Partition } from '../kafka-rest/operations/metadata.ts';

/** What one run saw of a cluster; what it could not see is said, never guessed. */
export interface ClusterState {
  readonly brokers: readonly Broker[];
  /** Names that every look at the list of topics showed. */
  readonly listed: ReadonlySet<string>;
  /** Names that only some looks showed: the proxy's nodes disagree. */
  readonly disputed: ReadonlySet<string>;
  /** Of each listed topic that could be read, in order of partition. */
  readonly partitions: ReadonlyMap<string, readonly Partition[]>;
  /** Listed topics that could not be read, and why. */
  readonly unread: ReadonlyMap<string, string>;
  /** The time was up before everything was looked at. */
  readonly isCutShort: boolean;
  /** Topic properties as they are in force; undefined: they cannot be asked for through the proxy. */
  readonly properties?: ReadonlyMap<string, Readonly<Record<string, string>>> | undefined;
}

/** Why nothing may be concluded from what is absent in this state; undefined: it is whole, and its looks agree. */
export function whyPartial({ listed, disputed, unread, isCutShort }: ClusterState): string | undefined {
  if (isCutShort) return 'the time was up before everything was looked at';
  if (listed.size === 0) return 'the cluster shows no topic at all';
  if (disputed.size > 0) return `the proxy's nodes disagree on ${disputed.size} topics`;
  if (unread.size > 0) return `the metadata of ${unread.size} topics could not be read`;
  return undefined;
}

/** End offsets by partition; undefined where partitions are missing, have no leader or show no offset. */
export function endOffsetsOf(partitions: readonly Partition[] | undefined): readonly number[] | undefined {
  if (partitions === undefined || partitions.length === 0) return undefined;
  const isWhole = partitions.every(
    ({ partition, leader, earliestOffset, endOffset }, index) =>
      partition === index && leader !== null && earliestOffset >= 0 && endOffset >= earliestOffset,
  );
  return isWhole ? partitions.map(({ endOffset }) => endOffset) : undefined;
}
