import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { outcomeUnknown } from '../../../shared/kafka-rest/outcome.ts';
import type { Operation, Send } from '../../../shared/kafka-rest/operation.ts';
import { createProduce } from '../../../shared/kafka-rest/produce.ts';
import { answered, exchanged } from './exchanges.ts';

const signal = new AbortController().signal;
const record = (json: string) => ({ json, partition: undefined });

/** Producing over a proxy that accepts, or fails as `fail` says. */
function createProducing(fail?: (operation: Operation<unknown>) => unknown) {
  const operations: Operation<unknown>[] = [];
  const send: Send = <T>(operation: Operation<T>) => {
    operations.push(operation);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is no error is a case too
    if (fail !== undefined) return Promise.reject(fail(operation));
    return Promise.resolve(operation.read(answered(200)));
  };
  const assumptions = { throttledBeforeWrite: true, refusalWritesNothing: false };
  return { operations, produce: createProduce({ send, assumptions }) };
}

test('producing is one call with all records as they were written', async () => {
  const { operations, produce } = createProducing();
  const accepted = await produce('orders', [record('{"value":1.10}'), record('{ "value":2 }')], signal);
  expect(accepted).toEqual({ duplicatesPossible: false });
  expect(operations.map(({ body }) => body)).toEqual(['{"records":[{"value":1.10},{ "value":2 }]}']);
});

describe('a failed produce says', () => {
  const failures: [what: string, fail: (operation: Operation<unknown>) => unknown, outcome: string][] = [
    ['unknown as the call does', () => outcomeUnknown('x', 'y'), 'unknown'],
    ['not written when it says nothing', () => new AppError('token-unavailable', 'x'), 'not-written'],
    ['not written when it is none of this app', () => new TypeError('x'), 'not-written'],
    ['what the assumptions say', (operation) => operation.failed(exchanged(400)), 'unknown'],
  ];

  test.each(failures)('%s', async (_, fail, outcome) => {
    const { produce } = createProducing(fail);
    await expect(produce('orders', [record('{}'), record('{}')], signal)).rejects.toMatchObject({
      options: { outcome },
    });
  });
});
