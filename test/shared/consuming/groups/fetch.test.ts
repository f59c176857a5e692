import { expect, test } from '@jest/globals';
import { createFetch } from '../../../../shared/consuming/groups/fetch.ts';
import { createWaiting } from '../../../../shared/consuming/waiting.ts';

test('A fetch that may not wait names the records that it gave up before', async () => {
  const given = { partition: 0, offset: 7, deadLetter: 'a-letter' };
  const fetch = createFetch({
    attempt: () =>
      Promise.resolve({
        ...{ records: [], lease: null, leaseUntilMs: null, partitions: [], leasedElsewhere: [] },
        passedOver: [given],
      }),
    waitFor: () => Promise.reject(new Error('it has no place')),
    waiting: createWaiting(0),
  });
  const request = {
    ...{ group: 'billing', topic: 'orders', count: 1, maxBytes: 1000, waitMs: 1000, leaseMs: 1000 },
    ...{ partitions: undefined, start: undefined, maxDeliveries: 1 },
  };
  const never = new AbortController().signal;
  await expect(fetch(request, { deadline: () => never, closed: never })).rejects.toMatchObject({
    code: 'too-many-waiting',
    options: { members: { passedOver: [given] } },
  });
});
