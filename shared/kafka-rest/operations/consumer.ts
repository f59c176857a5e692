import { elementsOf, membersOf } from '../../records/json-text.ts';
import { failure, notUsable } from '../failure.ts';
import type { Answer, Operation } from '../operation.ts';

export interface ReadFrom {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly count: number;
}

/** Records of one partition, each the JSON text that the proxy gave. */
export interface Page {
  readonly records: readonly string[];
  /** Of each record, in the same order. */
  readonly offsets: readonly number[];
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

function readPage({ status, headers, text }: Answer): Page {
  const parsed = parse(text);
  const records = Array.isArray(parsed) ? parsed : (parsed as { records?: unknown } | null)?.records;
  if (!Array.isArray(records))
    throw notUsable('consume', `status ${status} with a body that holds no records`);
  const offsets = records.map((record) => (record as { offset?: unknown } | null)?.offset as number);
  if (!offsets.every(Number.isSafeInteger)) throw notUsable('consume', 'a record without an offset');
  const at = Array.isArray(parsed)
    ? 0
    : (membersOf(text, 0).findLast(({ name }) => name === 'records')?.start ?? 0);
  const last = offsets.at(-1);
  const header = headers['nextoffset'];
  return {
    records: elementsOf(text, at).map(({ start, end }) => text.slice(start, end)),
    offsets,
    nextOffset: /^\d+$/.test(header ?? '') ? Number(header) : last === undefined ? null : last + 1,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notUsable('consume', 'a body that is not JSON');
  }
}
