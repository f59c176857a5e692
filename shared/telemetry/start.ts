import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ManagedIdentity } from '../auth/entra-token.ts';

export interface TelemetryOptions {
  /** Of Application Insights; throws at start when it is not valid. */
  readonly connectionString: string;
  /** Undefined: the key in the connection string is enough. */
  readonly identity: ManagedIdentity | undefined;
  readonly appName: string;
  readonly instanceId: string;
}

const EXPORT_EVERY_MS = 60_000;
const EXPORT_TIMEOUT_MS = 5_000;

/** What was begun for this process. */
export interface Telemetry {
  /** Sends what is left; ends by itself. */
  readonly stop: () => Promise<void>;
}

/**
 * Sends metrics and traces of OpenTelemetry's API to Application Insights from now on. It has to be called before
 * the first meter is made; without it all of that does nothing.
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const { connectionString, identity: credential, appName, instanceId } = options;
  const exporting = {
    connectionString,
    // The disk of an instance goes with it, and telemetry is none of what must not be lost.
    disableOfflineStorage: true,
    ...(credential === undefined ? {} : { credential }),
  };
  const resource = resourceFromAttributes({ 'service.name': appName, 'service.instance.id': instanceId });
  const exporter = new AzureMonitorMetricExporter(exporting);
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: EXPORT_EVERY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  const spans = new BatchSpanProcessor(new AzureMonitorTraceExporter(exporting), {
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const tracers = new BasicTracerProvider({ resource, spanProcessors: [spans] });
  metrics.setGlobalMeterProvider(meters);
  trace.setGlobalTracerProvider(tracers);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    stop: async () => {
      await Promise.allSettled([meters.shutdown({ timeoutMillis: EXPORT_TIMEOUT_MS }), tracers.shutdown()]);
    },
  };
}
