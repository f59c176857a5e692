import { expect, test } from '@jest/globals';
import { retryDelaySeconds } from '../../../shared/messages/retry-delay.ts';
import { fc } from '../../support/properties.ts';

test('delays double from half a minute up to ten minutes', () => {
  const delays = [1, 2, 3, 4, 5, 6, 1000].map((attempts) => retryDelaySeconds(attempts, () => 0.5));
  expect(delays).toEqual([30, 60, 120, 240, 480, 600, 600]);
});

test('delays are whole seconds within these bounds, whatever chance says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, chance) => {
        const seconds = retryDelaySeconds(attempts, () => chance);
        expect(Number.isInteger(seconds) && seconds >= 30 && seconds <= 600).toBe(true);
      },
    ),
  );
  const spread = [0, 0.999].map((chance) => retryDelaySeconds(4, () => chance));
  expect(spread).toEqual([180, 300]);
});
