import type { HttpRequest } from '@azure/functions';
import type { Fault } from '../errors.ts';
import { parseIdempotencyKey } from '../idempotency/key.ts';

/** The key in the header `Idempotency-Key`, or undefined; a bad one goes to `faults`. */
export function readIdempotencyKey(request: HttpRequest, faults: Fault[]): string | undefined {
  const text = request.headers.get('idempotency-key');
  if (text === null) return undefined;
  try {
    return parseIdempotencyKey(text);
  } catch (error) {
    const wanted = error instanceof Error ? error.message : 'not valid';
    faults.push({ parameter: 'Idempotency-Key', in: 'header', detail: `Idempotency-Key: ${wanted}.` });
    return undefined;
  }
}

/** For what is sent once, as it is read: the header `Idempotency-Key` goes to `faults`. */
export function refuseIdempotencyKey(request: HttpRequest, faults: Fault[]): void {
  if (!request.headers.has('idempotency-key')) return;
  faults.push({
    parameter: 'Idempotency-Key',
    in: 'header',
    detail: 'Idempotency-Key: a stream of lines cannot have one; leave it out, or send application/json.',
  });
}
