import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';

/** Where a read stops: before an offset, before the first record at or after a moment, or whichever comes first. */
export interface Until {
  readonly offset?: number;
  /** Epoch milliseconds. */
  readonly timestampMs?: number;
}

/** True where nothing at or after the offset is asked for. */
export function isReached(until: Until, offset: number): boolean {
  return until.offset !== undefined && offset >= until.offset;
}

/** The records before `until`, and where to read on: at the record that stopped it, or where the read itself ended. */
export function cutAt<R extends Pick<ConsumedRecord, 'offset' | 'timestampMs'>>(
  until: Until,
  read: { readonly from: number; readonly records: readonly R[]; readonly nextOffset: number },
): { readonly records: readonly R[]; readonly nextOffset: number; readonly isComplete: boolean } {
  const { offset: untilOffset, timestampMs: untilMs = Infinity } = until;
  const at = read.records.findIndex(
    ({ offset, timestampMs }) => isReached(until, offset) || (timestampMs ?? -1) >= untilMs,
  );
  const stop = read.records[at];
  const { records, nextOffset } = read;
  if (stop === undefined) return { records, nextOffset, isComplete: isReached(until, nextOffset) };
  const stoppedAt = Math.min(stop.offset, untilOffset ?? Infinity);
  return { records: records.slice(0, at), nextOffset: Math.max(read.from, stoppedAt), isComplete: true };
}
