import type { Clock } from '../../../shared/auth/token-cache.ts';

/** Two clocks that a test moves: together as time passes, or the wall clock alone as it jumps. */
export interface TestClock extends Clock {
  readonly pass: (ms: number) => void;
  readonly jump: (ms: number) => void;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

export function createTestClock(): TestClock {
  let wall = Date.UTC(2026, 0, 1);
  let monotonic = 5000;
  return {
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    pass: (ms) => {
      wall += ms;
      monotonic += ms;
    },
    jump: (ms) => {
      wall += ms;
    },
  };
}
