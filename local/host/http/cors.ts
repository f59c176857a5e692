import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cors } from '../local-settings.ts';

/** Adds CORS headers where the origin is allowed; true: it was a preflight and has been answered. */
export function applyCors(cors: Cors, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin, 'access-control-request-method': method } = request.headers;
  if (origin === undefined) return false;
  const anyOrigin = cors.origins.includes('*');
  const isAllowed = anyOrigin || cors.origins.includes(origin);
  if (isAllowed) {
    response.setHeader('access-control-allow-origin', anyOrigin && !cors.credentials ? '*' : origin);
    if (!anyOrigin || cors.credentials) response.setHeader('vary', 'Origin');
    if (cors.credentials) response.setHeader('access-control-allow-credentials', 'true');
  }
  if (request.method !== 'OPTIONS' || method === undefined) return false;
  if (isAllowed) {
    response.setHeader('access-control-allow-methods', method);
    const headers = request.headers['access-control-request-headers'];
    if (headers !== undefined) response.setHeader('access-control-allow-headers', headers);
  }
  response.writeHead(204).end();
  return true;
}
