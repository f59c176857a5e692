import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../../../local/azurite.ts';
import type { Binding, InvocationResult, Log } from '../../../../local/host/function.ts';
import { createOutputs, type OutputsOptions } from '../../../../local/host/outputs/outputs.ts';
import { loadedFunction } from '../queues/loaded-function.ts';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});

afterAll(() => azurite.stop());

const log: Log = () => undefined;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function out(queueName: string, more: Partial<Binding> = {}): Binding {
  return { type: 'queue', direction: 'out', queueName, ...more };
}

async function apply(
  bindings: Readonly<Record<string, Binding>>,
  result: Partial<InvocationResult>,
  options: Partial<OutputsOptions> = {},
): Promise<void> {
  const settings = { AzureWebJobsStorage: azurite.connectionString };
  const outputs = createOutputs({ settings, queues: {}, log, ...options });
  await outputs.apply(loadedFunction({ type: 'httpTrigger' }, bindings), {
    invocationId: 'i1',
    outputs: [],
    ...result,
  });
}

async function textsIn(queueName: string): Promise<string[]> {
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(queueName);
  const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => messageText);
}

describe('output bindings', () => {
  it('send the return value as base64 to a queue that is made on demand', async () => {
    await apply({ $return: out('Returned') }, { returnValue: { json: '{"a":1}' } });

    expect(await textsIn('returned')).toEqual([base64('{"a":1}')]);
  });

  it('send extra outputs by name, an array as one message per element, in order', async () => {
    const outputs = [
      { name: 'first', data: { json: '["a","b","c"]' } },
      { name: 'second', data: { bytes: Buffer.from('bytes') } },
    ];
    await apply({ first: out('extra'), second: out('others'), third: out('unused') }, { outputs });

    expect(await textsIn('extra')).toEqual(['a', 'b', 'c'].map(base64));
    expect(await textsIn('others')).toEqual([base64('bytes')]);
    await expect(textsIn('unused')).rejects.toMatchObject({ code: 'QueueNotFound' });
  });

  it('send the text itself when host.json has messageEncoding none', async () => {
    await apply(
      { $return: out('plain') },
      { returnValue: { string: '<é>' } },
      { queues: { messageEncoding: 'none' } },
    );

    expect(await textsIn('plain')).toEqual(['<é>']);
  });

  it('use the connection that the binding names, and tell whose queue has something new', async () => {
    const onQueued = jest.fn();
    const settings = { KafkaStorage: azurite.connectionString };
    const binding = out('elsewhere', { connection: 'KafkaStorage' });
    await apply({ $return: binding }, { returnValue: { string: 'text' } }, { settings, onQueued });

    expect(await textsIn('elsewhere')).toEqual([base64('text')]);
    expect(onQueued.mock.calls).toEqual([['elsewhere']]);
  });

  it('send nothing for a function that returned nothing, and leave HTTP answers alone', async () => {
    await apply({ $return: out('nothing') }, { returnValue: null });
    await apply({ $return: { type: 'http', direction: 'out' } }, { returnValue: { http: {} } });

    await expect(textsIn('nothing')).rejects.toMatchObject({ code: 'QueueNotFound' });
  });

  it('reject what cannot be sent, without its content', async () => {
    await expect(
      apply({ $return: out('large') }, { returnValue: { string: 'secret'.repeat(12_000) } }),
    ).rejects.toThrow(/^The Queue service gave status 413: \w+$/);
    await expect(apply({ $return: out('') }, { returnValue: { string: 'x' } })).rejects.toThrow(
      'A queue output has no queueName.',
    );
    await expect(
      apply(
        { files: { type: 'blob', direction: 'out' } },
        { outputs: [{ name: 'files', data: { string: 'x' } }] },
      ),
    ).rejects.toThrow("Output 'files' of type 'blob' is unknown to the local host.");
    await expect(
      apply({ $return: out('q') }, { returnValue: { string: 'x' } }, { settings: {} }),
    ).rejects.toThrow('The connection string AzureWebJobsStorage is missing from the settings.');
  });
});
