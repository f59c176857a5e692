import { describe, expect, test } from '@jest/globals';
import { unmatchedRoute } from '../../functions/http/unmatched-route.ts';
import { call, type Call } from '../support/app.ts';

const routes = [
  { route: 'topics', methods: ['GET', 'HEAD'] },
  { route: 'topics/{topic}', methods: ['GET', 'HEAD'] },
  { route: 'topics/{topic}', methods: ['PUT'] },
  { route: 'topics/{topic}/records', methods: ['POST'] },
  { route: 'health/live', methods: ['GET'] },
  { route: 'openapi.json', methods: ['GET'] },
];

const ask = (path: string, method: NonNullable<Call['method']> = 'POST') =>
  call((request) => unmatchedRoute(request, routes), { method, params: { path }, isDescribed: false });

describe('unmatchedRoute answers 405 with all methods of the path, in order', () => {
  test.each([
    ['topics', 'GET, HEAD'],
    ['topics/', 'GET, HEAD'],
    ['topics/orders.v1', 'GET, HEAD, PUT'],
    ['TOPICS/orders/Records', 'POST'],
    ['openapi.json', 'GET'],
  ])('%s', async (path, allow) => {
    expect(await ask(path)).toMatchObject({
      status: 405,
      headers: { allow },
      body: { code: 'method-not-allowed', detail: `This route has ${allow}.` },
    });
  });
});

describe('unmatchedRoute answers 404 without Allow where there is no such path', () => {
  test.each([
    '',
    'topic',
    'topics/a/b/c',
    'topics//records',
    'health/live/now',
    'openapi-json',
    'xtopics',
    '(.*',
  ])('%s', async (path) => {
    const answer = await ask(path);
    expect(answer).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
    expect(answer.headers).not.toHaveProperty('allow');
  });
});

test('unmatchedRoute answers 404 where the host gives no path', async () => {
  expect(await call((request) => unmatchedRoute(request, routes), { isDescribed: false })).toMatchObject({
    status: 404,
  });
});
