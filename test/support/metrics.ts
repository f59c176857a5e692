import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

/** What a meter was told: the values of a metric by their labels, as JSON. */
export interface ReadMetrics {
  readonly of: (name: string) => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
}

const NEVER_BY_ITSELF_MS = 3_600_000;

/** Counters and gauges alone. */
function pointsOf({ dataPoints }: MetricData) {
  return dataPoints.flatMap(({ attributes, value }) =>
    typeof value === 'number' ? [{ attributes, value }] : [],
  );
}

/** Registers OpenTelemetry's in-memory exporter for this process; parts that are made from then on report to it. */
export function readMetrics(): ReadMetrics {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: NEVER_BY_ITSELF_MS });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return {
    of: async (name) => {
      exporter.reset();
      await provider.forceFlush();
      const all = exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((each) => each.metrics));
      const points = all.flatMap((each) => (each.descriptor.name === name ? pointsOf(each) : []));
      return Object.fromEntries(points.map(({ attributes, value }) => [JSON.stringify(attributes), value]));
    },
    close: async () => {
      await provider.shutdown();
      metrics.disable();
    },
  };
}
