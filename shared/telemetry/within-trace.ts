import { context, propagation } from '@opentelemetry/api';

/** A trace that was begun elsewhere, in the words of W3C Trace Context. */
export interface OuterTrace {
  readonly traceParent?: string | undefined;
  readonly traceState?: string | undefined;
}

/** The function, such that its spans become children of that trace; without a trace, as it is. */
export function withinTrace<F extends (...args: never[]) => unknown>(
  outer: OuterTrace | undefined,
  run: F,
): F {
  if (outer?.traceParent === undefined) return run;
  const carrier = { traceparent: outer.traceParent, tracestate: outer.traceState };
  return context.bind(propagation.extract(context.active(), carrier), run);
}

/** The trace that runs now, to be carried on by a message; undefined where none is recorded. */
export function activeTraceParent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}
