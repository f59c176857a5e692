import { json, ok, type RouteDescription } from '../route-description.ts';
import { about, array, object, oneOfTexts, string } from '../schema.ts';

const check = object({
  name: oneOfTexts(['token', 'proxy']),
  status: oneOfTexts(['ok', 'failed']),
  'cause?': string,
  'state?': about('What is known of the token, without any value.', { type: 'object' }),
});
const health = object({ status: oneOfTexts(['ok', 'failed']), checks: array(check) });

const ready: RouteDescription = {
  tag: 'Health',
  summary: 'Whether a token can be had and the proxy answers',
  description: 'One look serves all who ask within 5 seconds.',
  answers: {
    ...ok('Both.', health, {
      status: 'ok',
      checks: [
        { name: 'token', status: 'ok' },
        { name: 'proxy', status: 'ok' },
      ],
    }),
    503: {
      description: 'Not both; each check says why.',
      content: json(health, {
        status: 'failed',
        checks: [
          { name: 'token', status: 'ok' },
          { name: 'proxy', status: 'failed', cause: 'status answered 503.' },
        ],
      }),
    },
  },
  problems: [],
};

const live: RouteDescription = {
  tag: 'Health',
  summary: 'The process answers',
  answers: ok('It asks nothing of anybody.', object({ status: { const: 'ok' } }), { status: 'ok' }),
  problems: [],
};

const describeApi: RouteDescription = {
  tag: 'Health',
  summary: 'This description',
  answers: ok(
    'OpenAPI 3.1, with the limits that the settings set.',
    { type: 'object' },
    { openapi: '3.1.0' },
  ),
  problems: ['invalid-request'],
};

export const healthRoutes = { live, ready, describeApi };
