import { createHash } from 'node:crypto';
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

/**
 * Who calls, as far as it shows: the hash of the function key that let the request in, else `anyone`. The host tells no
 * key's name; of the two places for a key it takes the header first.
 */
export function callerOf(request: HttpRequest): string {
  const key = request.headers.get('x-functions-key') ?? request.query.get('code') ?? '';
  return key === '' ? 'anyone' : createHash('sha256').update(key).digest('hex');
}
