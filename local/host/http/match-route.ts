import type { RequestPath } from './request-path.ts';
import type { RouteParameter, RouteSegment } from './route-template.ts';

/** Values of route parameters by name, percent-decoded but for `%2F`. */
export type RouteValues = Readonly<Record<string, string>>;

/** Gives the values when the path fits the template and every constraint; absent optional parameters are left out. */
export function matchRoute(template: readonly RouteSegment[], path: RequestPath): RouteValues | undefined {
  const values: Record<string, string> = {};
  const last = template.at(-1)?.[0];
  const catchAll = typeof last === 'object' && last.catchAll ? last : undefined;
  const fixed = catchAll === undefined ? template : template.slice(0, -1);
  if (catchAll === undefined && path.segments.length > template.length) return undefined;
  for (const [index, segment] of fixed.entries()) {
    const found = matchSegment(segment, path.segments[index]);
    if (found === undefined) return undefined;
    Object.assign(values, found);
  }
  if (catchAll !== undefined) {
    const rest = path.segments.slice(fixed.length).join('/') + (path.trailingSlash ? '/' : '');
    const value = path.segments.length > fixed.length ? rest : catchAll.defaultValue;
    if (value !== undefined) values[catchAll.name] = value;
  }
  return template.flat().every((part) => typeof part === 'string' || fits(part, values)) ? values : undefined;
}

function fits(parameter: RouteParameter, values: RouteValues): boolean {
  const value = values[parameter.name];
  return value === undefined || parameter.constraints.every((constraint) => constraint(value));
}

function matchSegment(segment: RouteSegment, text: string | undefined): RouteValues | undefined {
  if (text === undefined || text === '') return text === undefined ? absent(segment) : undefined;
  for (const parts of variants(segment)) {
    const match = pattern(parts).exec(text);
    if (match !== null) {
      const names = parts.filter((part) => typeof part !== 'string').map(({ name }) => name);
      return Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']));
    }
  }
  return undefined;
}

function absent(segment: RouteSegment): RouteValues | undefined {
  const [part] = segment;
  if (segment.length !== 1 || typeof part !== 'object') return undefined;
  if (part.defaultValue !== undefined) return { [part.name]: part.defaultValue };
  return part.optional ? {} : undefined;
}

// `{file}.{extension?}` matches without the dot too, but only where it does not match with it.
function variants(segment: RouteSegment): RouteSegment[] {
  const last = segment.at(-1);
  const droppable = segment.length > 2 && typeof last === 'object' && last.optional && segment.at(-2) === '.';
  return droppable ? [segment, segment.slice(0, -2)] : [segment];
}

const patterns = new WeakMap<RouteSegment, RegExp>();

// Greedy from the left is ASP.NET's search from the right: the last occurrence of a separator separates.
function pattern(parts: RouteSegment): RegExp {
  const known = patterns.get(parts);
  if (known !== undefined) return known;
  const source = parts.map((part) => (typeof part === 'string' ? escape(part) : '(.+)')).join('');
  const made = new RegExp(`^${source}$`, 'is');
  patterns.set(parts, made);
  return made;
}

function escape(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
