import manifest from '../package.json' with { type: 'json' };
import { components } from './components.ts';
import type { Limits } from './limits.ts';
import { operationsOf, problemsOf, type Row } from './operation.ts';
import { tags } from './route-description.ts';
import { routeDescriptions } from './routes.ts';

/**
 * The API as OpenAPI 3.1: the route table says where and for whom, the parsers what they take, the table of problems
 * what can go wrong, and `routes/` the rest.
 */
export function describeRoutes(
  rows: Readonly<Record<string, Row>>,
  limits: Limits,
): Readonly<Record<string, unknown>> {
  const all = Object.entries(routeDescriptions(limits)).map(([name, description]) => {
    const row = rows[name];
    if (row === undefined) throw new Error(`no route ${name}`);
    return { name, row, description };
  });
  const paths: Record<string, object> = {};
  for (const { name, row, description } of all) {
    const path = `/${row.route}`;
    paths[path] = { ...paths[path], ...operationsOf(name, row, description) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'kafka-rest-functions',
      version: manifest.version,
      summary: manifest.description,
      description:
        'Every problem is application/problem+json with a code. Every answer has x-ms-request-id and Cache-Control: no-store.',
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers: [{ url: '/api', description: 'This function app' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: components(all.flatMap(({ row, description }) => problemsOf(row, description))),
  };
}
