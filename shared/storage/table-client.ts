import type { odata, TableClient, TableEntityResult } from '@azure/data-tables';
import { AppError } from '../errors.ts';
import { addressFor, type StorageAccount } from './connection.ts';

export type { TransactionAction } from '@azure/data-tables';

export interface OpenOptions extends StorageAccount {
  /** The table's. */
  readonly name: string;
}

export type { TableEntityResult };

/** A table's client, and the tag that quotes what stands in a filter. */
export interface OpenedTable {
  readonly client: TableClient;
  readonly odata: typeof odata;
}

const RETRY = { maxRetries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 1000 };

/** Loads the SDK and makes a client, which asks nothing yet; rejects with `settings-invalid` where no account is set. */
export async function openTable({ connection, name, credential }: OpenOptions): Promise<OpenedTable> {
  if (connection.kind === 'none') throw new AppError('settings-invalid', connection.reason);
  const { odata, TableClient } = await import('@azure/data-tables');
  if (connection.kind === 'identity') {
    const client = new TableClient(addressFor(connection, 'table'), name, credential(connection.clientId), {
      retryOptions: RETRY,
    });
    return { client, odata };
  }
  const options = { retryOptions: RETRY, allowInsecureConnection: connection.plainHttp };
  return { client: TableClient.fromConnectionString(connection.text, name, options), odata };
}
