import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../../shared/errors.ts';
import { failure } from '../../../shared/kafka-rest/failure.ts';
import { type Exchange, isAccepted, isHtml } from '../../../shared/kafka-rest/operation.ts';
import { answered, exchanged, html } from './exchanges.ts';

const rows: [what: string, exchange: Exchange, code: ProblemCode][] = [
  ['no connection', { kind: 'not-sent', cause: 'ENOTFOUND' }, 'proxy-unavailable'],
  ['the deadline', { kind: 'timeout', cause: 'deadline' }, 'proxy-timeout'],
  ['a cut', { kind: 'cut', cause: 'ECONNRESET' }, 'proxy-answer-invalid'],
  ['an HTML page', exchanged(200, html), 'proxy-answer-invalid'],
  ['an HTML page as 404', exchanged(404, html), 'proxy-answer-invalid'],
  ['400 without a meaning', exchanged(400), 'proxy-answer-invalid'],
  ['401', exchanged(401), 'proxy-refused-token'],
  ['403', exchanged(403), 'proxy-forbidden'],
  ['404 with a meaning', exchanged(404), 'topic-not-found'],
  ['302', exchanged(302), 'proxy-answer-invalid'],
  ...[429, 500, 502, 503, 504].map((status): [string, Exchange, ProblemCode] => [
    String(status),
    exchanged(status),
    'proxy-unavailable',
  ]),
];

test.each(rows)('%s', (_, exchange, code) => {
  const error = failure('topics', exchange, { 404: ['topic-not-found', 'No such topic.'] });
  expect(error.code).toBe(code);
  expect(error.options.cause).toBeDefined();
  expect(error.options.outcome).toBeUndefined();
});

test('no text of an answer gets into an error', () => {
  for (const status of [200, 302, 400, 401, 403, 404, 429, 500]) {
    const { message, options } = failure('consume', exchanged(status, 'hidden-value'));
    expect(message + JSON.stringify(options)).not.toContain('hidden-value');
  }
});

describe('an answer is a page of something in between', () => {
  test.each([
    ['<html>', {}],
    ['\n <!DOCTYPE HTML>', {}],
    ['', { 'content-type': 'application/xhtml+xml' }],
    ['{}', { 'content-type': 'text/html' }],
  ])('%j with headers %j', (text, headers) => {
    expect(isHtml(answered(200, text, headers))).toBe(true);
    expect(isAccepted(answered(200, text, headers))).toBe(false);
  });

  test.each(['', '{}', '"<html>"', '[1]', 'OK'])('and not: %j', (text) => {
    expect(isAccepted(answered(200, text, { 'content-type': 'application/json' }))).toBe(true);
  });
});

test('only 2xx is accepted', () => {
  const accepted = [199, 200, 201, 204, 299, 300, 304, 400, 500].filter((status) =>
    isAccepted(answered(status)),
  );
  expect(accepted).toEqual([200, 201, 204, 299]);
});
