import { expect, test } from '@jest/globals';
import { retryDelaysMs } from '../../../shared/kafka-rest/retry-delays.ts';

function first(count: number, random: number): number[] {
  const delays = retryDelaysMs(() => random);
  return Array.from({ length: count }, () => delays.next().value);
}

test('delays double up to two seconds', () => {
  expect(first(7, 1)).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
});

test('delays are spread over their whole length', () => {
  expect(first(3, 0.5)).toEqual([50, 100, 200]);
  expect(first(3, 0)).toEqual([0, 0, 0]);
});
