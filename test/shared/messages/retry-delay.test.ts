import { expect, test } from '@jest/globals';
import { retryDelaySeconds } from '../../../shared/messages/retry-delay.ts';
import { fc } from '../../support/properties.ts';

const delays = (leastSeconds: number) =>
  [1, 2, 3, 4, 5, 6, 1000].map((attempts) => retryDelaySeconds(attempts, leastSeconds, () => 0.5));

test('delays double from half a minute up to ten minutes', () => {
  expect(delays(30)).toEqual([30, 60, 120, 240, 480, 600, 600]);
});

test('delays start sooner where the setting says so, and then end at 20 times as long', () => {
  expect(delays(1)).toEqual([1, 2, 4, 8, 16, 20, 20]);
});

test('delays stay at ten minutes where the least one is that already', () => {
  expect(delays(600)).toEqual([600, 600, 600, 600, 600, 600, 600]);
});

test('delays are whole seconds within these bounds, whatever chance says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 1000 }),
      fc.integer({ min: 1, max: 600 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, leastSeconds, chance) => {
        const seconds = retryDelaySeconds(attempts, leastSeconds, () => chance);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(leastSeconds);
        expect(seconds).toBeLessThanOrEqual(Math.min(600, leastSeconds * 20));
      },
    ),
  );
  const spread = [0, 0.999].map((chance) => retryDelaySeconds(4, 30, () => chance));
  expect(spread).toEqual([180, 300]);
});
