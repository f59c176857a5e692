import type { Groups } from '../consuming/groups/groups.ts';
import { METADATA_AGE_MS } from '../consuming/read-log.ts';
import { AppError } from '../errors.ts';
import type { Partitions } from '../kafka-rest/partitions.ts';
import { groupOf, type Subscription } from './declared-subscriptions.ts';
import type { HandOver } from './hand-over.ts';
import type { SubscriptionState } from './state.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';

export interface FeedOptions {
  readonly groups: Pick<Groups, 'fetch' | 'commit' | 'release' | 'describe'>;
  readonly partitions: Partitions;
  readonly state: SubscriptionState;
  readonly handOver: HandOver;
  /** How long a partition waits after its record was refused so often. */
  readonly delaySeconds: (refusals: number) => number;
  /** A new deadline for one call of the proxy. */
  readonly deadline: () => AbortSignal;
  readonly metrics: SubscriptionMetrics;
  /** Gets one line, without content, where a destination did not take records. */
  readonly warn: (line: string) => void;
}

/**
 * Delivers what a subscription is behind with, until nothing is left, its destination fails, or the signal ends; what is
 * being delivered then is brought to its end.
 */
export type Feed = (subscription: Subscription, signal: AbortSignal) => Promise<void>;

const COUNT = 200;
const MAX_BYTES = 1_000_000;
const DELIVERY_MS = 120_000;
// A delivery and its commit end before the lease does: else another instance would deliver the same records meanwhile.
const LEASE_MS = DELIVERY_MS + 60_000;
const NEVER = new AbortController().signal;

/**
 * The lease of the subscription's group is what keeps one delivery of a partition outstanding, whoever begins another:
 * a second run, a second instance, or the one after a crash, when it has ended. A commit follows each delivery.
 */
export function createFeed(options: FeedOptions): Feed {
  const { groups, partitions, state, handOver, delaySeconds, deadline, metrics, warn } = options;

  /** The partitions of which there are records that nobody delivers now. */
  async function behind(subscription: Subscription): Promise<readonly number[]> {
    try {
      const found = await groups.describe.topic(groupOf(subscription), deadline());
      return found.partitions
        .filter(({ lag, leaseUntilMs }) => lag !== 0 && leaseUntilMs === null)
        .map(({ partition }) => partition);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'group-not-found') throw error;
      const all = await partitions.of(subscription.topic, METADATA_AGE_MS, deadline());
      return all.map(({ partition }) => partition);
    }
  }

  /** Delivers a page of a partition; `none`: there was nothing after all, or another instance has it. */
  async function step(
    subscription: Subscription,
    partition: number,
  ): Promise<'none' | 'delivered' | 'refused' | 'failed'> {
    const of = groupOf(subscription);
    const { lease, records } = await groups.fetch(
      {
        ...of,
        ...{ count: COUNT, maxBytes: MAX_BYTES, waitMs: 0, leaseMs: LEASE_MS, partitions: [partition] },
        start: { at: subscription.start ?? 'earliest' },
        // What counts against a record is told by its destination.
        maxDeliveries: 0,
      },
      { deadline, closed: NEVER },
    );
    if (lease === null) return 'none';
    const { taken, stopped, refusals } = await handOver(
      subscription,
      { partition, records },
      AbortSignal.timeout(DELIVERY_MS),
    );
    const first = records[taken];
    if (stopped === undefined || first === undefined) {
      await groups.commit(of, lease, undefined, deadline());
      return 'delivered';
    }
    metrics.retried(subscription.name);
    metrics.waitsSince(subscription.name, first.timestampMs ?? undefined);
    warn(
      `subscription ${subscription.name}: partition ${partition} stays at ${first.offset}: ${stopped.reason}`,
    );
    const delayMs = refusals === undefined ? 0 : delaySeconds(refusals) * 1000;
    const offsets = new Map([[partition, first.offset]]);
    await groups.release(of, lease, { offsets, delayMs }, deadline());
    return stopped.kind;
  }

  return async (subscription, signal) => {
    const { name } = subscription;
    const isOver = () => signal.aborted;
    for (let isClear = true, isMore = true; isMore && !isOver();) {
      const { paused, failures, heldUntilMs } = await state.read(name, deadline());
      if (paused || heldUntilMs !== null) return;
      isMore = false;
      for (const partition of await behind(subscription)) {
        if (isOver()) return;
        const done = await step(subscription, partition);
        if (done === 'failed') {
          await state.failed(name, deadline());
          return;
        }
        if (done === 'refused') isClear = false;
        if (done === 'delivered') isMore = true;
      }
      if (failures > 0) await state.recovered(name, deadline());
      if (!isMore && isClear) metrics.waitsSince(name, undefined);
    }
  };
}
