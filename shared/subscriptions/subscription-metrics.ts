import { metrics } from '@opentelemetry/api';

/** Where subscriptions report what they do; the label is a name out of the declared ones. */
export interface SubscriptionMetrics {
  readonly delivered: (subscription: string, records: number) => void;
  /** A delivery that failed or was refused, and comes again. */
  readonly retried: (subscription: string) => void;
  readonly filed: (subscription: string) => void;
  /** When the oldest record that waits was produced, in epoch milliseconds; undefined: none waits. */
  readonly waitsSince: (subscription: string, timestampMs: number | undefined) => void;
}

/** Metrics through whatever OpenTelemetry SDK is registered by now; without one they cost next to nothing. */
export function createSubscriptionMetrics(nowMs: () => number): SubscriptionMetrics {
  const meter = metrics.getMeter('kafka-rest-functions');
  const counter = (name: string, description: string, unit: string) =>
    meter.createCounter(`kafka_rest.subscriptions.${name}`, { description, unit });
  const delivered = counter('delivered', 'Records that a destination has taken', '{record}');
  const retried = counter('retried', 'Deliveries that are tried again', '{delivery}');
  const filed = counter('filed', 'Records that became dead letters', '{record}');
  const waiting = new Map<string, number | undefined>();
  meter
    .createObservableGauge('kafka_rest.subscriptions.oldest_age', {
      description: 'Age of the oldest record that could not be delivered',
      unit: 's',
    })
    .addCallback((observed) => {
      for (const [subscription, since] of waiting) {
        observed.observe(since === undefined ? 0 : Math.max(0, nowMs() - since) / 1000, { subscription });
      }
    });
  return {
    delivered: (subscription, records) => {
      delivered.add(records, { subscription });
    },
    retried: (subscription) => {
      retried.add(1, { subscription });
    },
    filed: (subscription) => {
      filed.add(1, { subscription });
    },
    waitsSince: (subscription, timestampMs) => {
      waiting.set(subscription, timestampMs);
    },
  };
}
