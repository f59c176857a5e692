/** A message or event in the hands of one host; epoch milliseconds. */
export interface Held {
  readonly fromMs: number;
  /** Infinity while it is held. */
  toMs: number;
  /** The host was killed before it was done. */
  killed: boolean;
}

// A call that a killed host has sent may be seen by the proxy a little later.
const UNDER_WAY_MS = 1000;

/** Who had what and when: from the lines of the hosts, and from the answers to deliveries of events. */
export class Hands {
  readonly #ids = new Map<string, string>();
  readonly #putAgain = new Map<string, number>();
  readonly #held = new Map<string, Held[]>();

  /** By which id the queue knows a message. */
  knows(messageId: string, name: string): void {
    this.#ids.set(name, messageId);
  }

  /** False for events. */
  isQueued(name: string): boolean {
    return this.#ids.has(name);
  }

  /** The answer to the put of a message was lost: the queue may have it once more. */
  putAgain(name: string): void {
    this.#putAgain.set(name, this.timesPutAgain(name) + 1);
  }

  timesPutAgain(name: string): number {
    return this.#putAgain.get(name) ?? 0;
  }

  /** A host has it from now on: a message by its id, an event by its name. */
  take(what: string, fromMs: number): Held {
    const held = { fromMs, toMs: Infinity, killed: false };
    this.#held.set(what, [...(this.#held.get(what) ?? []), held]);
    return held;
  }

  /** Each time that a host had it. */
  of(name: string): readonly Held[] {
    return this.#held.get(this.#ids.get(name) ?? name) ?? [];
  }

  /** Reads what one host prints; `kill` is for when all of it was read, and tells how many messages it had. */
  host(): { readonly print: (text: string) => void; readonly kill: (atMs: number) => number } {
    const running = new Map<string, Held>();
    let rest = '';
    let begun = '';
    const read = (line: string) => {
      const atMs = Date.parse(/^\[([^\]]+)\]/.exec(line)?.[1] ?? '');
      begun = / Executing 'Functions\.produceQueued' .*Id=([\w-]+)\)/.exec(line)?.[1] ?? begun;
      const message = / Trigger Details: MessageId: ([\w-]+),/.exec(line)?.[1];
      if (message !== undefined) running.set(begun, this.take(message, atMs));
      const ended = / Executed 'Functions\.produceQueued' .*Id=([\w-]+),/.exec(line)?.[1] ?? '';
      Object.assign(running.get(ended) ?? {}, { toMs: atMs });
      running.delete(ended);
    };
    return {
      print: (text) => {
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(read);
      },
      kill: (atMs) => {
        for (const held of running.values()) Object.assign(held, { toMs: atMs + UNDER_WAY_MS, killed: true });
        const inHand = running.size;
        running.clear();
        return inHand;
      },
    };
  }
}
