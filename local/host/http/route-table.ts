import type { LoadedFunction, Log } from '../function.ts';
import { matchRoute, type RouteValues } from './match-route.ts';
import type { RequestPath } from './request-path.ts';
import { parseTemplate, type RouteSegment } from './route-template.ts';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export interface Route {
  readonly fn: LoadedFunction;
  /** With the prefix, as written: `api/topics/{topic}`. */
  readonly template: string;
  readonly segments: readonly RouteSegment[];
  /** Upper-case; empty: all. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
}

/** The routes of HTTP functions in the order given; one whose template cannot be read is logged and left out. */
export function buildRoutes(functions: readonly LoadedFunction[], routePrefix: string, log: Log): Route[] {
  return functions.flatMap((fn) => {
    if (fn.trigger.type.toLowerCase() !== 'httptrigger') return [];
    try {
      return [buildRoute(fn, routePrefix.replace(/^\/|\/$/g, ''))];
    } catch (error) {
      log('error', `The '${fn.name}' function is in error: ${(error as Error).message}`);
      return [];
    }
  });
}

/** First match wins: neither a better fitting template nor a better fitting method comes before an earlier route. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: RequestPath,
): { route: Route; values: RouteValues } | undefined {
  for (const route of routes) {
    if (route.methods.length > 0 && !route.methods.includes(method)) continue;
    const values = matchRoute(route.segments, path);
    if (values !== undefined) return { route, values };
  }
  return undefined;
}

function buildRoute(fn: LoadedFunction, prefix: string): Route {
  const { route, methods, authLevel } = fn.trigger;
  const own = typeof route === 'string' && route !== '' ? route : fn.name;
  if (/^[/~]/.test(own)) throw new Error(`The route template '${own}' cannot start with '/' or '~'.`);
  const template = prefix === '' ? own : `${prefix}/${own}`;
  return {
    fn,
    template,
    segments: parseTemplate(template),
    methods: Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : [],
    authLevel: level(authLevel),
  };
}

// A binding that says nothing asks for a function key.
function level(authLevel: unknown): AuthLevel {
  const text = typeof authLevel === 'string' ? authLevel.toLowerCase() : 'function';
  if (text === 'anonymous' || text === 'function' || text === 'admin') return text;
  throw new Error(`The authLevel '${text}' is not known.`);
}
