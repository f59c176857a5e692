/** The same choices for the same seed. */
export interface Chance {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** A whole number from 0 to below `below`. */
  readonly upTo: (below: number) => number;
  readonly oneOf: <T>(all: readonly T[]) => T;
}

/** Mulberry32: small, and good enough to choose by. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (below: number) => Math.floor(random() * below);
  return { random, upTo, oneOf: (all) => all[upTo(all.length)] as (typeof all)[number] };
}
