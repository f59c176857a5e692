import { describe, expect, it } from '@jest/globals';
import { growingDelaysMs } from '../../../../local/host/queues/backoff.ts';

function first(count: number, delays: Iterator<number, never>): number[] {
  return Array.from({ length: count }, () => delays.next().value);
}

describe('growing delays', () => {
  it('begin with the minimum, double what they add, and stay at the maximum', () => {
    const delays = growingDelaysMs(100, 2_000, () => 0.5);

    expect(first(8, delays)).toEqual([100, 200, 300, 500, 900, 1_700, 2_000, 2_000]);
  });

  it('vary what they add by a fifth at most', () => {
    expect(
      first(
        3,
        growingDelaysMs(100, 2_000, () => 0),
      ),
    ).toEqual([100, 180, 260]);
    expect(
      first(
        3,
        growingDelaysMs(100, 2_000, () => 1),
      ),
    ).toEqual([100, 220, 340]);
  });

  it('never pass the maximum, not even at first', () => {
    expect(first(2, growingDelaysMs(5_000, 2_000))).toEqual([2_000, 2_000]);
  });
});
