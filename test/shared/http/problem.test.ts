import { describe, expect, test } from '@jest/globals';
import { fc } from '../../support/properties.ts';
import {
  AppError,
  type ErrorOptions,
  type Fault,
  type ProblemCode,
  problems,
} from '../../../shared/errors.ts';
import { problemAnswer } from '../../../shared/http/problem.ts';

const codes = Object.keys(problems) as ProblemCode[];
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ pointer: fc.string(), detail: fc.string() }),
  fc.record({
    parameter: fc.string(),
    in: fc.constantFrom('path', 'query', 'header', 'setting'),
    detail: fc.string(),
  }),
);
const options = fc.record<ErrorOptions>(
  {
    faults: fc.array(fault, { maxLength: 150 }),
    outcome: fc.constantFrom('not-written', 'unknown'),
    retryAfterSeconds: fc.integer({ min: 0, max: 300 }),
    members: fc.constantFrom({ offset: 5, endOffset: 3 }),
    cause: fc.constant('hidden cause'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ErrorOptions>;
const appError = fc
  .tuple(fc.constantFrom(...codes), fc.string({ unit: 'binary' }), options)
  .map(([code, detail, some]) => new AppError(code, detail, some));

function answerTo(error: unknown) {
  const { status, headers, body } = problemAnswer(error, 'invocation-1');
  return {
    status,
    headers: headers as Record<string, string>,
    problem: JSON.parse(body as string) as Record<string, unknown>,
    body: body as string,
  };
}

describe('problemAnswer', () => {
  test('makes of any AppError a problem with the status, title and retryable of its row', () => {
    fc.assert(
      fc.property(appError, (error) => {
        const { status, headers, problem, body } = answerTo(error);
        const [rowStatus, title, retryable] = problems[error.code];
        expect(status).toBe(rowStatus);
        expect(headers['content-type']).toBe('application/problem+json');
        expect(problem).toMatchObject({
          type: `urn:kafka-rest-functions:problem:${error.code}`,
          title,
          status,
          code: error.code,
          retryable,
          invocationId: 'invocation-1',
          ...error.options.members,
        });
        expect(problem['outcome']).toBe(error.options.outcome);
        expect(body).not.toContain('hidden cause');
      }),
    );
  });

  test('lists at most 100 faults and counts the others', () => {
    fc.assert(
      fc.property(appError, (error) => {
        const { problem } = answerTo(error);
        const errors = (problem['errors'] ?? []) as unknown[];
        const more = (problem['moreErrors'] ?? 0) as number;
        expect(errors.length + more).toBe(error.options.faults?.length ?? 0);
        expect(errors.length).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('has Retry-After in header and body alike', () => {
    fc.assert(
      fc.property(appError, (error) => {
        const { headers, problem } = answerTo(error);
        const seconds = headers['retry-after'];
        expect(problem['retryAfterSeconds']).toBe(seconds === undefined ? undefined : Number(seconds));
        if (error.options.retryAfterSeconds !== undefined)
          expect(seconds).toBe(String(error.options.retryAfterSeconds));
      }),
    );
  });

  test('has Retry-After, also where nobody gave one, on what passes by itself and on nothing else', () => {
    const withOne = codes.filter((code) => 'retry-after' in answerTo(new AppError(code, 'x')).headers);
    const passing = codes.filter((code) => [429, 503].includes(problems[code][0]));
    expect(withOne.sort()).toEqual([...passing, 'idempotency-in-progress'].sort());
  });

  test('makes of anything else that is thrown one answer that says nothing of it', () => {
    const answer = answerTo(new Error('hidden'));
    expect(answer.problem).toEqual({
      type: 'urn:kafka-rest-functions:problem:internal-error',
      title: 'This app failed',
      status: 500,
      detail: 'The cause is in the log of this app.',
      code: 'internal-error',
      retryable: false,
      invocationId: 'invocation-1',
    });
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(answerTo(thrown)).toEqual(answer);
      }),
    );
  });

  test('passes on the headers that an error has', () => {
    const error = new AppError('method-not-allowed', 'x', { headers: { allow: 'GET' } });
    expect(answerTo(error).headers).toMatchObject({
      allow: 'GET',
      'content-type': 'application/problem+json',
    });
  });
});
