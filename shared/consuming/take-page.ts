import { AppError } from '../errors.ts';
import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import type { Quota } from './quota.ts';
import type { LogRead } from './read-log.ts';
import type { Position, TopicPositions } from './topic-positions.ts';
import { cutAt, type Until } from './until.ts';

/** Records of one partition, in order. */
export interface TopicPage {
  readonly partition: number;
  /** None where nothing of what was read is wanted. */
  readonly records: readonly ConsumedRecord[];
  /** Where the read went on because the log no longer had its place, or never had. */
  readonly skipped?: { readonly from: number; readonly to: number };
}

/** What of the log is wanted. */
export interface Wanted {
  /** Records whose key is exactly that. */
  readonly key?: string;
  readonly until: Until;
  readonly onOutOfRange: 'error' | 'earliest' | 'latest';
}

interface Taking {
  readonly positions: TopicPositions;
  readonly quota: Quota;
  readonly wanted: Wanted;
}

/** Moves the position of a partition past what was read there, and gives of it what is wanted and may be given. */
export function takePage({ positions, quota, wanted }: Taking, partition: number, read: LogRead): TopicPage {
  const position = positions.byPartition.get(partition);
  if (position === undefined) return { partition, records: [] };
  switch (read.kind) {
    case 'records':
      return { partition, records: takeRecords(position, read, quota, wanted) };
    case 'end':
      moveTo(position, read.nextOffset, read.endOffset);
      return { partition, records: [] };
    case 'out-of-range':
      return { partition, records: [], ...moveInside(position, partition, read, wanted) };
  }
}

type Records = Extract<LogRead, { kind: 'records' }>;
type OutOfRange = Extract<LogRead, { kind: 'out-of-range' }>;

function takeRecords(position: Position, read: Records, quota: Quota, { key, until }: Wanted) {
  const from = position.nextOffset;
  const cut = cutAt(until, { ...read, from });
  const matching = key === undefined ? cut.records : cut.records.filter((record) => record.key === key);
  const admitted = quota.admit(matching);
  const refused = matching[admitted];
  moveTo(position, refused?.offset ?? cut.nextOffset, read.endOffset);
  position.isComplete = refused === undefined && cut.isComplete;
  position.isStuck = refused === undefined && !cut.isComplete && position.nextOffset === from;
  return matching.slice(0, admitted);
}

function moveTo(position: Position, nextOffset: number, endOffset: number | null): void {
  position.nextOffset = nextOffset;
  position.wasRead = true;
  position.endOffset = Math.max(nextOffset, endOffset ?? position.endOffset ?? nextOffset);
}

function moveInside(position: Position, partition: number, ends: OutOfRange, { onOutOfRange }: Wanted) {
  const { earliestOffset, endOffset } = ends;
  const from = position.nextOffset;
  // A place that was just found in the log is gone by retention: no record that was asked for is passed over unsaid.
  const instead = position.wasRead ? onOutOfRange : 'earliest';
  if (instead === 'error') {
    throw new AppError(
      'offset-out-of-range',
      `Offset ${from} is outside the log of partition ${partition}, which goes from ${earliestOffset} to ${endOffset}.`,
      { members: { partition, offset: from, earliestOffset, endOffset } },
    );
  }
  const to = instead === 'earliest' ? earliestOffset : endOffset;
  position.nextOffset = to;
  position.endOffset = endOffset;
  if (!position.wasRead) return {};
  position.skipped = { from: position.skipped?.from ?? from, to };
  return { skipped: position.skipped };
}
