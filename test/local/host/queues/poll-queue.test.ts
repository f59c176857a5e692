import { describe, expect, it, jest } from '@jest/globals';
import type { Pause } from '../../../../local/host/queues/pause.ts';
import { createPoller, type PollerOptions } from '../../../../local/host/queues/poll-queue.ts';
import type { QueuedMessage, StorageQueue } from '../../../../local/host/queues/storage-queue.ts';

function messages(...ids: string[]): QueuedMessage[] {
  return ids.map((id) => ({ id }) as QueuedMessage);
}

/** A queue that gives these batches one by one, and nothing afterwards. */
function queueWith(...batches: (QueuedMessage[] | undefined | Error)[]) {
  const take = jest.fn<StorageQueue['take']>();
  for (const batch of batches) {
    if (batch instanceof Error) take.mockRejectedValueOnce(batch);
    else take.mockResolvedValueOnce(batch);
  }
  take.mockResolvedValue([]);
  const setVisibility = jest.fn<StorageQueue['setVisibility']>().mockResolvedValue(undefined);
  return { queue: { name: 'orders', take, setVisibility } as unknown as StorageQueue, take, setVisibility };
}

/** A pause that lasts until it is called off, with a promise for its n-th call. */
function recordedPause(free: number) {
  const waitsMs: number[] = [];
  const reached = Promise.withResolvers<undefined>();
  const pause: Pause = async (ms, signal) => {
    waitsMs.push(ms);
    if (waitsMs.length <= free) return;
    reached.resolve(undefined);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  };
  return { pause, waitsMs, reached: reached.promise };
}

function poller(options: Partial<PollerOptions> & Pick<PollerOptions, 'queue' | 'pause'>) {
  const log = jest.fn();
  let delayMs = 0;
  const created = createPoller({
    settings: { batchSize: 4, newBatchThreshold: 1 },
    leaseMs: 600_000,
    process: () => Promise.resolve(),
    delaysMs: () => {
      delayMs = 0;
      return { next: () => ({ value: (delayMs += 100) }) };
    },
    log,
    ...options,
  });
  return { ...created, log };
}

describe('polling a queue', () => {
  it('takes batches of the size and lease that are set', async () => {
    const { queue, take } = queueWith();
    const { pause, reached } = recordedPause(0);
    const { run, stop } = poller({ queue, pause });
    const done = run();
    await reached;
    stop();
    await done;

    expect(take).toHaveBeenCalledWith(4, 600_000);
  });

  it('waits longer and longer while there is nothing, and from the first delay again after a message', async () => {
    const { queue } = queueWith([], [], messages('a'));
    const { pause, waitsMs, reached } = recordedPause(3);
    const { run, stop } = poller({ queue, pause });
    const done = run();
    await reached;
    stop();
    await done;

    expect(waitsMs).toEqual([100, 200, 100, 200]);
  });

  it('takes the next batch only when no more than newBatchThreshold messages are left in work', async () => {
    const { queue, take } = queueWith(messages('a', 'b', 'c'), messages('d'));
    const { pause, reached } = recordedPause(0);
    const ends: Record<string, () => void> = {};
    const takesAtEnd: number[] = [];
    const process = ({ id }: QueuedMessage) =>
      new Promise<void>((resolve) => {
        ends[id] = resolve;
        if (id === 'd') {
          takesAtEnd.push(take.mock.calls.length);
          resolve();
        }
      });
    const { run, stop } = poller({ queue, pause, process });
    const done = run();
    await take.mock.results[0]?.value;
    await Promise.resolve();
    ends['a']?.();
    await new Promise(setImmediate);
    const takesWithTwoInWork = take.mock.calls.length;
    ends['b']?.();
    await reached;
    stop();
    ends['c']?.();
    await done;

    expect(takesWithTwoInWork).toBe(1);
    expect(takesAtEnd).toEqual([2]);
  });

  it('survives a storage that fails, with a line in the log and the waits of an empty queue', async () => {
    const { queue } = queueWith(
      new Error('connect ECONNREFUSED'),
      new Error('connect ECONNREFUSED'),
      messages('a'),
    );
    const { pause, waitsMs, reached } = recordedPause(2);
    const process = jest.fn<PollerOptions['process']>().mockResolvedValue(undefined);
    const { run, stop, log } = poller({ queue, pause, process });
    const done = run();
    await reached;
    stop();
    await done;

    expect(process).toHaveBeenCalledTimes(1);
    expect(waitsMs).toEqual([100, 200, 100]);
    expect(log.mock.calls.filter(([level]) => level === 'warn')).toHaveLength(2);
    expect(log).toHaveBeenCalledWith('warn', expect.stringContaining('ECONNREFUSED'));
  });

  it('says once that a queue is missing, and again only after it was there', async () => {
    const { queue } = queueWith(undefined, undefined, [], undefined);
    const { pause, reached } = recordedPause(4);
    const { run, stop, log } = poller({ queue, pause });
    const done = run();
    await reached;
    stop();
    await done;

    const line = "Queue 'orders' does not exist yet: waiting for it.";
    expect(log.mock.calls).toEqual([
      ['info', line],
      ['info', line],
    ]);
  });

  it('goes on after a message whose end the storage refused', async () => {
    const { queue } = queueWith(messages('a'), messages('b'));
    const { pause, reached } = recordedPause(0);
    const process = jest
      .fn<PollerOptions['process']>()
      .mockRejectedValueOnce(new Error('503'))
      .mockResolvedValue();
    const { run, stop, log } = poller({ queue, pause, process });
    const done = run();
    await reached;
    stop();
    await done;

    expect(process).toHaveBeenCalledTimes(2);
    expect(log).toHaveBeenCalledWith('error', expect.stringContaining('Message a stays in queue'));
  });

  it('does not sleep through a message that was announced while it polled', async () => {
    const polled = Promise.withResolvers<QueuedMessage[]>();
    const { queue, take } = queueWith();
    take.mockReset();
    take.mockReturnValueOnce(polled.promise).mockResolvedValue([]);
    const aborted: boolean[] = [];
    const pause: Pause = (_ms, signal) => {
      aborted.push(signal.aborted);
      stop();
      return Promise.resolve();
    };
    const { run, stop, wake } = poller({ queue, pause });
    const done = run();
    wake();
    polled.resolve([]);
    await done;

    expect(aborted).toEqual([true]);
  });

  it('stops when all its messages are done, and gives back at once what it took too late', async () => {
    const late = Promise.withResolvers<QueuedMessage[]>();
    const { queue, take, setVisibility } = queueWith();
    take.mockReset();
    take.mockReturnValueOnce(late.promise);
    const process = jest.fn<PollerOptions['process']>();
    const { run, stop } = poller({ queue, process, pause: () => Promise.resolve() });
    const done = run();
    stop();
    late.resolve(messages('a'));
    await done;

    expect(process).not.toHaveBeenCalled();
    expect(setVisibility.mock.calls).toEqual([[{ id: 'a' }, 0]]);
    expect(take).toHaveBeenCalledTimes(1);
  });
});
