const TRACE_PARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace that a message or an event belongs to (W3C Trace Context); a bad one counts as none, as that says. */
export function readTraceParent(message: Readonly<Record<string, unknown>>): string | undefined {
  const given = message['traceparent'];
  return typeof given === 'string' && TRACE_PARENT.test(given) ? given : undefined;
}
