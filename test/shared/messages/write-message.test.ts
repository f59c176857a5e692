import { expect, test } from '@jest/globals';
import { createOnce } from '../../../shared/idempotency/once.ts';
import type { ProduceMessage } from '../../../shared/messages/produce-message.ts';
import { createWriteMessage } from '../../../shared/messages/write-message.ts';
import { memoryTable } from '../../support/memory-table.ts';

const never = () => new Promise<never>(() => undefined);
const { signal } = new AbortController();

/** Two instances with one table: what the first one writes goes on for ever, as far as anybody knows. */
function twoInstances() {
  const table = memoryTable();
  const begun = Promise.withResolvers<AbortSignal>();
  const hang = (ended: AbortSignal) => {
    begun.resolve(ended);
    return never();
  };
  const accept = { accepted: 1, duplicatesPossible: false };
  const instance = (isKilled: boolean) =>
    createWriteMessage({
      produce: (_topic, _records, ended) => (isKilled ? hang(ended) : Promise.resolve(accept)),
      once: createOnce({
        ...{ table, keepMs: 1e9, unknownAfterMs: 270_000, unknown: 'runs-again' },
        warn: () => undefined,
      }),
      routeEvent: () => Promise.resolve('orders'),
      writeClaimCheck: (_message, _claim, ended) => (isKilled ? hang(ended) : Promise.resolve(accept)),
      ...{ cluster: 'cluster', allowInternalTopics: false, permit: () => Promise.resolve() },
      ...{ deadline: () => signal, deadlineMs: 25_000 },
    });
  return { table, begun: begun.promise, killed: instance(true), other: instance(false) };
}

const common = { topic: 'orders', messageId: undefined, traceParent: undefined };
const records: ProduceMessage = { ...common, kind: 'records', records: [] };
const claimCheck: ProduceMessage = { ...common, kind: 'claim-check', claimCheck: 'blob' };
const inProgress = { code: 'idempotency-in-progress' };

test('after a crash a message of one call is written again when that call must have ended', async () => {
  const { table, begun, killed, other } = twoInstances();
  void killed(records, 'message', signal);
  // The run that says when it ends is told to end, also where who called it would wait for longer.
  expect(await begun).not.toBe(signal);
  table.nowMs += 70_000;
  await expect(other(records, 'message', signal)).rejects.toMatchObject(inProgress);
  table.nowMs += 1000;
  expect(await other(records, 'message', signal)).toMatchObject({ accepted: 1, isDuplicate: false });
});

test('after a crash a claim check is waited for as long as one may take', async () => {
  const { table, begun, killed, other } = twoInstances();
  void killed(claimCheck, 'message', signal);
  await begun;
  table.nowMs += 270_000;
  await expect(other(claimCheck, 'message', signal)).rejects.toMatchObject(inProgress);
  table.nowMs += 1000;
  expect(await other(claimCheck, 'message', signal)).toMatchObject({ accepted: 1, isDuplicate: false });
});
