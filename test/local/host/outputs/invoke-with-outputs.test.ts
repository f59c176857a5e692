import { describe, expect, it, jest } from '@jest/globals';
import type { InvocationResult, Invoke, Log } from '../../../../local/host/function.ts';
import { type ApplyOutputs, invokeWithOutputs } from '../../../../local/host/outputs/invoke-with-outputs.ts';
import { loadedFunction } from '../queues/loaded-function.ts';

const fn = loadedFunction({ type: 'queueTrigger' });
const invocation = { reason: 'a test', inputs: [] };
const result: InvocationResult = { invocationId: 'i1', outputs: [] };

function ports() {
  return {
    invoke: jest.fn<Invoke>().mockResolvedValue(result),
    applyOutputs: jest.fn<ApplyOutputs>().mockResolvedValue(undefined),
    log: jest.fn<Log>(),
  };
}

describe('an invocation with its outputs', () => {
  it('succeeds when the function ran and its outputs were sent', async () => {
    const all = ports();

    await expect(invokeWithOutputs(fn, invocation, all)).resolves.toBe(true);
    expect(all.applyOutputs.mock.calls).toEqual([[fn, result]]);
  });

  it('fails with the function, which has logged it, and sends nothing', async () => {
    const all = ports();
    all.invoke.mockRejectedValue(new Error('the function failed'));

    await expect(invokeWithOutputs(fn, invocation, all)).resolves.toBe(false);
    expect(all.applyOutputs).not.toHaveBeenCalled();
    expect(all.log).not.toHaveBeenCalled();
  });

  it('fails with its outputs, and says so', async () => {
    const all = ports();
    all.applyOutputs.mockRejectedValue(new Error('no such queue'));

    await expect(invokeWithOutputs(fn, invocation, all)).resolves.toBe(false);
    expect(all.log.mock.calls).toEqual([
      ['error', 'Functions.work ran, but its output was not sent: no such queue'],
    ]);
  });
});
