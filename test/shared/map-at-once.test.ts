import { expect, test } from '@jest/globals';
import { mapAtOnce } from '../../shared/map-at-once.ts';

test('each item is done, so many at once, and the results stand in the order of the items', async () => {
  let open = 0;
  let most = 0;
  const results = await mapAtOnce([5, 1, 4, 2, 3], 2, async (turns) => {
    most = Math.max(most, ++open);
    for (let left = turns; left > 0; left -= 1) await Promise.resolve();
    open -= 1;
    return turns * 10;
  });
  expect([results, most]).toEqual([[50, 10, 40, 20, 30], 2]);
});

test('after a failure nothing more is begun, and what is under way has ended when it rejects', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const mapping = mapAtOnce([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    for (let left = item * 10; left > 0; left -= 1) await Promise.resolve();
    ended.push(item);
    if (item === 1) throw new Error('x');
  });
  await expect(mapping).rejects.toThrow('x');
  expect([begun, ended]).toEqual([
    [1, 2],
    [1, 2],
  ]);
});
