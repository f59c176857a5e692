import { expect, test } from '@jest/globals';
import { createPermitSource } from '../../../shared/access/sources.ts';

const rules = { sources: { 'produce-queue': ['orders.*', '*'], 'event-grid': ['events'] } };
const permit = createPermitSource(() => Promise.resolve(rules));

test('a source reaches the topics that the access file has for it', async () => {
  await permit('produce-queue', 'orders.v1');
  await permit('event-grid', 'events');
});

test.each([
  ['event-grid', 'orders.v1'],
  ['consume-queue', 'orders.v1'],
  ['produce-queue', '__consumer_offsets'],
] as const)('the source %s does not reach %s', async (source, topic) => {
  await expect(permit(source, topic)).rejects.toMatchObject({
    code: 'forbidden',
    message: `No rule lets the source ${source} reach the topic "${topic}": an operator can add one to the access file.`,
  });
});

test('without rules there is nothing that a source does not reach, with empty ones nothing that it does', async () => {
  await createPermitSource(undefined)('event-grid', 'orders');
  await expect(createPermitSource(() => Promise.resolve({}))('event-grid', 'orders')).rejects.toThrow();
});
