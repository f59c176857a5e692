import { AppError } from '../errors.ts';

/** Long polls and streams that wait for records, of all callers of this instance. */
export interface Waiting {
  /** Takes a place; whoever gets one gives it back by calling what it gets. Throws `too-many-waiting`. */
  readonly enter: () => () => void;
}

const RETRY_AFTER_SECONDS = 5;

/** Lets at most `max` wait at once: each holds a connection and asks the proxy again and again. */
export function createWaiting(max: number): Waiting {
  let places = max;
  return {
    enter() {
      if (places === 0) {
        throw new AppError(
          'too-many-waiting',
          `${max} calls wait for records here already: ask again, or without waiting.`,
          { retryAfterSeconds: RETRY_AFTER_SECONDS },
        );
      }
      places -= 1;
      let entered = true;
      return () => {
        if (entered) places += 1;
        entered = false;
      };
    },
  };
}
