import { failure, notUsable } from '../failure.ts';
import type { Answer, Operation } from '../operation.ts';
import { type ConsumedRecord, cutRecords } from './cut-records.ts';

export type { ConsumedRecord } from './cut-records.ts';

export interface ReadFrom {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly count: number;
}

/** Records of one partition, in order of offset. */
export interface Page {
  readonly records: readonly ConsumedRecord[];
  /** Where to read on: the `NextOffset` header, else the offset after the last record; null: there is neither. */
  readonly nextOffset: number | null;
}

/**
 * `GET /v1/consumer/topics/{topic}/partitions/{partition}/offsets/{offset}?count=`. Microsoft's reference shows a
 * bare array, its sample reads `{"records":[…]}`: both are understood.
 */
export function consumeRecords({ topic, partition, offset, count }: ReadFrom): Operation<Page> {
  const name = 'consume';
  return {
    name,
    method: 'GET',
    path: `/v1/consumer/topics/${encodeURIComponent(topic)}/partitions/${partition}/offsets/${offset}?count=${count}`,
    read: readPage,
    failed: (exchange) =>
      failure(name, exchange, {
        400: ['offset-out-of-range', 'The proxy answered 400: the offset is outside the log.'],
        404: [
          'partition-not-found',
          'The proxy answered 404: the topic, the partition or the offset is not there.',
        ],
      }),
  };
}

function readPage({ headers, bytes }: Answer): Page {
  const records = cut(bytes);
  const last = records.at(-1);
  return { records, nextOffset: nextOffsetOf(headers) ?? (last === undefined ? null : last.offset + 1) };
}

function cut(bytes: Buffer): ConsumedRecord[] {
  try {
    return cutRecords(bytes);
  } catch {
    throw notUsable('consume', 'a body that is no JSON with records that have offsets');
  }
}

/** The header NextOffset, which only the service's own sample knows; undefined where it is missing or odd. */
export function nextOffsetOf(headers: Answer['headers']): number | undefined {
  const header = headers['nextoffset'] ?? '';
  return /^\d+$/.test(header) && Number.isSafeInteger(Number(header)) ? Number(header) : undefined;
}
