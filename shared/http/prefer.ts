import type { HttpRequest } from '@azure/functions';

/** True where the caller prefers 202 to waiting for the outcome: `Prefer: respond-async` (RFC 7240). */
export function prefersAsync(request: HttpRequest): boolean {
  const preferences = request.headers.get('prefer')?.split(',') ?? [];
  return preferences.some((one) => one.split(';')[0]?.trim().toLowerCase() === 'respond-async');
}
