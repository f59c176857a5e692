import type { HttpRequest } from '@azure/functions';
import type { Place } from '../consuming/place.ts';
import type { Until } from '../consuming/until.ts';
import { described } from '../described.ts';
import type { Fault } from '../errors.ts';
import { moment } from '../moment.ts';
import { integer } from '../setting.ts';

const MAX_OFFSET = 2n ** 63n - 1n;
const OFFSET = { type: 'integer', format: 'int64', minimum: 0 };

// Above 2^53 - 1 the nearest number: no log of this app has such an offset, and which it was is all the same.
const offset = described(OFFSET, (text: string): number => {
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > MAX_OFFSET) {
    throw new Error('give a whole number from 0 to 9223372036854775807');
  }
  return Number(text);
});

const placeOfOffset = described(
  { oneOf: [{ type: 'string', enum: ['earliest', 'latest'] }, OFFSET] },
  (text: string): Place => {
    if (text === 'earliest' || text === 'latest') return { at: text };
    try {
      return { at: 'offset', offset: offset(text) };
    } catch {
      throw new Error('give a whole number from 0 to 9223372036854775807, earliest or latest');
    }
  },
);

/** The parameters that say where to begin; one of them is given at most. */
export const PLACES = ['offset', 'last', 'timestamp'] as const;

/** Parsers of the parameters that say where a read of one partition begins and ends. */
export function rangeParameters(maxCount: number) {
  return {
    offset: placeOfOffset,
    last: integer(1, maxCount),
    timestamp: moment,
    untilOffset: offset,
    untilTimestamp: moment,
  };
}

type RangeQuery = {
  readonly [K in keyof ReturnType<typeof rangeParameters>]?: ReturnType<
    ReturnType<typeof rangeParameters>[K]
  >;
};

/** The place that the query names, earliest if none; two of them are one fault. */
export function placeOf(request: HttpRequest, query: RangeQuery, faults: Fault[]): Place {
  const given = PLACES.filter((name) => request.query.has(name));
  if (given.length > 1) {
    const detail = `${given.join(' and ')} exclude each other: give one.`;
    faults.push({ parameter: given.join(','), in: 'query', detail });
  }
  if (query.last !== undefined) return { at: 'last', count: query.last };
  if (query.timestamp !== undefined) return { at: 'timestamp', timestampMs: query.timestamp };
  return query.offset ?? { at: 'earliest' };
}

/** Where the query ends the read. */
export function untilOf({ untilOffset, untilTimestamp }: RangeQuery): Until {
  return {
    ...(untilOffset !== undefined && { offset: untilOffset }),
    ...(untilTimestamp !== undefined && { timestampMs: untilTimestamp }),
  };
}
