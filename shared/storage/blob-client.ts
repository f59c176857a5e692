import type { BlockBlobUploadOptions, ContainerClient } from '@azure/storage-blob';
import { AppError } from '../errors.ts';
import { addressFor, type StorageAccount } from './connection.ts';

export type { BlockBlobUploadOptions, ContainerClient };

export interface OpenContainerOptions extends StorageAccount {
  /** The container's. */
  readonly name: string;
}

const OPTIONS = { retryOptions: { maxTries: 4, retryDelayInMs: 100, maxRetryDelayInMs: 1000 } };

/** Loads the SDK and makes a client, which asks nothing yet; rejects with `settings-invalid` where no account is set. */
export async function openContainer({
  connection,
  name,
  credential,
}: OpenContainerOptions): Promise<ContainerClient> {
  if (connection.kind === 'none') throw new AppError('settings-invalid', connection.reason);
  const { ContainerClient } = await import('@azure/storage-blob');
  if (connection.kind === 'identity') {
    const url = `${addressFor(connection, 'blob')}/${name}`;
    return new ContainerClient(url, credential(connection.clientId), OPTIONS);
  }
  try {
    return new ContainerClient(connection.text, name, OPTIONS);
  } catch {
    // The SDK's own message may quote the text, which holds the account's key.
    throw new AppError('settings-invalid', 'The connection string of the storage account has no blobs.');
  }
}
