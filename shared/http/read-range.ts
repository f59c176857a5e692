import type { HttpRequest } from '@azure/functions';
import type { Place } from '../consuming/place.ts';
import type { Until } from '../consuming/until.ts';
import type { Fault } from '../errors.ts';
import { integer } from '../setting.ts';

const MAX_OFFSET = 2n ** 63n - 1n;
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

function placeOfOffset(text: string): Place {
  if (text === 'earliest' || text === 'latest') return { at: text };
  try {
    return { at: 'offset', offset: offset(text) };
  } catch {
    throw new Error('give a whole number from 0 to 9223372036854775807, earliest or latest');
  }
}

// Above 2^53 - 1 the nearest number: no log of this app has such an offset, and which it was is all the same.
function offset(text: string): number {
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > MAX_OFFSET) {
    throw new Error('give a whole number from 0 to 9223372036854775807');
  }
  return Number(text);
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Epoch milliseconds of an RFC 3339 time, or of epoch milliseconds. */
function moment(text: string): number {
  if (/^\d{10}$/.test(text)) throw new Error('epoch seconds? give milliseconds');
  if (/^\d{1,15}$/.test(text)) return Number(text);
  // In a query an unescaped + is a space.
  const time = text.replace(/ (?=\d\d:\d\d$)/, '+');
  const ms = RFC_3339.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(ms)) throw new Error('give a time as 2026-01-31T12:00:00Z, or epoch milliseconds');
  return ms;
}
