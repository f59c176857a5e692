import type { HttpRequest } from '@azure/functions';
import { decodeCursor } from '../consuming/cursor.ts';
import type { TopicPlace } from '../consuming/find-positions.ts';
import type { Fault } from '../errors.ts';
import { boolean, integer, oneOf } from '../setting.ts';
import { rangeParameters } from './read-range.ts';

/** What one answer of the proxy holds at most, and so one of this app's. */
const MAX_BYTES = 6_000_000;
const MAX_PARTITION = 2 ** 31 - 1;
/** The parameters that say where to begin; one of them is given at most. */
export const TOPIC_PLACES = ['cursor', 'offset', 'last', 'timestamp'] as const;

/** Parsers of the parameters of a read of a whole topic. */
export function topicParameters(config: { readonly maxCount: number; readonly maxWaitSeconds: number }) {
  const { last, timestamp, untilTimestamp } = rangeParameters(config.maxCount);
  return {
    cursor: String,
    offset: placeOfAll,
    last,
    timestamp,
    untilTimestamp,
    partitions: partitionList,
    key: String,
    count: integer(1, config.maxCount),
    maxBytes: integer(1, MAX_BYTES),
    waitMs: integer(0, config.maxWaitSeconds * 1000),
    value: oneOf('string', 'json'),
    onOutOfRange: oneOf('error', 'earliest', 'latest'),
    lag: boolean,
  };
}

interface PlaceQuery {
  readonly cursor?: string;
  readonly offset?: 'earliest' | 'latest';
  readonly last?: number;
  readonly timestamp?: number;
}

/** Two parameters that say where to begin are one fault. */
export function refuseTwoPlaces(request: HttpRequest, faults: Fault[]): void {
  const given = TOPIC_PLACES.filter((name) => request.query.has(name));
  if (given.length < 2) return;
  const detail = `${given.join(' and ')} exclude each other: give one.`;
  faults.push({ parameter: given.join(','), in: 'query', detail });
}

/**
 * Where the query begins, earliest if it does not say. A browser that comes back to a stream of events keeps its query:
 * the cursor of the last event it saw wins over what stands there. Throws `cursor-invalid`.
 */
export function topicPlaceOf(topic: string, query: PlaceQuery, lastEventId: string | null): TopicPlace {
  const cursor = lastEventId === null || lastEventId === '' ? query.cursor : lastEventId;
  if (cursor !== undefined) return { at: 'cursor', cursor: decodeCursor(cursor, topic) };
  if (query.last !== undefined) return { at: 'last', count: query.last };
  if (query.timestamp !== undefined) return { at: 'timestamp', timestampMs: query.timestamp };
  return { at: query.offset ?? 'earliest' };
}

function placeOfAll(text: string): 'earliest' | 'latest' {
  if (text === 'earliest' || text === 'latest') return text;
  throw new Error(
    'give earliest or latest; a number is an offset of one partition, which has a route of its own',
  );
}

function partitionList(text: string): readonly number[] {
  const partitions = text.split(',').map(Number);
  const isList = /^\d{1,10}(,\d{1,10})*$/.test(text) && Math.max(...partitions) <= MAX_PARTITION;
  if (!isList || new Set(partitions).size < partitions.length)
    throw new Error('give each partition once, as 0,2,5');
  return partitions;
}
