import { metrics } from '@opentelemetry/api';
import type { MessageSource } from '../access/sources.ts';
import type { ObservedQueue } from './message-metrics.ts';

/**
 * Tells at each export the age of the oldest message of a queue, in seconds: of the first that can be seen, which a
 * function that does not run leaves there, and of those that were taken since the last export, because one that fails
 * is hidden until it comes again, ten minutes later at most. Gives what takes note of a message that was taken.
 */
export function observeOldest(
  source: MessageSource,
  { queue, nowMs }: ObservedQueue,
): (insertedAtMs: number) => void {
  const meter = metrics.getMeter('kafka-rest-functions');
  let takenMs = Infinity;
  meter
    .createObservableGauge('kafka_rest.messages.oldest_age', {
      description: 'Age of the oldest message that waits in its queue or was taken from it',
      unit: 's',
    })
    .addCallback(async (observed) => {
      const oldestTakenMs = takenMs;
      takenMs = Infinity;
      // Storage that cannot be asked is told by whoever needs it.
      const firstMs = await queue.firstInsertedMs().catch(() => null);
      const oldestMs = Math.min(oldestTakenMs, firstMs ?? Infinity);
      if (oldestMs !== Infinity) observed.observe(Math.max(0, nowMs() - oldestMs) / 1000, { source });
      else if (firstMs === undefined) observed.observe(0, { source });
    });
  return (insertedAtMs) => {
    takenMs = Math.min(takenMs, insertedAtMs);
  };
}
