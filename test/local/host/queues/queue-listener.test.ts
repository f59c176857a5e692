import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../../../local/azurite.ts';
import type { Invocation, InvocationResult, Log } from '../../../../local/host/function.ts';
import { type Pause, pause } from '../../../../local/host/queues/pause.ts';
import type { ApplyOutputs } from '../../../../local/host/outputs/invoke-with-outputs.ts';
import {
  createQueueListener,
  type QueueListener,
  type QueueListenerOptions,
} from '../../../../local/host/queues/queue-listener.ts';
import { loadedFunction } from './loaded-function.ts';

let azurite: Azurite;
const listeners: QueueListener[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
});

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.stop()));
});

afterAll(() => azurite.stop());

const done: InvocationResult = { invocationId: 'i1', outputs: [] };

interface Trial extends Partial<Omit<QueueListenerOptions, 'invoke'>> {
  readonly queueName: string;
  readonly dataType?: string;
  /** Left out: the function succeeds. */
  readonly handle?: (invocation: Invocation) => Promise<void> | void;
}

/** A started listener on Azurite, with what its function was given; `invoked(n)` settles with the n-th invocation. */
async function listen({ queueName, dataType, handle = () => undefined, ...options }: Trial) {
  const invocations: Invocation[] = [];
  const waiting: (() => void)[] = [];
  const log = jest.fn<Log>();
  const applyOutputs = jest.fn<ApplyOutputs>().mockResolvedValue(undefined);
  const trigger = { type: 'queueTrigger', queueName, ...(dataType !== undefined && { dataType }) };
  const listener = createQueueListener(loadedFunction(trigger), {
    invoke: async (_fn, invocation) => {
      invocations.push(invocation);
      waiting.splice(0).forEach((resume) => {
        resume();
      });
      await handle(invocation);
      return done;
    },
    applyOutputs,
    log,
    settings: { AzureWebJobsStorage: azurite.connectionString },
    queues: { messageEncoding: 'none', maxPollingInterval: '00:00:00.1' },
    messageLeaseMs: 600_000,
    ...options,
  });
  listeners.push(listener);
  await listener.start();
  const invoked = async (count: number): Promise<Invocation | undefined> => {
    while (invocations.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    return invocations[count - 1];
  };
  return { listener, invocations, invoked, log, applyOutputs };
}

function queueOf(name: string): QueueClient {
  return QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(name);
}

async function queueWith(name: string, ...texts: string[]): Promise<QueueClient> {
  const queue = queueOf(name);
  await queue.create();
  for (const text of texts) await queue.sendMessage(text);
  return queue;
}

/** How many messages a queue has, leased ones too. */
async function count(queueName: string): Promise<number | undefined> {
  return (await queueOf(queueName).getProperties()).approximateMessagesCount;
}

function fail(): never {
  throw new Error('the function failed');
}

describe('a queue trigger', () => {
  it('gives the decoded text with its metadata, applies the outputs, and then deletes the message', async () => {
    await queueWith('orders', Buffer.from('{"topic":"orders"}').toString('base64'));
    const { listener, invoked, applyOutputs, log } = await listen({
      queueName: 'orders',
      queues: { messageEncoding: 'base64' },
    });
    const invocation = await invoked(1);
    await listener.stop();

    expect(invocation?.reason).toBe("New queue message detected on 'orders'.");
    expect(invocation?.inputs).toEqual([{ name: 'input', data: { string: '{"topic":"orders"}' } }]);
    expect(invocation?.triggerMetadata).toMatchObject({
      QueueTrigger: { string: '{"topic":"orders"}' },
      DequeueCount: { int: 1 },
      topic: { string: 'orders' },
    });
    expect(applyOutputs.mock.calls[0]?.[1]).toBe(done);
    expect(await count('orders')).toBe(0);
    expect(log).not.toHaveBeenCalled();
  });

  it('gives a binary binding the very bytes of a text that is not encoded', async () => {
    const text = '{\r\n "records": [{"value": 12345678901234567890.10, "key": "<&>"}]\r\n}';
    await queueWith('bytes', text);
    const { listener, invoked } = await listen({ queueName: 'bytes', dataType: 'binary' });
    const invocation = await invoked(1);
    await listener.stop();

    expect(invocation?.inputs).toEqual([{ name: 'input', data: { bytes: Buffer.from(text) } }]);
    expect(Object.keys(invocation?.triggerMetadata ?? {})).toHaveLength(7);
  });

  it('lets a failed message come again until maxDequeueCount, and moves it to the poison queue as it was', async () => {
    await queueWith('failing', 'text');
    const { listener, invoked, invocations } = await listen({
      queueName: 'failing',
      queues: { messageEncoding: 'none', maxDequeueCount: '3', maxPollingInterval: '00:00:00.1' },
      handle: fail,
    });
    await invoked(3);
    await listener.stop();

    expect(invocations.map(({ triggerMetadata }) => triggerMetadata?.['DequeueCount'])).toEqual([
      { int: 1 },
      { int: 2 },
      { int: 3 },
    ]);
    expect(await count('failing')).toBe(0);
    expect(
      (await queueOf('failing-poison').peekMessages()).peekedMessageItems.map(
        ({ messageText }) => messageText,
      ),
    ).toEqual(['text']);
  });

  it('counts an output that could not be sent as a failure, and waits visibilityTimeout', async () => {
    await queueWith('unsent', 'text');
    const { listener, invoked, log } = await listen({
      queueName: 'unsent',
      queues: { messageEncoding: 'none', visibilityTimeout: '01:00:00' },
      applyOutputs: () => Promise.reject(new Error('no such output')),
    });
    await invoked(1);
    await listener.stop();

    expect(log).toHaveBeenCalledWith('error', expect.stringContaining('no such output'));
    expect(await count('unsent')).toBe(1);
    const { receivedMessageItems } = await queueOf('unsent').receiveMessages();
    expect(receivedMessageItems).toEqual([]);
  });

  it('moves a message that is not base64 to the poison queue without a call, and wakes its listener', async () => {
    await queueWith('undecodable', '{"plain":true}');
    const moved = Promise.withResolvers<string>();
    const { listener, invocations, log } = await listen({
      queueName: 'undecodable',
      queues: { messageEncoding: 'base64' },
      onQueued: moved.resolve,
    });

    expect(await moved.promise).toBe('undecodable-poison');
    await listener.stop();
    expect(invocations).toEqual([]);
    expect(log).toHaveBeenCalledWith('warn', expect.stringContaining('Message decoding has failed!'));
    expect(log.mock.calls.flat().join()).not.toContain('plain');
    expect([await count('undecodable'), await count('undecodable-poison')]).toEqual([0, 1]);
  });

  it('moves a message that was taken too often, by a host that died perhaps, without another call', async () => {
    const queue = await queueWith('crashing', 'text');
    for (let taken = 0; taken < 2; taken += 1) {
      const [message] = (await queue.receiveMessages()).receivedMessageItems;
      await queue.updateMessage(message?.messageId ?? '', message?.popReceipt ?? '', undefined, 0);
    }
    const moved = Promise.withResolvers<string>();
    const { listener, invocations } = await listen({
      queueName: 'crashing',
      queues: { messageEncoding: 'none', maxDequeueCount: 2 },
      onQueued: moved.resolve,
    });
    await moved.promise;
    await listener.stop();

    expect(invocations).toEqual([]);
    expect([await count('crashing'), await count('crashing-poison')]).toEqual([0, 1]);
  });

  it('leaves a failed message of a poison queue leased instead of moving it on', async () => {
    await queueWith('orders-poison', 'text');
    const { listener, invoked, invocations } = await listen({ queueName: 'orders-poison', handle: fail });
    await invoked(1);
    await listener.stop();

    const queue = queueOf('orders-poison');
    expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
    expect(await count('orders-poison')).toBe(1);
    expect(await queueOf('orders-poison-poison').exists()).toBe(false);
    expect(invocations).toHaveLength(1);
  });

  it('does not mind that the function itself has put its message off', async () => {
    const queue = await queueWith('put-off', 'text');
    const { listener, invoked, log } = await listen({
      queueName: 'put-off',
      handle: async ({ triggerMetadata }) => {
        const { Id, PopReceipt } = triggerMetadata ?? {};
        await queue.updateMessage(Id?.string ?? '', PopReceipt?.string ?? '', undefined, 3_600);
      },
    });
    await invoked(1);
    await listener.stop();

    expect(await count('put-off')).toBe(1);
    expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
    expect(log).not.toHaveBeenCalled();
  });

  it('renews the lease while the function runs, and deletes with the new receipt', async () => {
    await queueWith('long', 'text');
    const renewing = Promise.withResolvers<undefined>();
    const renewed = Promise.withResolvers<undefined>();
    let leasePauses = 0;
    const halfLeasesPass: Pause = async (ms, signal) => {
      if (ms !== 300_000) return pause(ms, signal);
      leasePauses += 1;
      if (leasePauses === 1) return renewing.promise;
      renewed.resolve(undefined);
      return pause(ms, signal);
    };
    const { listener, invoked, log } = await listen({
      queueName: 'long',
      pause: halfLeasesPass,
      handle: () => renewed.promise,
    });
    await invoked(1);
    renewing.resolve(undefined);
    await renewed.promise;
    await listener.stop();

    expect(await count('long')).toBe(0);
    expect(log).not.toHaveBeenCalled();
  });

  it('waits for a queue that does not exist, and finds it when woken', async () => {
    const sleeping = Promise.withResolvers<undefined>();
    const { listener, invoked, log } = await listen({
      queueName: 'Later',
      pause: async (ms, signal) => {
        sleeping.resolve(undefined);
        await pause(ms * 100_000, signal);
      },
    });
    await sleeping.promise;
    await queueWith('later', 'text');
    listener.wake('another');
    listener.wake('later');

    expect((await invoked(1))?.inputs).toEqual([{ name: 'input', data: { string: 'text' } }]);
    expect(log).toHaveBeenCalledWith('info', "Queue 'later' does not exist yet: waiting for it.");
  });

  it('stops by taking nothing more and waiting for what runs', async () => {
    const ending = Promise.withResolvers<undefined>();
    await queueWith('stopping', 'first', 'second');
    const { listener, invoked, invocations } = await listen({
      queueName: 'stopping',
      queues: { messageEncoding: 'none', batchSize: 1, newBatchThreshold: 0 },
      handle: () => ending.promise,
    });
    await invoked(1);
    let hasStopped = false;
    const stopped = listener.stop().then(() => {
      hasStopped = true;
    });
    await new Promise(setImmediate);

    expect(hasStopped).toBe(false);
    ending.resolve(undefined);
    await stopped;
    expect(invocations).toHaveLength(1);
    expect(await count('stopping')).toBe(1);
  });
});

describe('a queue trigger that cannot work', () => {
  it.each([
    [
      { AzureWebJobsStorage__accountName: 'kafka' },
      {},
      'AzureWebJobsStorage__accountName makes this an identity-based',
    ],
    [{}, {}, 'The connection string AzureWebJobsStorage is missing'],
    [
      { AzureWebJobsStorage: 'UseDevelopmentStorage=true' },
      { batchSize: 64 },
      'host.json extensions.queues.batchSize',
    ],
  ])('says why when it is started, and stops all the same', async (settings, queues, reason) => {
    const { listener, log } = await listen({ queueName: 'orders', settings, queues });
    await listener.stop();

    expect(log.mock.calls).toEqual([
      ['error', expect.stringContaining("The listener for function 'Functions.work' was unable to start.")],
    ]);
    expect(log).toHaveBeenCalledWith('error', expect.stringContaining(reason));
  });

  it('says so when its trigger has no queue', async () => {
    const { log } = await listen({ queueName: '' });

    expect(log).toHaveBeenCalledWith('error', expect.stringContaining('Its trigger has no queueName.'));
  });
});
