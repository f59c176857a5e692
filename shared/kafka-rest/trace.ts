import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Exchange, Operation } from './operation.ts';

/** Runs one exchange with the proxy as a client span named after the operation; it carries no path and no value. */
export function traced(
  { name, method }: Pick<Operation<unknown>, 'name' | 'method'>,
  run: () => Promise<Exchange>,
): Promise<Exchange> {
  // Asked for each time: one got while this file loads would know no SDK that is started later.
  const tracer = trace.getTracer('kafka-rest-functions');
  const attributes = { 'http.request.method': method, 'peer.service': 'kafka-rest-proxy' };
  return tracer.startActiveSpan(`kafka-rest ${name}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const exchange = await run();
    const status = exchange.kind === 'answer' ? exchange.answer.status : undefined;
    if (status === undefined) span.setAttribute('error.type', exchange.kind);
    else span.setAttribute('http.response.status_code', status);
    if (status === undefined || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return exchange;
  });
}
