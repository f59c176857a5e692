import { expect, test } from '@jest/globals';
import type { Created } from '../../../shared/topics/create.ts';
import { createNewTopics, rememberingNew } from '../../../shared/topics/new-topics.ts';

test('a topic is new for so long after it was added last', () => {
  let nowMs = 1000;
  const topics = createNewTopics(30_000, () => nowMs);
  expect(topics.has('orders')).toBe(false);
  topics.add('orders');
  nowMs += 29_999;
  expect(topics.has('orders')).toBe(true);
  topics.add('orders');
  nowMs += 29_999;
  topics.add('returns');
  expect(topics.has('orders')).toBe(true);
  nowMs += 1;
  expect(topics.has('orders')).toBe(false);
  expect(topics.has('returns')).toBe(true);
});

test('topics that were made are remembered, and not those that stood already', async () => {
  const topics = createNewTopics(1000, () => 0);
  const create = (state: Created['state']) =>
    rememberingNew(() => Promise.resolve({ state, partitionCount: 1, replicationFactor: 1 }), topics);
  await create('created')('made', {});
  await create('invisible')('hidden', {});
  expect(await create('stands')('old', {})).toMatchObject({ state: 'stands' });
  expect(['made', 'hidden', 'old'].map((topic) => topics.has(topic))).toEqual([true, true, false]);
});

test('a topic that could not be made is not remembered', async () => {
  const topics = createNewTopics(1000, () => 0);
  await expect(rememberingNew(() => Promise.reject(new Error('x')), topics)('a', {})).rejects.toThrow('x');
  expect(topics.has('a')).toBe(false);
});
