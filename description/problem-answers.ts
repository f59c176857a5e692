import { type ProblemCode, problems } from '../shared/errors.ts';
import { always, anyTime, headerRefs, headersByStatus } from './headers.ts';
import { ofApp, ofCallers } from './problem-families.ts';
import type { RouteDescription } from './route-description.ts';
import { ref } from './schema.ts';

/** The codes of a route, with those that every route has. */
export function codesOf({ problems: own }: RouteDescription, isOpen: boolean): ProblemCode[] {
  const codes = isOpen ? [...own, 'internal-error' as const] : [...own, ...ofCallers, ...ofApp];
  return [...new Set(codes)].sort((one, other) => problems[one][0] - problems[other][0]);
}

/** A response for problems of one status; many routes have the same, so that it is found by this name. */
export interface ProblemAnswer {
  readonly status: number;
  readonly name: string;
  readonly codes: readonly ProblemCode[];
  readonly saysOutcome: boolean;
  readonly answer: object;
}

/** What problems a route may answer with, by status. */
export function problemAnswers(codes: readonly ProblemCode[], saysOutcome: boolean): ProblemAnswer[] {
  const statuses = [...new Set(codes.map((code) => problems[code][0]))];
  return statuses.map((status) => {
    const own = codes.filter((code) => problems[code][0] === status);
    const name = [status, ...own, ...(saysOutcome ? ['produce'] : [])].join('.');
    return { status, name, codes: own, saysOutcome, answer: problemAnswer(status, own, saysOutcome) };
  });
}

function problemAnswer(status: number, codes: readonly ProblemCode[], saysOutcome: boolean): object {
  const told = codes.map((code) => `\`${code}\`: ${problems[code][1]}.`).join(' ');
  return {
    description: status === 401 ? `${told} Where the host asks for a key, it answers without a body.` : told,
    headers: headerRefs([
      ...always,
      ...anyTime,
      ...(headersByStatus[status] ?? []),
      ...(saysOutcome ? (['idempotent-replayed'] as const) : []),
    ]),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            ref('Problem'),
            { properties: { code: { enum: codes } }, ...(saysOutcome && { required: ['outcome'] }) },
          ],
        },
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${exampleName(code, saysOutcome)}` }]),
        ),
      },
    },
  };
}

const exampleName = (code: ProblemCode, saysOutcome: boolean) => `${code}${saysOutcome ? '.produce' : ''}`;

/** An example of each problem of these answers, under the name that they use. */
export function problemExamples(answers: readonly ProblemAnswer[]): Record<string, object> {
  return Object.fromEntries(
    answers.flatMap(({ codes, saysOutcome }) =>
      codes.map((code) => [exampleName(code, saysOutcome), { value: example(code, saysOutcome) }]),
    ),
  );
}

function example(code: ProblemCode, saysOutcome: boolean): object {
  const [status, title, retryable] = problems[code];
  const outcome =
    code === 'produce-partial' ? 'partial' : [502, 504].includes(status) ? 'unknown' : 'not-written';
  return {
    type: `urn:kafka-rest-functions:problem:${code}`,
    ...{ title, status, detail: `${title}.`, code, retryable },
    ...(saysOutcome && { outcome }),
    invocationId: '5d1c1b32-4f0e-4c53-9c6e-0f5a4ff0b9f1',
  };
}
