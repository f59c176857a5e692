import { elementsOf, membersOf, type Slice } from '../../records/json-text.ts';
import { failure, notUsable } from '../failure.ts';
import type { Answer, Operation } from '../operation.ts';

export interface ReadFrom {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly count: number;
}

/** One record as the proxy gave it. */
export interface ConsumedRecord {
  /** Its JSON, character for character. */
  readonly text: string;
  readonly offset: number;
  /** Null for a record without a key, however the proxy shows that. */
  readonly key: string | null;
  /** Epoch milliseconds, by its producer's clock or the broker's; null where the proxy gives none. */
  readonly timestampMs: number | null;
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

function readPage({ status, headers, text }: Answer): Page {
  const parsed = parse(text);
  const records = Array.isArray(parsed) ? parsed : (parsed as { records?: unknown } | null)?.records;
  if (!Array.isArray(records))
    throw notUsable('consume', `status ${status} with a body that holds no records`);
  const at = Array.isArray(parsed)
    ? 0
    : (membersOf(text, 0).findLast(({ name }) => name === 'records')?.start ?? 0);
  const elements = elementsOf(text, at);
  const read = records.map((record, index) => readRecord(record, text, elements[index]));
  const last = read.at(-1);
  return {
    records: read,
    nextOffset: nextOffsetOf(headers) ?? (last === undefined ? null : last.offset + 1),
  };
}

/** The header NextOffset, which only the service's own sample knows; undefined where it is missing or odd. */
export function nextOffsetOf(headers: Answer['headers']): number | undefined {
  const header = headers['nextoffset'] ?? '';
  return /^\d+$/.test(header) && Number.isSafeInteger(Number(header)) ? Number(header) : undefined;
}

function readRecord(record: unknown, text: string, at: Slice | undefined): ConsumedRecord {
  const { offset, key, timestamp } = (record ?? {}) as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(offset)) throw notUsable('consume', 'a record without an offset');
  return {
    text: text.slice(at?.start, at?.end),
    offset: offset as number,
    key: typeof key === 'string' ? key : null,
    timestampMs: Number.isSafeInteger(timestamp) ? (timestamp as number) : null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notUsable('consume', 'a body that is not JSON');
  }
}
