import { parseConstraint, type RouteConstraint } from './route-constraint.ts';

export interface RouteParameter {
  readonly name: string;
  readonly optional: boolean;
  readonly catchAll: boolean;
  readonly defaultValue: string | undefined;
  readonly constraints: readonly RouteConstraint[];
}

export type RoutePart = string | RouteParameter;

/** What stands between two slashes: literal text and parameters in turn. */
export type RouteSegment = readonly RoutePart[];

/**
 * Reads an ASP.NET route template: `{x}`, `{x?}`, `{x=1}`, `{*x}`, `{x:int:range(1,9)}`, `{a}.{b?}`, `{{` for a brace.
 * Throws an Error that names what ASP.NET would refuse.
 */
export function parseTemplate(template: string): RouteSegment[] {
  if (template === '') return [];
  const segments = splitSegments(template).map(parseSegment);
  const parameters = segments.flat().filter((part) => typeof part !== 'string');
  const names = parameters.map(({ name }) => name.toLowerCase());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new Error(`The route parameter '${repeated}' appears more than once in '${template}'.`);
  if (segments.some((segment) => segment.length === 0)) {
    throw new Error(`The route template '${template}' has an empty segment.`);
  }
  const catchAll = parameters.find((parameter) => parameter.catchAll);
  if (catchAll !== undefined && (segments.at(-1)?.[0] !== catchAll || segments.at(-1)?.length !== 1)) {
    throw new Error(`A catch-all parameter must be the last segment of '${template}'.`);
  }
  return segments;
}

// A slash within braces belongs to a constraint.
function splitSegments(template: string): string[] {
  return template.match(/(?:\{\{|\}\}|\{(?:[^{}]|\{\{|\}\})*\}|[^/])+|(?<=^|\/)(?=\/|$)/g) ?? [];
}

function parseSegment(segment: string): RouteSegment {
  const tokens = segment.match(/\{(?!\{)(?:[^{}]|\{\{|\}\})*\}|(?:\{\{|\}\}|[^{}])+|[{}]/g) ?? [];
  return tokens.map((token) => {
    if (token === '{' || token === '}')
      throw new Error(`The route segment '${segment}' has an unpaired brace.`);
    const isParameter = token.startsWith('{') && !token.startsWith('{{');
    return isParameter ? parseParameter(unescape(token.slice(1, -1))) : unescape(token);
  });
}

function unescape(text: string): string {
  return text.replaceAll('{{', '{').replaceAll('}}', '}');
}

function parseParameter(content: string): RouteParameter {
  const match = /^(\*{0,2})([^:=?*/]+)((?::\w+(?:\(.*?\)(?=[:=?]|$))?)*)(?:=(.*?))?(\?)?$/s.exec(content);
  if (match === null) throw new Error(`The route parameter '{${content}}' cannot be read.`);
  const [, stars = '', name = '', constraints = '', defaultValue, optional] = match;
  const texts = constraints.match(/\w+(?:\(.*?\)(?=[:=?]|$))?/gs) ?? [];
  return {
    name,
    optional: optional !== undefined,
    catchAll: stars !== '',
    defaultValue,
    constraints: texts.map(parseConstraint),
  };
}
