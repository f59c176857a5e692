import { describe, expect, it } from '@jest/globals';
import { readQueueSettings } from '../../../../local/host/queues/queue-settings.ts';

describe('host.json extensions.queues', () => {
  it('has the defaults of the Storage extension in Development', () => {
    expect(readQueueSettings({}, 2)).toEqual({
      batchSize: 16,
      newBatchThreshold: 16,
      maxDequeueCount: 5,
      visibilityTimeoutMs: 0,
      maxPollingIntervalMs: 2_000,
      messageEncoding: 'base64',
    });
  });

  it('is read as it stands in the file', () => {
    const section = {
      batchSize: 32,
      newBatchThreshold: 0,
      maxDequeueCount: 1000,
      visibilityTimeout: '00:00:30',
      maxPollingInterval: '00:00:10',
      messageEncoding: 'none',
    };

    expect(readQueueSettings(section)).toEqual({
      batchSize: 32,
      newBatchThreshold: 0,
      maxDequeueCount: 1000,
      visibilityTimeoutMs: 30_000,
      maxPollingIntervalMs: 10_000,
      messageEncoding: 'none',
    });
  });

  it('is read as environment variables give it: texts, names and values in any case', () => {
    expect(readQueueSettings({ BATCHSIZE: '1', MessageEncoding: 'None' })).toMatchObject({
      batchSize: 1,
      messageEncoding: 'none',
    });
  });

  it.each([
    [{ batchSize: 33 }, 'batchSize must be a whole number from 1 to 32.'],
    [{ batchSize: '' }, 'batchSize must be a whole number from 1 to 32.'],
    [{ newBatchThreshold: -1 }, 'newBatchThreshold must be a whole number of 0 or more.'],
    [{ maxDequeueCount: 1.5 }, 'maxDequeueCount must be a whole number of 1 or more.'],
    [{ visibilityTimeout: 30 }, 'visibilityTimeout must be a time as "hh:mm:ss".'],
    [{ maxPollingInterval: '-00:00:01' }, 'maxPollingInterval must be a time as "hh:mm:ss".'],
    [{ messageEncoding: 'hex' }, 'messageEncoding must be "base64" or "none".'],
  ])('refuses %j', (section, complaint) => {
    expect(() => readQueueSettings(section)).toThrow(`host.json extensions.queues.${complaint}`);
  });
});
