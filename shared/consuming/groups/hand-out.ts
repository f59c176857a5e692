import type { Partition } from '../../kafka-rest/operations/metadata.ts';
import type { Hold } from '../../memory.ts';
import { likelyBytes } from '../read-held.ts';
import type { RecordSizes } from '../record-sizes.ts';
import { type GroupRows, MAX_PARTITIONS_TOGETHER, progressIn } from './group-rows.ts';
import type { GroupTopic } from './lease-token.ts';
import { leasedUntil, type Progress } from './progress.ts';
import { bytesOf, type Room, type Taken, type TakePartition } from './take-partition.ts';

export interface HandOutOptions {
  readonly takePartition: TakePartition;
  readonly sizes: RecordSizes;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** How much one fetch is to be given; `hold` has what is read for it, and is released by whoever gives it. */
export interface Share extends Room {
  /** True: of the partitions in which metadata shows nothing new only one is read. */
  readonly glances?: boolean;
  readonly hold?: Hold;
}

/**
 * Reads what one fetch is to be given; the partitions are those that it may have. Throws `too-many-requests`, and reads
 * nothing, where the hold has no room for it.
 */
export type HandOut = (
  of: GroupTopic,
  rows: GroupRows,
  partitions: readonly Partition[],
  share: Share,
  signal: AbortSignal,
) => Promise<readonly Taken[]>;

const AT_ONCE = 8;

/**
 * One partition after the other until there is enough, from a different one on each time, so that all have their turn and
 * members seldom meet. Where metadata, which may be a second old, shows nothing new, it is read as well before the fetch
 * is told that there is nothing.
 */
export function createHandOut({ takePartition, sizes, random }: HandOutOptions): HandOut {
  return async (of, rows, partitions, share, signal) => {
    const { hold } = share;
    const progressOf = ({ partition }: Partition) => progressIn(rows, partition);
    const isFree = (partition: Partition) => leasedUntil(progressOf(partition), rows.nowMs) === undefined;
    const isBusy = (partition: Partition) => lagOf(progressOf(partition), partition) !== 0;
    const take = (metadata: Partition, left: Room) =>
      takePartition(of, { progress: progressOf(metadata), metadata }, left, signal);
    const free = rotated(partitions.filter(isFree), random());
    if (free.length === 0) return [];
    hold?.release();
    hold?.add(likelyBytes(sizes, { ...share, topic: of.topic }));
    const busy = await takeInTurn(free.filter(isBusy), share, take);
    const idle = free.filter((each) => !isBusy(each)).slice(0, share.glances === true ? 1 : undefined);
    const taken = busy.length > 0 ? busy : await takeFirst(idle, share, take);
    hold?.correct(bytesOf(taken));
    sizes.saw(of.topic, recordsIn(taken), bytesOf(taken));
    return taken;
  };
}

type Take = (partition: Partition, left: Room) => Promise<Taken | undefined>;

async function takeInTurn(partitions: readonly Partition[], room: Room, take: Take): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const partition of partitions) {
    const left = roomLeft(room, taken);
    if (left.count <= 0 || left.maxBytes <= 0 || taken.length === MAX_PARTITIONS_TOGETHER) break;
    addFitting(taken, await take(partition, left), room);
  }
  return taken;
}

/** A few partitions at a time, until one of them has something. */
async function takeFirst(partitions: readonly Partition[], room: Room, take: Take): Promise<Taken[]> {
  const taken: Taken[] = [];
  const each = { count: Math.ceil(room.count / AT_ONCE), maxBytes: Math.ceil(room.maxBytes / AT_ONCE) };
  for (let at = 0; at < partitions.length; at += AT_ONCE) {
    const found = await Promise.all(
      partitions.slice(at, at + AT_ONCE).map((partition) => take(partition, each)),
    );
    for (const more of found) addFitting(taken, more, room);
    if (taken.length > 0) break;
  }
  return taken;
}

/** The first comes whatever its size. */
function addFitting(taken: Taken[], more: Taken | undefined, room: Room): void {
  if (more === undefined) return;
  const left = roomLeft(room, taken);
  const fits = more.records.length <= left.count && bytesOf([more]) <= left.maxBytes;
  if (taken.length === 0 || fits) taken.push(more);
}

function rotated<T>(all: readonly T[], random: number): readonly T[] {
  const first = Math.floor(random * all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}

// Below 0 where the log ends before the group, which a read has to confirm.
function lagOf({ committed, begun }: Progress, { earliestOffset, endOffset }: Partition): number {
  return endOffset - Math.max(committed ?? begun ?? 0, earliestOffset);
}

function roomLeft({ count, maxBytes }: Room, taken: readonly Taken[]): Room {
  return { count: count - recordsIn(taken), maxBytes: maxBytes - bytesOf(taken) };
}

function recordsIn(taken: readonly Taken[]): number {
  return taken.reduce((sum, { records }) => sum + records.length, 0);
}
