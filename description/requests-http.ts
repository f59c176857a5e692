import type { Limits } from './limits.ts';
import type { Row } from './operation.ts';
import { pathParameters } from './path-parameters.ts';
import type { Parameter, RouteDescription } from './route-description.ts';
import { routeDescriptions } from './routes.ts';

const HEAD = `# Each route with the example of its description, in an order that works: for editors that send such files.
# npm start, and click; in Azure set the address and a key. Made by npm run describe.
@api = http://localhost:7071/api
@key =
`;

/** The routes as requests to click on, in the format of `.http` files. */
export function requestsHttp(rows: Readonly<Record<string, Row>>, limits: Limits): string {
  const requests = Object.entries(routeDescriptions(limits)).map(([name, description]) => {
    const row = rows[name];
    if (row === undefined) throw new Error(`no route ${name}`);
    return requestText(name, row, description);
  });
  return [HEAD, ...requests].join('\n');
}

function requestText(name: string, { methods, route }: Row, description: RouteDescription): string {
  const { summary, query = [], body, takes = {} } = description;
  const [[type, content] = []] = Object.entries(body?.content ?? {});
  const example = content === undefined ? undefined : JSON.stringify(taking(content.example, takes));
  return [
    `### ${summary}`,
    `# @name ${name}`,
    `${methods[0] ?? ''} {{api}}/${filled(route)}${queryText(query)}`,
    'x-functions-key: {{key}}',
    ...(type === undefined ? [] : [`content-type: ${type}`]),
    ...(example === undefined ? [] : ['', example]),
    '',
  ].join('\n');
}

function filled(route: string): string {
  return route.replaceAll(/\{(\w+)\}/g, (_braced, name: string) => String(pathParameters[name]?.example));
}

function queryText(query: readonly Parameter[]): string {
  const given = query
    .filter(({ example }) => example !== undefined)
    .map(({ name, example }): [string, string] => [name, String(example)]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** The example with members that come out of the answers to requests before it. */
function taking(example: unknown, takes: Readonly<Record<string, string>>): unknown {
  const taken = Object.entries(takes).map(([member, from]) => {
    const [name = '', path = ''] = from.split('.');
    return [member, `{{${name}.response.body.$.${path}}}`] as const;
  });
  return taken.length === 0 ? example : { ...(example as object), ...Object.fromEntries(taken) };
}
