import { describe, expect, it, jest } from '@jest/globals';
import { keepLease } from '../../../../local/host/queues/message-lease.ts';
import type { Pause } from '../../../../local/host/queues/pause.ts';
import type { QueuedMessage, StorageQueue } from '../../../../local/host/queues/storage-queue.ts';

const message = { id: 'm1', popReceipt: 'r0' } as QueuedMessage;

type Renewal = StorageQueue['setVisibility'];

/** Renews until the answers are used up, then the function ends. */
async function renewals(setVisibility: jest.Mock<Renewal>, times: number) {
  const waitsMs: number[] = [];
  const log = jest.fn();
  const over = Promise.withResolvers<undefined>();
  const pause: Pause = async (ms, signal) => {
    waitsMs.push(ms);
    if (waitsMs.length <= times) return;
    over.resolve(undefined);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  };
  const queue = { name: 'orders', setVisibility } as unknown as StorageQueue;
  const lease = keepLease(queue, message, { leaseMs: 600_000, pause, log });
  await over.promise;
  return { held: await lease.end(), waitsMs, log };
}

describe('the lease of a message', () => {
  it('is renewed at half its time, each time with the newest receipt', async () => {
    const setVisibility = jest
      .fn<Renewal>()
      .mockResolvedValueOnce({ ...message, popReceipt: 'r1' })
      .mockResolvedValueOnce({ ...message, popReceipt: 'r2' });
    const { held, waitsMs } = await renewals(setVisibility, 2);

    expect(held.popReceipt).toBe('r2');
    expect(waitsMs).toEqual([300_000, 300_000, 300_000]);
    expect(setVisibility.mock.calls.map(([{ popReceipt }, leaseMs]) => [popReceipt, leaseMs])).toEqual([
      ['r0', 600_000],
      ['r1', 600_000],
    ]);
  });

  it('is tried again sooner and sooner while the storage fails, and then as before', async () => {
    const failure = new Error('storage is away');
    const setVisibility = jest
      .fn<Renewal>()
      .mockRejectedValueOnce(failure)
      .mockRejectedValueOnce(failure)
      .mockRejectedValueOnce(failure)
      .mockResolvedValueOnce({ ...message, popReceipt: 'r1' });
    const { waitsMs, log } = await renewals(setVisibility, 4);

    expect(waitsMs).toEqual([300_000, 150_000, 75_000, 60_000, 300_000]);
    expect(log).toHaveBeenCalledTimes(3);
    expect(log).toHaveBeenCalledWith('warn', expect.stringContaining('storage is away'));
  });

  it('is given up, silently, once someone else has moved the message', async () => {
    const setVisibility = jest.fn<Renewal>().mockResolvedValue(undefined);
    const log = jest.fn();
    const queue = { name: 'orders', setVisibility } as unknown as StorageQueue;
    const lease = keepLease(queue, message, { leaseMs: 1_000, pause: () => Promise.resolve(), log });
    await setVisibility.mock.results[0]?.value;

    await expect(lease.end()).resolves.toBe(message);
    expect(log).not.toHaveBeenCalled();
  });
});
