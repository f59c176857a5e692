import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Exchange } from '../../../shared/kafka-rest/operation.ts';
import { traced } from '../../../shared/kafka-rest/trace.ts';
import { exchanged } from './exchanges.ts';

const exporter = new InMemorySpanExporter();
const operation = { name: 'produce', method: 'POST' } as const;

beforeAll(() => {
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
});
afterEach(() => {
  exporter.reset();
});
afterAll(() => {
  trace.disable();
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
