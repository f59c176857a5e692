import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { withBatching } from '../../../shared/kafka-rest/batch.ts';
import type { Exchange } from '../../../shared/kafka-rest/operation.ts';
import { traced } from '../../../shared/kafka-rest/trace.ts';
import { createTurns } from '../../../shared/kafka-rest/turns.ts';
import { withinTrace } from '../../../shared/telemetry/within-trace.ts';
import { exchanged } from './exchanges.ts';
import { record } from './produced.ts';

const exporter = new InMemorySpanExporter();
const operation = { name: 'produce', method: 'POST' } as const;

beforeAll(() => {
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});
afterEach(() => {
  exporter.reset();
});
afterAll(() => {
  for (const api of [trace, context, propagation]) api.disable();
});

const common = { 'http.request.method': 'POST', 'peer.service': 'kafka-rest-proxy' };

test.each<[what: string, exchange: Exchange, attributes: object, code: SpanStatusCode]>([
  ['a success', exchanged(200), { 'http.response.status_code': 200 }, SpanStatusCode.UNSET],
  ['a refusal', exchanged(403), { 'http.response.status_code': 403 }, SpanStatusCode.ERROR],
  ['no whole answer', { kind: 'cut', cause: 'x' }, { 'error.type': 'cut' }, SpanStatusCode.ERROR],
])('%s is one client span with its result', async (_, exchange, attributes, code) => {
  expect(await traced(operation, () => Promise.resolve(exchange))).toBe(exchange);
  const [span, ...more] = exporter.getFinishedSpans();
  expect(more).toEqual([]);
  expect(span).toMatchObject({ name: 'kafka-rest produce', kind: SpanKind.CLIENT });
  expect(span?.attributes).toEqual({ ...common, ...attributes });
  expect(span?.status.code).toBe(code);
});

test('a call that carries the records of several is in the trace of the first, and has links to the others', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<Exchange>();
  let exchange: Promise<Exchange> = answered;
  const produce = withBatching(
    async () => {
      await traced(operation, () => exchange);
      return { duplicatesPossible: false };
    },
    {
      ...{ maxRecords: 10, maxBytes: 10_000, inFlight: 1 },
      turns: createTurns({ places: 8, nowMs: () => 0 }),
    },
  );
  const traceOf = (digit: number) => String(digit).repeat(32);
  const send = (digit: number) =>
    withinTrace({ traceParent: `00-${traceOf(digit)}-b7ad6b7169203331-01` }, () =>
      produce('orders', [record('a')], new AbortController().signal),
    )();
  const first = send(1);
  await new Promise((resolve) => setImmediate(resolve));
  // These wait until the first has been answered, and then go together.
  const waiting = [send(2), send(3), send(4)];
  exchange = Promise.resolve(exchanged(200));
  answer(exchanged(200));
  await Promise.all([first, ...waiting]);
  await send(5);
  expect(
    exporter.getFinishedSpans().map((span) => ({
      of: span.spanContext().traceId,
      links: span.links.map((link) => link.context.traceId),
    })),
  ).toEqual([
    { of: traceOf(1), links: [] },
    { of: traceOf(2), links: [traceOf(3), traceOf(4)] },
    { of: traceOf(5), links: [] },
  ]);
});
