import type { Schema } from '../shared/described.ts';
import { recordSchema } from '../shared/records/produce-body.ts';
import { deadLetterSchemas } from './answers/dead-letter.ts';
import { groupSchemas } from './answers/group.ts';
import { problemSchemas } from './answers/problem.ts';
import { recordSchemas } from './answers/record.ts';
import { reportSchemas } from './answers/report.ts';
import { subscriptionSchemas } from './answers/subscription.ts';
import { topicSchemas } from './answers/topic.ts';
import { headers } from './headers.ts';
import { pathParameters } from './path-parameters.ts';
import { type ProblemAnswer, problemExamples } from './problem-answers.ts';

const key = (where: 'header' | 'query', description: string) => ({
  type: 'apiKey',
  in: where,
  name: where === 'header' ? 'x-functions-key' : 'code',
  description,
});

const FUNCTION_KEY = 'A key of the function or of the host, where KAFKA_API_AUTH is keys.';
const ADMIN_KEY = 'The master key of the host, where KAFKA_API_AUTH is keys.';

const securitySchemes = {
  functionKey: key('header', FUNCTION_KEY),
  functionKeyInQuery: key('query', FUNCTION_KEY),
  adminKey: key('header', ADMIN_KEY),
  adminKeyInQuery: key('query', ADMIN_KEY),
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token of Entra, where KAFKA_API_AUTH is entra; operators need the app role Kafka.Operator.',
  },
};

const schemas: Readonly<Record<string, Schema>> = {
  ProduceRecord: recordSchema,
  ...{ ...recordSchemas, ...groupSchemas, ...topicSchemas, ...deadLetterSchemas },
  ...{ ...subscriptionSchemas, ...reportSchemas, ...problemSchemas },
};

/** What operations refer to. */
export function components(problems: readonly ProblemAnswer[]): Readonly<Record<string, unknown>> {
  return {
    securitySchemes,
    parameters: Object.fromEntries(
      Object.entries(pathParameters).map(([name, parameter]) => [
        name,
        { name, in: 'path', required: true, ...parameter },
      ]),
    ),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, header]) => [name, { required: true, ...header }]),
    ),
    schemas,
    responses: Object.fromEntries(problems.map(({ name, answer }) => [name, answer])),
    examples: problemExamples(problems),
  };
}
