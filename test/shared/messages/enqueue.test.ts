import { beforeEach, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { createOnce } from '../../../shared/idempotency/once.ts';
import { createEnqueue } from '../../../shared/messages/enqueue.ts';
import { memoryTable } from '../../support/memory-table.ts';

const { signal } = new AbortController();
const records = [{ json: '{"value":1.10}', partition: undefined }];
const keyed = { rowKey: { partitionKey: '00', rowKey: 'hash-of-the-key' }, bodyHash: 'body' };
const down = new AppError('storage-unavailable', 'Queue kafka-produce: cannot be reached.', {
  cause: 'ECONNRESET',
});

let sent: string[];
let failures: AppError[];
let stored: Map<string, string>;
beforeEach(() => {
  [sent, failures] = [[], []];
  stored = new Map();
});

/** A queue that takes each text and then fails as it is told: its answer was lost. */
function enqueueWith(partitionCount = Promise.resolve(1), claimCheckMaxBytes = 1e6) {
  return createEnqueue({
    queue: {
      send: (text) => {
        sent.push(text);
        const failure = failures.shift();
        return failure === undefined ? Promise.resolve('id') : Promise.reject(failure);
      },
    },
    claimChecks: {
      put: (name, content) => {
        stored.set(name, Buffer.from(content as Uint8Array).toString());
        return Promise.resolve();
      },
    },
    claimCheckMaxBytes,
    partitions: {
      of: async () => Array.from({ length: await partitionCount }, () => ({}) as never),
    },
    permit: () => Promise.resolve(),
    once: createOnce({
      table: memoryTable(),
      keepMs: 1e6,
      unknownAfterMs: 1000,
      warn: () => undefined,
      unknown: 'runs-again',
    }),
    newId: () => 'new-id',
  });
}

test('records go in as the text that they are', async () => {
  expect(await enqueueWith()('orders', records, undefined, signal)).toEqual({
    value: { messageId: 'new-id' },
    replayed: false,
  });
  expect(sent).toEqual(['{"topic":"orders","messageId":"new-id","records":[{"value":1.10}]}']);
});

test('what a message cannot hold goes behind a claim check: too much, and what XML cannot carry as text', async () => {
  const large = { json: `{"value":"${'x'.repeat(70_000)}"}`, partition: undefined };
  await enqueueWith()('orders', [large], undefined, signal);
  expect(sent).toEqual(['{"topic":"orders","messageId":"new-id","claimCheck":"respond-async/new-id.json"}']);
  expect(stored.get('respond-async/new-id.json')).toBe(`{"records":[${large.json}]}`);
  await expect(
    enqueueWith(Promise.resolve(1), 1000)('orders', [large], undefined, signal),
  ).rejects.toMatchObject({
    code: 'request-too-large',
  });
});

test('a lost answer is an unknown outcome, and a repeat with the key goes in under the same id', async () => {
  const enqueue = enqueueWith();
  failures = [down];
  await expect(enqueue('orders', records, keyed, signal)).rejects.toMatchObject({
    code: 'produce-outcome-unknown',
    options: { outcome: 'unknown' },
  });
  const value = { messageId: 'hash-of-the-key' };
  expect(await enqueue('orders', records, keyed, signal)).toEqual({ value, replayed: false });
  expect(await enqueue('orders', records, keyed, signal)).toEqual({ value, replayed: true });
  expect(sent).toHaveLength(2);
  expect(sent[1]).toBe(sent[0]);
});

test('what the service refused was not put in', async () => {
  failures = [down.withOutcome('not-written')];
  await expect(enqueueWith()('orders', records, undefined, signal)).rejects.toMatchObject({
    code: 'storage-unavailable',
    options: { outcome: 'not-written' },
  });
});

test('partitions are checked where the proxy can tell, and by their turn where it cannot', async () => {
  const beyond = [{ json: '{"value":1,"partition":1}', partition: 1 }];
  await expect(enqueueWith()('orders', beyond, undefined, signal)).rejects.toMatchObject({
    code: 'invalid-request',
  });
  expect(sent).toEqual([]);
  await enqueueWith(Promise.reject(down))('orders', beyond, undefined, signal);
  expect(sent).toHaveLength(1);
});
