import type { HttpRequest } from '@azure/functions';
import { AppError } from '../../shared/errors.ts';

/** A row of the route table, as far as a request is matched with it. */
export interface MatchedRoute {
  readonly route: string;
  readonly methods: readonly string[];
}

/** `{*path}`: 405 with `Allow` where the route exists with other methods, else 404. */
export function unmatchedRoute(request: HttpRequest, routes: readonly MatchedRoute[]): never {
  const path = request.params['path'] ?? '';
  const allowed = routes.filter(({ route }) => matches(route, path)).flatMap(({ methods }) => methods);
  if (allowed.length === 0) throw new AppError('route-not-found', 'The README lists the routes of this app.');
  const allow = [...new Set(allowed)].sort().join(', ');
  throw new AppError('method-not-allowed', `This route has ${allow}.`, { headers: { allow } });
}

function matches(route: string, path: string): boolean {
  const pattern = route
    .split('/')
    .map((part) => (part.startsWith('{') ? '[^/]+' : part.replaceAll('.', '\\.')))
    .join('/');
  return new RegExp(`^${pattern}/?$`, 'i').test(path);
}
