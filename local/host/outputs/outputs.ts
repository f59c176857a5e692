import type { Binding, InvocationResult, LoadedFunction, Log, TypedData } from '../function.ts';
import { connectionString, type Settings } from '../queues/connection-string.ts';
import { encodeBody } from '../queues/message-body.ts';
import { readQueueSettings } from '../queues/queue-settings.ts';
import { openQueue, type StorageQueue } from '../queues/storage-queue.ts';
import { queueMessages } from './queue-messages.ts';

export interface OutputsOptions {
  readonly settings: Settings;
  /** host.json `extensions.queues` as it was read: its `messageEncoding` counts here. */
  readonly queues: Readonly<Record<string, unknown>>;
  readonly log: Log;
  /** Told the name of a queue once messages were added to it, so that its listener can be woken. */
  readonly onQueued?: (queueName: string) => void;
  readonly open?: (connectionString: string, name: string) => StorageQueue;
}

export interface Outputs {
  /** Sends what a function returned to its queue outputs, in order; rejects with one sentence when that failed or the kind of output is unknown here. */
  readonly apply: (fn: LoadedFunction, result: InvocationResult) => Promise<void>;
}

/** The output bindings of all functions: queues, by return value and by extra outputs. */
export function createOutputs(options: OutputsOptions): Outputs {
  const queueOf = queuesByBinding(options);
  const send = async (binding: Binding, data: TypedData): Promise<void> => {
    const { messageEncoding } = readQueueSettings(options.queues);
    const queue = queueOf(binding);
    for (const body of queueMessages(data)) await queue.add(encodeBody(body, messageEncoding));
    options.onQueued?.(queue.name);
  };
  return {
    apply: async (fn, result) => {
      for (const { name, binding, data } of outputsOf(fn, result)) {
        if (binding.type.toLowerCase() !== 'queue') {
          throw new Error(`Output '${name}' of type '${binding.type}' is unknown to the local host.`);
        }
        await send(binding, data);
        options.log('debug', `Functions.${fn.name} sent its output '${name}'.`);
      }
    },
  };
}

interface Output {
  readonly name: string;
  readonly binding: Binding;
  readonly data: TypedData;
}

function outputsOf(fn: LoadedFunction, { returnValue, outputs }: InvocationResult): Output[] {
  return Object.entries(fn.bindings).flatMap(([name, binding]) => {
    // An HTTP answer is the HTTP trigger's business.
    if (binding.direction !== 'out' || binding.type.toLowerCase() === 'http') return [];
    const data = name === '$return' ? returnValue : outputs.find((output) => output.name === name)?.data;
    return data === undefined || data === null ? [] : [{ name, binding, data }];
  });
}

function queuesByBinding({ settings, open = openQueue }: OutputsOptions): (binding: Binding) => StorageQueue {
  const opened = new Map<string, StorageQueue>();
  return ({ queueName, connection }) => {
    if (typeof queueName !== 'string' || queueName === '')
      throw new Error('A queue output has no queueName.');
    const storage = connectionString(typeof connection === 'string' ? connection : undefined, settings);
    const key = JSON.stringify([storage, queueName]);
    const queue = opened.get(key) ?? open(storage, queueName);
    opened.set(key, queue);
    return queue;
  };
}
