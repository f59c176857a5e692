import { describe, expect, it, jest } from '@jest/globals';
import { pause } from '../../../../local/host/queues/pause.ts';

describe('a pause', () => {
  const never = new AbortController().signal;

  it('ends at once when it was called off before it began or while it lasts', async () => {
    const cancel = new AbortController();
    const waiting = pause(3_600_000, cancel.signal);
    cancel.abort();

    await expect(waiting).resolves.toBeUndefined();
    await expect(pause(3_600_000, cancel.signal)).resolves.toBeUndefined();
  });

  it('of no time or less does not wait', async () => {
    await expect(pause(-5, never)).resolves.toBeUndefined();
  });

  it('longer than a timer of Node can be does not end early', async () => {
    const cancel = new AbortController();
    const ended = jest.fn();
    const waiting = pause(2 ** 31, cancel.signal).then(ended);
    await pause(5, never);

    expect(ended).not.toHaveBeenCalled();
    cancel.abort();
    await waiting;
  });
});
