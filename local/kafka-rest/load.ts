import type { CallName } from './route.ts';

export interface LoadOptions {
  /** Time that each call takes, or that each named call takes. */
  readonly latencyMs?: number | Partial<Readonly<Record<CallName, number>>>;
  /** Calls per second that the proxy works off; more wait in its queue. Left out: no limit. */
  readonly capacityPerSecond?: number;
  /** How many may wait; one more is turned away. Left out: no limit. */
  readonly maxQueued?: number;
}

/** The proxy's request queue and working time. */
export class Load {
  readonly #options: LoadOptions;
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<void>;
  #nextFreeAt = 0;
  #queued = 0;

  constructor(options: LoadOptions, now: () => number, sleep: (ms: number) => Promise<void>) {
    this.#options = options;
    this.#now = now;
    this.#sleep = sleep;
  }

  get queued(): number {
    return this.#queued;
  }

  /** Waits for this call's turn and then for its working time; false, at once: the queue is full. */
  async admit(call: CallName): Promise<boolean> {
    const waitMs = this.#turn();
    if (waitMs === undefined) return false;
    if (waitMs > 0) await this.#queue(waitMs);
    const workMs = this.#latencyOf(call);
    if (workMs > 0) await this.#sleep(workMs);
    return true;
  }

  #turn(): number | undefined {
    const { capacityPerSecond, maxQueued = Infinity } = this.#options;
    if (capacityPerSecond === undefined) return 0;
    const now = this.#now();
    const at = Math.max(now, this.#nextFreeAt);
    if (at > now && this.#queued >= maxQueued) return undefined;
    this.#nextFreeAt = at + 1000 / capacityPerSecond;
    return at - now;
  }

  async #queue(waitMs: number): Promise<void> {
    this.#queued += 1;
    try {
      await this.#sleep(waitMs);
    } finally {
      this.#queued -= 1;
    }
  }

  #latencyOf(call: CallName): number {
    const { latencyMs = 0 } = this.#options;
    return typeof latencyMs === 'number' ? latencyMs : (latencyMs[call] ?? 0);
  }
}
