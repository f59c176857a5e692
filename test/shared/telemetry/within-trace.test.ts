import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { traced } from '../../../shared/kafka-rest/trace.ts';
import { activeTraceParent, withinTrace } from '../../../shared/telemetry/within-trace.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceParent = `00-${traceId}-b7ad6b7169203331-01`;

beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider());
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});
afterAll(() => {
  for (const api of [trace, context, propagation]) api.disable();
});

/** The trace that a call of the proxy is part of. */
async function traceOfCall(): Promise<string | undefined> {
  let seen: string | undefined;
  await traced({ name: 'produce', method: 'POST' }, () => {
    seen = trace.getActiveSpan()?.spanContext().traceId;
    return Promise.resolve({ kind: 'timeout', cause: 'none' });
  });
  return seen;
}

test('the call of the proxy is part of the trace that a message carries', async () => {
  expect(await withinTrace({ traceParent }, traceOfCall)()).toBe(traceId);
  expect(await withinTrace({}, traceOfCall)()).not.toBe(traceId);
});

test('a message that is put into a queue carries the trace on', () => {
  expect(withinTrace({ traceParent }, activeTraceParent)()).toBe(traceParent);
  expect(activeTraceParent()).toBeUndefined();
});
