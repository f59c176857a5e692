import type { FileDeadLetter } from '../dead-letters/file-dead-letter.ts';
import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import { groupOf, type Subscription } from './declared-subscriptions.ts';
import type { Deliver, Delivered } from './destination.ts';
import { recordEvent } from './record-event.ts';
import type { SubscriptionState } from './state.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';

/** Records of one partition, in order of offset; at least one. */
export interface PartitionRecords {
  readonly partition: number;
  readonly records: readonly ConsumedRecord[];
}

/** `taken`: delivered or filed. `refusals`: how often the record that stopped it was refused. */
export interface HandedOver extends Delivered {
  readonly refusals?: number;
}

export interface HandOverOptions {
  readonly destinationOf: (subscription: Subscription) => Deliver;
  readonly state: Pick<SubscriptionState, 'refused'>;
  readonly file: FileDeadLetter;
  /** Host name of the proxy. */
  readonly cluster: string;
  /** How often a record may be refused before it becomes a dead letter; 0: it never does. */
  readonly maxDeliveries: number;
  readonly metrics: SubscriptionMetrics;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

/** Delivers records, and files those that their destination has refused too often. */
export type HandOver = (
  subscription: Subscription,
  of: PartitionRecords,
  signal: AbortSignal,
) => Promise<HandedOver>;

/**
 * Only what the destination says of a record counts against it: one that is away, however long, files nothing, and one
 * that refuses all of them, because it was set up otherwise, costs one record in some minutes.
 */
export function createHandOver(options: HandOverOptions): HandOver {
  const { destinationOf, state, file, cluster, maxDeliveries, metrics, nowMs } = options;

  async function fileRecord(
    subscription: Subscription,
    { partition, record }: { readonly partition: number; readonly record: ConsumedRecord },
    { attempts, reason }: { readonly attempts: number; readonly reason: string },
    signal: AbortSignal,
  ): Promise<void> {
    const { name, topic } = subscription;
    const at = new Date(nowMs());
    await file(
      {
        source: 'subscription',
        direction: 'deliver',
        messageId: `${groupOf(subscription).group}/${topic}/${partition}/${record.offset}`,
        topic,
        code: 'too-many-deliveries',
        reason: `The destination of the subscription ${name} refused this record ${attempts} times: ${reason}`,
        attempts,
        firstAt: at,
        lastAt: at,
        content: Buffer.from(recordEvent({ cluster, topic, partition }, record).text),
        contentType: 'application/cloudevents+json',
      },
      signal,
    );
    metrics.filed(name);
  }

  return async (subscription, { partition, records }, signal) => {
    const { name, topic } = subscription;
    const deliver = destinationOf(subscription);
    let taken = 0;
    for (;;) {
      const events = records.slice(taken).map((record) => recordEvent({ cluster, topic, partition }, record));
      const delivered = await deliver(events, signal);
      metrics.delivered(name, delivered.taken);
      taken += delivered.taken;
      const { stopped } = delivered;
      const record = records[taken];
      if (stopped === undefined || record === undefined) return { taken };
      if (stopped.kind === 'failed') return { taken, stopped };
      const refusals = await state.refused({ name, partition, offset: record.offset }, signal);
      if (maxDeliveries === 0 || refusals < maxDeliveries) return { taken, stopped, refusals };
      await fileRecord(
        subscription,
        { partition, record },
        { attempts: refusals, reason: stopped.reason },
        signal,
      );
      taken += 1;
      if (taken === records.length) return { taken };
    }
  };
}
