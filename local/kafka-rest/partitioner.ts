import type { Assumptions } from './assumptions.ts';
import { murmur2 } from './murmur2.ts';

/** Chooses a partition for one record of a request. */
export type Choose = (key: Buffer | null, partitionCount: number) => number;

/**
 * The Java client's partitioner, one `Choose` per request: murmur2 of the key, and without a key either one random
 * partition for the whole request (sticky) or the partitions of the topic in turn.
 */
export class Partitioner {
  readonly #keyless: Assumptions['keyless-partitioner'];
  readonly #random: () => number;
  readonly #turns = new Map<string, number>();

  constructor(keyless: Assumptions['keyless-partitioner'], random: () => number) {
    this.#keyless = keyless;
    this.#random = random;
  }

  forRequest(topic: string): Choose {
    let sticky: number | undefined;
    return (key, partitionCount) => {
      if (key !== null) return (murmur2(key) & 0x7fffffff) % partitionCount;
      if (this.#keyless === 'round-robin') return this.#nextTurn(topic) % partitionCount;
      return (sticky ??= Math.floor(this.#random() * partitionCount));
    };
  }

  #nextTurn(topic: string): number {
    const turn = this.#turns.get(topic) ?? 0;
    this.#turns.set(topic, turn + 1);
    return turn;
  }
}
