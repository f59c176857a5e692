import type { Describe, GroupTopicState } from '../consuming/groups/describe.ts';
import { AppError } from '../errors.ts';
import { mapAtOnce } from '../map-at-once.ts';
import { groupOf, type Subscription } from './declared-subscriptions.ts';
import type { Standing, SubscriptionState } from './state.ts';

/** A subscription and how far it is; `progress` is undefined where it has not begun. */
export interface ListedSubscription extends Subscription, Standing {
  readonly group: string;
  readonly progress: GroupTopicState | undefined;
}

export interface ListOptions {
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly describe: Describe;
  readonly state: Pick<SubscriptionState, 'read'>;
}

const AT_ONCE = 8;

export function createList({ subscriptions, describe, state }: ListOptions) {
  async function progressOf(subscription: Subscription, signal: AbortSignal) {
    try {
      return await describe.topic(groupOf(subscription), signal);
    } catch (error) {
      if (error instanceof AppError && error.code === 'group-not-found') return undefined;
      throw error;
    }
  }

  return async (signal: AbortSignal): Promise<readonly ListedSubscription[]> =>
    mapAtOnce(await subscriptions(), AT_ONCE, async (subscription) => ({
      ...subscription,
      group: groupOf(subscription).group,
      ...(await state.read(subscription.name, signal)),
      progress: await progressOf(subscription, signal),
    }));
}
