import { randomUUID } from 'node:crypto';

const incomingPattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** The W3C `traceparent` of an invocation: within the caller's trace where it sent one, else in a new one. */
export function traceParent(incoming: string | undefined): string {
  const [, traceId = hexadecimal(), flags = '00'] = incomingPattern.exec(incoming ?? '') ?? [];
  return `00-${traceId}-${hexadecimal().slice(0, 16)}-${flags}`;
}

function hexadecimal(): string {
  return randomUUID().replaceAll('-', '');
}
