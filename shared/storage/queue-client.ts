import type { QueueClient } from '@azure/storage-queue';
import { AppError } from '../errors.ts';
import { addressFor, type StorageAccount } from './connection.ts';

export type { QueueClient };

export interface OpenQueueOptions extends StorageAccount {
  /** The queue's. */
  readonly name: string;
}

const OPTIONS = { retryOptions: { maxTries: 4, retryDelayInMs: 100, maxRetryDelayInMs: 1000 } };

/** Loads the SDK and makes a client, which asks nothing yet; rejects with `settings-invalid` where no account is set. */
export async function openQueue({ connection, name, credential }: OpenQueueOptions): Promise<QueueClient> {
  if (connection.kind === 'none') throw new AppError('settings-invalid', connection.reason);
  const { QueueClient } = await import('@azure/storage-queue');
  if (connection.kind === 'identity') {
    const url = `${addressFor(connection, 'queue')}/${name}`;
    return new QueueClient(url, credential(connection.clientId), OPTIONS);
  }
  try {
    return new QueueClient(connection.text, name, OPTIONS);
  } catch {
    // The SDK's own message may quote the text, which holds the account's key.
    throw new AppError('settings-invalid', 'The connection string of the storage account has no queues.');
  }
}
