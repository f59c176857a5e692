import { describe, expect, test } from '@jest/globals';
import type { Outcome, ProblemCode } from '../../../shared/errors.ts';
import type { Exchange } from '../../../shared/kafka-rest/operation.ts';
import { defaultAssumptions, produceFailure } from '../../../shared/kafka-rest/outcome.ts';
import { exchanged, html } from './exchanges.ts';

type Row = [what: string, exchange: Exchange, code: ProblemCode, outcome: Outcome];

function told(exchange: Exchange, recordCount: number, assumptions = defaultAssumptions) {
  const { code, options } = produceFailure(exchange, recordCount, assumptions);
  return [code, options.outcome];
}

const retryAfter = { 'retry-after': '7' };
const unknown: [ProblemCode, Outcome] = ['produce-outcome-unknown', 'unknown'];

const always: Row[] = [
  ['no connection', { kind: 'not-sent', cause: 'ECONNREFUSED' }, 'proxy-unavailable', 'not-written'],
  ['the deadline', { kind: 'timeout', cause: 'deadline' }, ...unknown],
  ['a cut', { kind: 'cut', cause: 'ECONNRESET' }, ...unknown],
  ['401', exchanged(401), 'proxy-refused-token', 'not-written'],
  ['403', exchanged(403), 'proxy-forbidden', 'not-written'],
  ['404', exchanged(404), 'topic-not-found', 'not-written'],
  ['503 without Retry-After', exchanged(503), ...unknown],
  ['200 with HTML', exchanged(200, html), ...unknown],
  ['200 said to be HTML', exchanged(200, 'x', { 'content-type': 'text/html; charset=utf-8' }), ...unknown],
  ...[100, 302, 304, 402, 405, 406, 408, 409, 415, 422, 500, 501, 502, 504, 599].map((status): Row => [
    String(status),
    exchanged(status),
    ...unknown,
  ]),
];

describe.each([1, 5])('for %d records, whatever is assumed,', (recordCount) => {
  test.each(always)('%s', (_, exchange, code, outcome) => {
    for (const throttledBeforeWrite of [true, false]) {
      for (const refusalWritesNothing of [true, false]) {
        const assumptions = { throttledBeforeWrite, refusalWritesNothing };
        expect(told(exchange, recordCount, assumptions)).toEqual([code, outcome]);
      }
    }
  });
});

const throttled: Row[] = [
  ['429', exchanged(429), 'proxy-unavailable', 'not-written'],
  ['503 with Retry-After', exchanged(503, '', retryAfter), 'proxy-unavailable', 'not-written'],
];

describe.each([true, false])('throttled-before-write %s:', (throttledBeforeWrite) => {
  test.each(throttled)('%s', (_, exchange, code, outcome) => {
    const assumptions = { ...defaultAssumptions, throttledBeforeWrite };
    expect(told(exchange, 3, assumptions)).toEqual(throttledBeforeWrite ? [code, outcome] : unknown);
  });
});

const refused: Row[] = [
  ['400', exchanged(400), 'records-refused', 'not-written'],
  ['413', exchanged(413), 'request-too-large', 'not-written'],
];

describe.each([true, false])('refusal-writes-nothing %s:', (refusalWritesNothing) => {
  const assumptions = { ...defaultAssumptions, refusalWritesNothing };

  test.each(refused)('%s to one record wrote nothing', (_, exchange, code, outcome) => {
    expect(told(exchange, 1, assumptions)).toEqual([code, outcome]);
  });

  test.each(refused)('%s to several', (_, exchange, code, outcome) => {
    expect(told(exchange, 2, assumptions)).toEqual(refusalWritesNothing ? [code, outcome] : unknown);
  });
});

test('both assumptions hold by default', () => {
  expect(told(exchanged(429), 2)).toEqual(['proxy-unavailable', 'not-written']);
  expect(told(exchanged(400), 2)).toEqual(['records-refused', 'not-written']);
});

test('an unknown outcome is not said to pass, and names no time to send again', () => {
  const { options, message } = produceFailure(exchanged(500), 1);
  expect(options.retryAfterSeconds).toBeUndefined();
  expect(message).toContain('Read the topic before sending again');
});

test('Retry-After of the proxy is passed on in seconds, and one of days is not', () => {
  const seconds = (value: string) =>
    produceFailure(exchanged(429, '', { 'retry-after': value }), 1).options.retryAfterSeconds;
  expect(seconds('7')).toBe(7);
  expect(seconds('86400')).toBe(300);
  expect(seconds('Wed, 21 Oct 2026 07:28:00 GMT')).toBeUndefined();
});

test('a page of something in between is told as one, and not as the answer of the proxy', () => {
  expect(produceFailure(exchanged(200, html), 1).message).toContain('an HTML page came with status 200');
  expect(produceFailure(exchanged(500, 'x'), 1).message).toContain('the proxy answered 500');
});
