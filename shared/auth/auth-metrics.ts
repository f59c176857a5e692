import { metrics } from '@opentelemetry/api';
import type { FetchOutcome } from './entra-failure.ts';
import type { AuthMode } from './entra-token.ts';
import type { ReadOutcome } from './vault-failure.ts';

/** Where the token module reports what it does; labels come from closed lists alone. */
export interface AuthMetrics {
  readonly tokenFetched: (outcome: FetchOutcome) => void;
  readonly secretRead: (outcome: ReadOutcome) => void;
  /** `seconds` is asked at each export; null: no token is held. */
  readonly observeAge: (seconds: () => number | null) => void;
}

/** Metrics through whatever OpenTelemetry SDK is registered by now; without one they cost next to nothing. */
export function createAuthMetrics(mode: AuthMode): AuthMetrics {
  const meter = metrics.getMeter('kafka-rest-functions');
  const fetches = meter.createCounter('kafka_rest.token.fetches', {
    description: 'Token requests to Entra',
    unit: '{request}',
  });
  const reads = meter.createCounter('kafka_rest.secret.reads', {
    description: 'Reads of the client secret or certificate from Key Vault',
    unit: '{read}',
  });
  const age = meter.createObservableGauge('kafka_rest.token.age', {
    description: 'Age of the token that is held',
    unit: 's',
  });
  return {
    tokenFetched: (outcome) => {
      fetches.add(1, { mode, outcome });
    },
    secretRead: (outcome) => {
      reads.add(1, { mode, outcome });
    },
    observeAge: (seconds) => {
      age.addCallback((result) => {
        const now = seconds();
        if (now !== null) result.observe(now, { mode });
      });
    },
  };
}
