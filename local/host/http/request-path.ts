/** A request's path as the real server (Kestrel) hands it to routing. */
export interface RequestPath {
  /** Between the slashes, percent-decoded but for `%2F`, without dot segments; the last slash makes no segment. */
  readonly segments: readonly string[];
  readonly trailingSlash: boolean;
}

/** Splits a request target (`/api/a%20b?c`) into path and query, `?` left out; an absolute target loses its host. */
export function splitTarget(target: string): { path: string; query: string } {
  const relative = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '');
  const at = relative.indexOf('?');
  const path = at < 0 ? relative : relative.slice(0, at);
  return { path: path === '' ? '/' : path, query: at < 0 ? '' : relative.slice(at + 1) };
}

export function parsePath(path: string): RequestPath {
  const segments: string[] = [];
  const raw = path.replace(/^\//, '').split('/').map(decode);
  for (const segment of raw) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  const trailingSlash = ['', '.', '..'].includes(raw.at(-1) ?? '');
  if (segments.at(-1) === '') segments.pop();
  return { segments, trailingSlash };
}

// What is not UTF-8 stays as it was sent.
function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  return segment.replaceAll(/(?:%(?!2f)[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
