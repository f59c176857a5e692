import { AppError } from '../errors.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { type ConsumedRecord, consumeRecords } from '../kafka-rest/operations/consumer.ts';
import { partitionOf, type Partitions } from '../kafka-rest/partitions.ts';
import type { ReadLog } from './read-log.ts';

export interface SeekOptions {
  readonly send: Send;
  readonly partitions: Partitions;
  readonly readLog: ReadLog;
  /** How much older than one before it a record may be, without being passed over. */
  readonly slackMs: number;
}

export interface Moment {
  readonly topic: string;
  readonly partition: number;
  /** Epoch milliseconds. */
  readonly timestampMs: number;
}

/** The offset of the first record at or after a moment; the end of the log where there is none. */
export type Seek = (moment: Moment, signal: AbortSignal) => Promise<number>;

const SCAN_COUNT = 1000;
const SCAN_BYTES = 6_000_000;

/**
 * Finds a moment by halving the offsets, as the proxy has no call for it: at most 2 + log2(end - earliest) reads, and
 * those that pass over the records of the slack before the moment.
 */
export function createSeek({ send, partitions, readLog, slackMs }: SeekOptions): Seek {
  /** The first record at or after the offset; undefined where nothing came, `gone` where retention took the place. */
  async function recordAt(moment: Moment, offset: number, signal: AbortSignal) {
    try {
      const { records } = await send(consumeRecords({ ...moment, offset, count: 1 }), signal);
      return records.find((record) => record.offset >= offset);
    } catch (error) {
      const { earliestOffset } = await partitionOf(partitions, moment, 0, signal);
      if (offset < earliestOffset) return 'gone';
      throw error;
    }
  }

  /** An offset before which no record is as young as the moment, if none is older than one before it by the slack. */
  async function halve(moment: Moment, earliestOffset: number, endOffset: number, signal: AbortSignal) {
    const isTooOld = (record: ConsumedRecord) => timeOf(record) < moment.timestampMs - slackMs;
    let before = earliestOffset - 1;
    let from = endOffset;
    while (from - before > 1) {
      const middle = before + Math.floor((from - before) / 2);
      const record = await recordAt(moment, middle, signal);
      if (record === 'gone') before = middle;
      else if (record !== undefined && record.offset < from && isTooOld(record)) before = record.offset;
      // Nothing came, or it is the record at `from`: to begin too early passes over nothing.
      else from = middle;
    }
    return from;
  }

  async function scan(moment: Moment, from: number, endOffset: number, signal: AbortSignal): Promise<number> {
    const range = { ...moment, count: SCAN_COUNT, maxBytes: SCAN_BYTES, withEnd: false };
    let offset = from;
    while (offset < endOffset) {
      const read = await readLog({ ...range, offset }, signal);
      if (read.kind === 'end') return read.nextOffset;
      if (read.kind === 'out-of-range') {
        if (offset > read.endOffset) return read.endOffset;
        offset = read.earliestOffset;
        continue;
      }
      const found = read.records.find((record) => timeOf(record) >= moment.timestampMs);
      if (found !== undefined) return found.offset;
      if (read.nextOffset === offset) throw nothingCame(offset);
      offset = read.nextOffset;
    }
    return Math.max(offset, endOffset);
  }

  return async (moment, signal) => {
    const { earliestOffset, endOffset } = await partitionOf(partitions, moment, 0, signal);
    return scan(moment, await halve(moment, earliestOffset, endOffset, signal), endOffset, signal);
  };
}

// Without a timestamp a record is older than any moment, as in Kafka.
function timeOf({ timestampMs }: ConsumedRecord): number {
  return timestampMs ?? -1;
}

function nothingCame(offset: number): AppError {
  return new AppError(
    'proxy-answer-invalid',
    `consume: nothing came at ${offset}, though the log goes on there.`,
  );
}
