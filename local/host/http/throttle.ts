export interface ThrottleLimits {
  /** Calls running or waiting; one more is refused. */
  readonly maxOutstandingRequests: number;
  /** Calls running; the others wait, first come first served. */
  readonly maxConcurrentRequests: number;
}

/** Admits HTTP calls as host.json's `extensions.http` tells. */
export class Throttle {
  readonly #limits: ThrottleLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: ThrottleLimits) {
    this.#limits = limits;
  }

  /** Resolves when the call may run; undefined: too many are outstanding. Each entry needs one `leave`. */
  enter(): Promise<void> | undefined {
    const { maxOutstandingRequests, maxConcurrentRequests } = this.#limits;
    if (this.#running + this.#waiting.length >= maxOutstandingRequests) return undefined;
    if (this.#running < maxConcurrentRequests) {
      this.#running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Hands the place on to whoever waits longest. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
