import { RESERVED_PREFIX } from '../consuming/groups/name.ts';
import type { Redeliver } from '../dead-letters/replay-dead-letter.ts';
import { AppError } from '../errors.ts';
import { isObject, parseJson } from '../parse-json.ts';
import type { Subscription } from './declared-subscriptions.ts';
import type { Deliver } from './destination.ts';
import type { SubscriptionState } from './state.ts';

export interface RedeliverOptions {
  /** Throws `subscription-not-found`. */
  readonly find: (name: string) => Promise<Subscription>;
  readonly destinationOf: (subscription: Subscription) => Deliver;
  readonly state: Pick<SubscriptionState, 'read'>;
}

/**
 * Delivers the event of a dead letter to the destination that its subscription has now; rejects with `paused`,
 * `subscription-not-found`, `destination-refused` or `destination-unavailable`.
 */
export function createRedeliver({ find, destinationOf, state }: RedeliverOptions): Redeliver {
  return async ({ messageId, content }, signal) => {
    const [group = ''] = messageId.split('/');
    const subscription = await find(group.slice(RESERVED_PREFIX.length));
    const { name } = subscription;
    if ((await state.read(name, signal)).paused) {
      throw new AppError('paused', `The subscription ${name} is paused: resume it, then replay.`, {
        retryAfterSeconds: 60,
      });
    }
    const { text, value } = parseJson(content);
    const id = isObject(value) ? String(value['id']) : '';
    const { stopped } = await destinationOf(subscription)([{ id, text }], signal);
    if (stopped === undefined) return;
    const code = stopped.kind === 'refused' ? 'destination-refused' : 'destination-unavailable';
    throw new AppError(code, `The destination of the subscription ${name}: ${stopped.reason}`, {
      cause: stopped.reason,
    });
  };
}
