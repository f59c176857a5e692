import type { odata, TableClient } from '@azure/data-tables';
import { AppError } from '../errors.ts';
import type { StorageConnection } from './connection.ts';

/** What gives tokens for the storage account: any credential of @azure/identity. */
export interface Credential {
  readonly getToken: (
    scopes: string | string[],
  ) => Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

export interface OpenOptions {
  readonly connection: StorageConnection;
  /** The table's. */
  readonly name: string;
  /** Asked where the connection names no key; `clientId` is the identity that the connection names. */
  readonly credential: (clientId: string | undefined) => Credential;
}

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
    const url = connection.tableUrl.href.replace(/\/$/, '');
    const client = new TableClient(url, name, credential(connection.clientId), { retryOptions: RETRY });
    return { client, odata };
  }
  const options = { retryOptions: RETRY, allowInsecureConnection: connection.plainHttp };
  return { client: TableClient.fromConnectionString(connection.text, name, options), odata };
}
