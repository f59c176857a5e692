import { metrics } from '@opentelemetry/api';
import type { FailedMessage } from './dead-letter.ts';
import type { ReplayResult } from './replay-dead-letter.ts';

/** Where dead letters report what becomes of them; labels come from closed lists alone. */
export interface DeadLetterMetrics {
  readonly filed: (message: Pick<FailedMessage, 'source' | 'direction' | 'code'>) => void;
  readonly replayed: (result: ReplayResult['result']) => void;
  /** `seconds` is asked at each export; null: there is no letter. */
  readonly observeOldest: (seconds: () => Promise<number | null>) => void;
}

/** Metrics through whatever OpenTelemetry SDK is registered by now; without one they cost next to nothing. */
export function createDeadLetterMetrics(): DeadLetterMetrics {
  const meter = metrics.getMeter('kafka-rest-functions');
  const filed = meter.createCounter('kafka_rest.dead_letters.filed', {
    description: 'Messages that were given up, those that were before included',
    unit: '{message}',
  });
  const replayed = meter.createCounter('kafka_rest.dead_letters.replayed', {
    description: 'Dead letters that were to be sent again, by what became of them',
    unit: '{letter}',
  });
  const oldest = meter.createObservableGauge('kafka_rest.dead_letters.oldest_age', {
    description: 'Age of the oldest dead letter',
    unit: 's',
  });
  return {
    filed: ({ source, direction, code }) => {
      filed.add(1, { source, direction, code });
    },
    replayed: (result) => {
      replayed.add(1, { result });
    },
    observeOldest: (seconds) => {
      oldest.addCallback(async (observed) => {
        // Storage that cannot be asked is told by whoever needs it.
        const age = await seconds().catch(() => null);
        if (age !== null) observed.observe(age);
      });
    },
  };
}
