import { createManagedIdentity } from '../auth/entra-token.ts';
import type { Config } from '../config.ts';
import type { Groups } from '../consuming/groups/groups.ts';
import type { FileDeadLetter } from '../dead-letters/file-dead-letter.ts';
import type { Redeliver } from '../dead-letters/replay-dead-letter.ts';
import { AppError, echo } from '../errors.ts';
import type { Partitions } from '../kafka-rest/partitions.ts';
import { mapAtOnce } from '../map-at-once.ts';
import type { ClaimChecks } from '../messages/claim-check.ts';
import { retryDelaySeconds } from '../messages/retry-delay.ts';
import type { StorageAccount } from '../storage/connection.ts';
import { createQueue } from '../storage/queue.ts';
import { createTable } from '../storage/table.ts';
import { createReadSubscriptions, type Subscription } from './declared-subscriptions.ts';
import { createDeliverToEventGrid } from './deliver-to-event-grid.ts';
import { createDeliverToQueue } from './deliver-to-queue.ts';
import type { Deliver } from './destination.ts';
import { createPublish } from './event-grid-client.ts';
import { createFeed } from './feed.ts';
import { createHandOver } from './hand-over.ts';
import { createList, type ListedSubscription } from './list.ts';
import { createRedeliver } from './redeliver.ts';
import { createSubscriptionState } from './state.ts';
import { createSubscriptionMetrics } from './subscription-metrics.ts';

/** What this app delivers by itself, and how far it is with it. All reject with `settings-invalid` where the file is broken. */
export interface Subscriptions {
  /** Delivers what there is, of each subscription in turn; one that fails keeps none of the others up. */
  readonly feed: (warn: (line: string) => void, signal: AbortSignal) => Promise<void>;
  readonly list: (signal: AbortSignal) => Promise<readonly ListedSubscription[]>;
  /** Throws `subscription-not-found`. */
  readonly setPaused: (name: string, paused: boolean, signal: AbortSignal) => Promise<void>;
  readonly redeliver: Readonly<Record<'subscription', Redeliver>>;
  /** Removes what is kept of those that were not declared for `KAFKA_HOUSEKEEPING_KEEP_DAYS`; nothing while the file is broken. */
  readonly forgetUndeclared: (budget: AbortSignal) => Promise<void>;
}

export interface SubscriptionsOptions {
  readonly config: Config;
  readonly account: StorageAccount;
  readonly groups: Groups;
  readonly partitions: Partitions;
  readonly claimChecks: Pick<ClaimChecks, 'put'>;
  readonly file: FileDeadLetter;
  /** A new deadline for one call of the proxy. */
  readonly deadline: () => AbortSignal;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  readonly random: () => number;
}

const AT_ONCE = 4;
const DAY_MS = 86_400_000;
const IDENTITY_TIMEOUT_MS = 10_000;

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { config, account, groups, partitions, file, deadline, nowMs, random } = options;
  const cluster = config.restUrl.host;
  const delaySeconds = (times: number) => retryDelaySeconds(times, config.deliveryRetrySeconds, random);
  const subscriptions = createReadSubscriptions(config.subscriptionsFile);
  const table = createTable({ ...account, name: `${config.tablePrefix}Subscriptions` });
  const state = createSubscriptionState({ table, cluster, delaySeconds });
  const metrics = createSubscriptionMetrics(nowMs);
  const destinationOf = createDestinations(options);
  const handOver = createHandOver({
    ...{ destinationOf, state, file, cluster, metrics, nowMs },
    maxDeliveries: config.subscriptionMaxDeliveries,
  });

  async function find(name: string): Promise<Subscription> {
    const found = (await subscriptions()).find((one) => one.name === name);
    if (found !== undefined) return found;
    const detail = `There is no subscription ${echo(name)} in ${config.subscriptionsFile}.`;
    throw new AppError('subscription-not-found', detail);
  }

  return {
    feed: async (warn, signal) => {
      const feed = createFeed({
        ...{ groups, partitions, state, handOver, delaySeconds, deadline, metrics, warn },
      });
      await mapAtOnce(await subscriptions(), AT_ONCE, (one) =>
        feed(one, signal).catch((error: unknown) => {
          warn(`subscription ${one.name}: ${reasonOf(error)}`);
        }),
      );
    },
    list: createList({ subscriptions, describe: groups.describe, state }),
    setPaused: async (name, paused, signal) => {
      await find(name);
      await state.setPaused(name, paused, signal);
    },
    redeliver: { subscription: createRedeliver({ find, destinationOf, state }) },
    forgetUndeclared: async (budget) => {
      // A file that is broken is told by every feed.
      const declared = await subscriptions().catch(() => []);
      const names = new Set(declared.map(({ name }) => name));
      await state.forgetUndeclared(names, config.housekeepingKeepDays * DAY_MS, budget);
    },
  };
}

/** What takes a subscription's records; each destination is opened once. */
function createDestinations(options: SubscriptionsOptions): (subscription: Subscription) => Deliver {
  const { config, account, claimChecks } = options;
  const opened = new Map<string, Deliver>();
  const credential = () => createManagedIdentity(config.azure.managedIdentityClientId, IDENTITY_TIMEOUT_MS);
  return ({ destination }) => {
    const place = JSON.stringify(destination);
    const deliver =
      opened.get(place) ??
      ('queue' in destination
        ? createDeliverToQueue({ queue: createQueue({ ...account, name: destination.queue }), claimChecks })
        : createDeliverToEventGrid({
            publish: createPublish({
              endpoint: destination.eventGrid,
              key: config.eventGridKeys.get(new URL(destination.eventGrid).host),
              credential,
            }),
          }));
    opened.set(place, deliver);
    return deliver;
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof AppError))
    return `internal-error: ${error instanceof Error ? error.name : 'no error'}`;
  return `${error.code}: ${error.options.cause ?? error.message}`;
}
