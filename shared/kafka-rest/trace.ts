import {
  type Context,
  context,
  createContextKey,
  type Link,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Exchange, Operation } from './operation.ts';

const LINKS = createContextKey('kafka-rest links');

/**
 * Runs what is done for several at once, each with the context that it came in: in the trace of the first, with links
 * to those of the others. What runs it may itself be part of a stranger's trace.
 */
export function onBehalfOf<T>([first, ...others]: readonly [Context, ...Context[]], run: () => T): T {
  const links = others.flatMap((other): Link[] => {
    const spanContext = trace.getSpanContext(other);
    return spanContext === undefined ? [] : [{ context: spanContext }];
  });
  return context.with(first.setValue(LINKS, links), run);
}

/** Runs one exchange with the proxy as a client span named after the operation; it carries no path and no value. */
export function traced(
  { name, method }: Pick<Operation<unknown>, 'name' | 'method'>,
  run: () => Promise<Exchange>,
): Promise<Exchange> {
  // Asked for each time: one got while this file loads would know no SDK that is started later.
  const tracer = trace.getTracer('kafka-rest-functions');
  const attributes = { 'http.request.method': method, 'peer.service': 'kafka-rest-proxy' };
  const links = (context.active().getValue(LINKS) ?? []) as Link[];
  const options = { kind: SpanKind.CLIENT, attributes, links };
  return tracer.startActiveSpan(`kafka-rest ${name}`, options, async (span) => {
    const exchange = await run();
    const status = exchange.kind === 'answer' ? exchange.answer.status : undefined;
    if (status === undefined) span.setAttribute('error.type', exchange.kind);
    else span.setAttribute('http.response.status_code', status);
    if (status === undefined || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return exchange;
  });
}
