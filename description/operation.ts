import type { Schema } from '../shared/described.ts';
import { always, anyTime, headerRefs } from './headers.ts';
import { pathParameters } from './path-parameters.ts';
import { codesOf, type ProblemAnswer, problemAnswers } from './problem-answers.ts';
import type { Answer, Content, RouteDescription } from './route-description.ts';

/** A row of the route table, as far as a description needs it. */
export interface Row {
  readonly methods: readonly string[];
  readonly route: string;
  readonly access: 'open' | 'data' | 'operator';
}

type Operation = Readonly<Record<string, unknown>>;

const security = {
  open: [],
  data: [{ functionKey: [] }, { functionKeyInQuery: [] }, { token: [] }],
  operator: [{ adminKey: [] }, { adminKeyInQuery: [] }, { token: [] }],
} as const;

/** The operations of a row, by method in lower case. */
export function operationsOf(
  name: string,
  row: Row,
  description: RouteDescription,
): Record<string, Operation> {
  return Object.fromEntries(
    row.methods.map((method) => [
      method.toLowerCase(),
      method === 'HEAD' ? headOperation(name, row, description) : operation(name, row, description),
    ]),
  );
}

function operation(name: string, row: Row, description: RouteDescription): Operation {
  const { body, answers } = description;
  const responses: Record<string, object> = Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [status, response(answer)]),
  );
  for (const { status, name: own, answer } of problemsOf(row, description)) {
    const other = responses[status];
    responses[status] =
      other === undefined
        ? { $ref: `#/components/responses/${own}` }
        : together(other as Operation, answer as Operation);
  }
  return {
    ...shown(name, row, description),
    ...(body !== undefined && { requestBody: { ...body, content: contents(body.content) } }),
    responses,
  };
}

/** The problems that a row may answer with. */
export function problemsOf(row: Row, description: RouteDescription): ProblemAnswer[] {
  return problemAnswers(codesOf(description, row.access === 'open'), description.saysOutcome ?? false);
}

function headOperation(name: string, row: Row, description: RouteDescription): Operation {
  return {
    ...shown(`${name}Head`, row, { ...description, summary: `${description.summary}: without the body` }),
    responses: {
      200: { description: 'As GET, without the body.', headers: headerRefs(always) },
      ...Object.fromEntries(
        ['4XX', '5XX'].map((statuses) => [
          statuses,
          { description: 'The status of GET, without the body.', headers: headerRefs(always) },
        ]),
      ),
    },
  };
}

function shown(name: string, { route, access }: Row, description: RouteDescription): Operation {
  const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);
  const unknown = named.filter((parameter) => pathParameters[parameter] === undefined);
  if (unknown.length > 0) throw new Error(`${route}: nothing says what ${unknown.join(', ')} is`);
  const { tag, summary, query = [], headers = [] } = description;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description.description !== undefined && { description: description.description }),
    security: security[access],
    parameters: [
      ...named.map((parameter) => ({ $ref: `#/components/parameters/${parameter}` })),
      ...[...query, ...headers].map((parameter) => ({ ...parameter, required: false })),
    ],
  };
}

function response({ description, headers = [], content }: Answer): Operation {
  return {
    description,
    headers: headerRefs([...always, ...headers, ...(content === undefined ? [] : anyTime)]),
    ...(content !== undefined && { content: contents(content) }),
  };
}

function contents(all: Readonly<Record<string, Content>>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(all).map(([type, { items, ...content }]) => [
      type,
      // OpenAPI 3.2 calls it `itemSchema`, of which 3.1 knows nothing yet.
      { ...content, ...(items !== undefined && { 'x-item-schema': items }) },
    ]),
  );
}

/** Two answers that share a status. */
function together(one: Operation, other: Operation): Operation {
  const both = (name: string) => ({ ...(one[name] as object), ...(other[name] as object) });
  return { ...one, headers: both('headers'), content: both('content') };
}
