import type { HttpResponseInit } from '@azure/functions';
import { AppError, type Fault, internalError, problems } from '../errors.ts';

const MAX_FAULTS = 100;
const RETRY_AFTER_SECONDS = 5;

/** An error as `application/problem+json` (RFC 9457); unknown errors tell the caller nothing. */
export function problemAnswer(
  error: unknown,
  invocationId: string,
): HttpResponseInit & { readonly body: string } {
  const known = error instanceof AppError ? error : internalError(error);
  const { code, message, options } = known;
  const [status, title, retryable] = problems[code];
  const passes = status === 429 || status === 503 || code === 'idempotency-in-progress';
  const retryAfterSeconds = options.retryAfterSeconds ?? (passes ? RETRY_AFTER_SECONDS : undefined);
  const body = {
    type: `urn:kafka-rest-functions:problem:${code}`,
    title,
    status,
    detail: message,
    code,
    retryable,
    ...(options.outcome === undefined ? {} : { outcome: options.outcome }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...options.members,
    invocationId,
    ...(options.faults === undefined ? {} : listed(options.faults)),
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...options.headers,
    },
    body: JSON.stringify(body),
  };
}

function listed(faults: readonly Fault[]): { errors: readonly Fault[]; moreErrors?: number } {
  const errors = faults.slice(0, MAX_FAULTS);
  return faults.length > MAX_FAULTS ? { errors, moreErrors: faults.length - MAX_FAULTS } : { errors };
}
