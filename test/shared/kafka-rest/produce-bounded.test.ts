import { expect, test } from '@jest/globals';
import { withBoundedMemory } from '../../../shared/kafka-rest/produce-bounded.ts';
import { createMemory } from '../../../shared/memory.ts';
import { openCalls, record } from './produced.ts';

const signal = new AbortController().signal;
const kilobyte = [record('x'.repeat(1024))];

test('what would take more memory than there may be is refused until some is free', async () => {
  const { produce, calls } = openCalls();
  const bounded = withBoundedMemory(produce, createMemory(4000));
  const under = [bounded('a', kilobyte, signal), bounded('b', kilobyte, signal)];
  await expect(bounded('a', kilobyte, signal)).rejects.toMatchObject({
    code: 'too-many-requests',
    options: { outcome: 'not-written', retryAfterSeconds: 1 },
  });
  expect(calls).toHaveLength(2);
  calls[0]?.accept();
  await under[0];
  calls[1]?.fail(new Error('x'));
  await expect(under[1]).rejects.toThrow('x');
  void bounded('a', kilobyte, signal);
  void bounded('a', kilobyte, signal);
  expect(calls).toHaveLength(4);
});

test('many small records count for what they take, and not for their text alone', async () => {
  const { produce } = openCalls();
  const bounded = withBoundedMemory(produce, createMemory(10_000));
  const small = Array.from({ length: 15 }, () => record('1'));
  void bounded('a', small, signal);
  await expect(bounded('a', small, signal)).rejects.toMatchObject({ code: 'too-many-requests' });
});

test('a request that is larger than the bound passes alone', async () => {
  const { produce, calls } = openCalls();
  const bounded = withBoundedMemory(produce, createMemory(10));
  const large = bounded('a', kilobyte, signal);
  await expect(bounded('a', [record('1')], signal)).rejects.toMatchObject({ code: 'too-many-requests' });
  calls[0]?.accept();
  expect(await large).toEqual({ duplicatesPossible: false });
});
