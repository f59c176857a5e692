import { metrics } from '@opentelemetry/api';
import type { MessageSource } from '../access/sources.ts';
import type { Queue } from '../storage/queue.ts';
import { observeOldest } from './oldest-message.ts';

/** Where the handling of messages reports what it does; labels come from closed lists alone. */
export interface MessageMetrics {
  /** `insertedAtMs`: when it was put into its queue, where it came by one. */
  readonly received: (insertedAtMs?: number) => void;
  readonly delivered: () => void;
  /** Accepted before, and not sent again. */
  readonly suppressed: () => void;
  readonly retried: () => void;
  /** Sent again although the attempt before may have been written. */
  readonly duplicatesPossible: () => void;
}

/** A queue of which the age of the oldest message is told. */
export interface ObservedQueue {
  readonly queue: Pick<Queue, 'firstInsertedMs'>;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

/** Metrics through whatever OpenTelemetry SDK is registered by now; without one they cost next to nothing. */
export function createMessageMetrics(source: MessageSource, observed?: ObservedQueue): MessageMetrics {
  const meter = metrics.getMeter('kafka-rest-functions');
  const counter = (name: string, description: string) => {
    const made = meter.createCounter(`kafka_rest.messages.${name}`, { description, unit: '{message}' });
    return () => {
      made.add(1, { source });
    };
  };
  const received = counter('received', 'Messages and events that arrived');
  const taken = observed && observeOldest(source, observed);
  return {
    received: (insertedAtMs) => {
      received();
      if (insertedAtMs !== undefined) taken?.(insertedAtMs);
    },
    delivered: counter('delivered', 'Messages and events that were done'),
    suppressed: counter('suppressed', 'Messages and events that were accepted before'),
    retried: counter('retried', 'Messages and events that are tried again'),
    duplicatesPossible: counter('duplicates_possible', 'Messages whose records may be written twice'),
  };
}
