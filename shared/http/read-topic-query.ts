import type { HttpRequest } from '@azure/functions';
import type { Config } from '../config.ts';
import { decodeCursor } from '../consuming/cursor.ts';
import type { TopicPlace } from '../consuming/find-positions.ts';
import type { Wanted } from '../consuming/take-page.ts';
import { described, withDefault } from '../described.ts';
import type { Fault } from '../errors.ts';
import { boolean, integer, oneOf } from '../setting.ts';
import { MAX_PARTITION } from '../topics/max-partition.ts';
import { MAX_BYTES } from './answer-limits.ts';
import { rangeParameters } from './read-range.ts';
import { readQuery } from './read.ts';

/** The parameters that say where to begin; one of them is given at most. */
export const TOPIC_PLACES = ['cursor', 'offset', 'last', 'timestamp'] as const;

const anyText = described({ type: 'string' }, (text: string) => text);

const placeOfAll = described(
  { type: 'string', enum: ['earliest', 'latest'] },
  (text: string): 'earliest' | 'latest' => {
    if (text === 'earliest' || text === 'latest') return text;
    throw new Error(
      'give earliest or latest; a number is an offset of one partition, which has a route of its own',
    );
  },
);

const partitionList = described(
  { type: 'string', pattern: '^\\d{1,10}(,\\d{1,10})*$', description: 'Each partition once: `0,2,5`.' },
  (text: string): readonly number[] => {
    const partitions = text.split(',').map(Number);
    const isList = /^\d{1,10}(,\d{1,10})*$/.test(text) && Math.max(...partitions) <= MAX_PARTITION;
    if (!isList || new Set(partitions).size < partitions.length)
      throw new Error('give each partition once, as 0,2,5');
    return partitions;
  },
);

/** What a read of a whole topic asks for, wherever it begins. */
export type TopicQuery = ReturnType<typeof readTopicQuery>;

type Limits = Pick<Config, 'maxCount' | 'maxWaitSeconds'>;

/** Parsers of the parameters of a read of a whole topic. */
export function topicParameters(limits: Limits) {
  const { last, timestamp, untilTimestamp } = rangeParameters(limits.maxCount);
  return {
    ...{ cursor: anyText, offset: placeOfAll, last, timestamp, untilTimestamp },
    partitions: partitionList,
    key: anyText,
    count: integer(1, limits.maxCount),
    maxBytes: integer(1, MAX_BYTES),
    waitMs: withDefault(0, integer(0, limits.maxWaitSeconds * 1000)),
    value: withDefault('string', oneOf('string', 'json')),
    onOutOfRange: withDefault('error', oneOf('error', 'earliest', 'latest')),
    lag: withDefault(true, boolean),
  };
}

/** The parameters of a read of a whole topic; bad, unknown and contradicting ones go to `faults`. */
export function readTopicQuery(request: HttpRequest, limits: Limits, faults: Fault[]) {
  const given = TOPIC_PLACES.filter((name) => request.query.has(name));
  if (given.length > 1) {
    const detail = `${given.join(' and ')} exclude each other: give one.`;
    faults.push({ parameter: given.join(','), in: 'query', detail });
  }
  return readQuery(request, topicParameters(limits), faults);
}

/**
 * Where a read begins, earliest if the query does not say. A browser that comes back to a stream of events has the
 * same query: the id of the last event that it saw wins over what stands there. Throws `cursor-invalid`.
 */
export function topicPlaceOf(topic: string, query: TopicQuery, lastEventId: string | null): TopicPlace {
  const cursor = lastEventId === null || lastEventId === '' ? query.cursor : lastEventId;
  if (cursor !== undefined) return { at: 'cursor', cursor: decodeCursor(cursor, topic) };
  if (query.last !== undefined) return { at: 'last', count: query.last };
  if (query.timestamp !== undefined) return { at: 'timestamp', timestampMs: query.timestamp };
  return { at: query.offset ?? 'earliest' };
}

/** What of the log is wanted. */
export function wantedOf({ key, untilTimestamp, onOutOfRange = 'error' }: TopicQuery): Wanted {
  const until = untilTimestamp === undefined ? {} : { timestampMs: untilTimestamp };
  return { ...(key !== undefined && { key }), until, onOutOfRange };
}
