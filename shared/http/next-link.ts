import type { HttpRequest } from '@azure/functions';
import { OF_THE_HOST } from './read.ts';

/**
 * A `Link` to the next page: query only, so that it holds whatever the caller's way here is. `next` comes first, the
 * caller's other parameters after it, but for those in `replaced` and the keys that the host reads.
 */
export function nextLink(
  request: HttpRequest,
  next: Readonly<Record<string, string>>,
  replaced: readonly string[],
): string {
  const query = new URLSearchParams(next);
  const left = new Set([...OF_THE_HOST, ...replaced, ...Object.keys(next)]);
  for (const [name, value] of request.query) if (!left.has(name)) query.set(name, value);
  return `<?${query.toString()}>; rel="next"`;
}
