import { AppError } from '../errors.ts';

/** What one caller has under way here; both are `too-many-requests` beyond their bound, and then not taken. */
export interface FairShares {
  /** One more request of a caller. */
  readonly enter: (callerId: string) => Share;
}

/** What one request takes of its caller's share, until it leaves. */
export interface Share {
  /** A request that is alone may take any number. What it gives lets go of them before it leaves. */
  readonly takeBytes: TakeBytes;
  readonly leave: () => void;
}

/** Throws `too-many-requests`, and takes nothing, beyond the bound. */
export type TakeBytes = (bytes: number) => () => void;

export interface FairShareOptions {
  readonly maxRequests: number;
  readonly maxBytes: number;
}

interface Held {
  requests: number;
  bytes: number;
}

/** Bounds what each caller has under way in this process, so that a burst of one leaves room for all others. */
export function createFairShares({ maxRequests, maxBytes }: FairShareOptions): FairShares {
  // A caller is in it only while it has requests under way.
  const held = new Map<string, Held>();
  return {
    enter(callerId) {
      const all = held.get(callerId) ?? { requests: 0, bytes: 0 };
      if (all.requests >= maxRequests) {
        throw tooMany(`You have ${maxRequests} requests under way here: send more records in each, or wait.`);
      }
      held.set(callerId, all);
      all.requests += 1;
      const own = { requests: 1, bytes: 0 };
      return {
        takeBytes(bytes) {
          if (all.bytes > own.bytes && all.bytes + bytes > maxBytes) {
            throw tooMany(`You have ${maxBytes} bytes under way here: wait for their answers.`);
          }
          const add = (more: number) => {
            all.bytes += more;
            own.bytes += more;
          };
          add(bytes);
          return () => {
            if (own.requests > 0) add(-bytes);
            bytes = 0;
          };
        },
        leave() {
          all.requests -= own.requests;
          all.bytes -= own.bytes;
          own.requests = own.bytes = 0;
          if (all.requests === 0) held.delete(callerId);
        },
      };
    },
  };
}

function tooMany(detail: string): AppError {
  return new AppError('too-many-requests', detail, { retryAfterSeconds: 1, cause: 'share of one caller' });
}
