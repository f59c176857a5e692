import { randomUUID } from 'node:crypto';
import { type Azurite, startAzurite } from '../../../local/azurite.ts';
import type { FailedMessage } from '../../../shared/dead-letters/dead-letter.ts';
import { rowKeyOf } from '../../../shared/dead-letters/dead-letter.ts';
import { claimCheckOf, filedAtOf, type LetterStore } from '../../../shared/dead-letters/file-dead-letter.ts';
import { createClaimChecks } from '../../../shared/messages/claim-check.ts';
import { createBlobContainer } from '../../../shared/storage/blob.ts';
import type { StorageAccount } from '../../../shared/storage/connection.ts';
import { createTable } from '../../../shared/storage/table.ts';

/** A real Azurite with places for letters that no other test has. */
export interface LetterStorage {
  readonly azurite: Azurite;
  readonly account: StorageAccount;
  readonly newStore: () => LetterStore;
}

export async function startLetterStorage(): Promise<LetterStorage> {
  const azurite = await startAzurite();
  const account: StorageAccount = {
    connection: { kind: 'connection-string', text: azurite.connectionString, plainHttp: true },
    credential: () => {
      throw new Error('a connection string needs none');
    },
  };
  const newStore = () => {
    const id = randomUUID().replaceAll('-', '');
    const claims = createBlobContainer({ ...account, name: `claims-${id}` });
    return {
      table: createTable({ ...account, name: `t${id}` }),
      container: createBlobContainer({ ...account, name: `letters-${id}` }),
      claimChecks: createClaimChecks({
        container: claims,
        containerName: `claims-${id}`,
        maxBytes: 10_000_000,
      }),
    };
  };
  return { azurite, account, newStore };
}

/** A message that is given up, with bytes that are neither text nor JSON. */
export function aMessage(given: Partial<FailedMessage> = {}): FailedMessage {
  return {
    source: 'produce-queue',
    direction: 'produce',
    messageId: 'message-1',
    topic: 'orders',
    code: 'topic-not-found',
    reason: 'There is no such topic.',
    attempts: 3,
    firstAt: new Date('2026-01-01T00:00:00Z'),
    lastAt: new Date('2026-01-02T00:00:00Z'),
    content: Buffer.from([0, 0xff, 0xc3, 0x28, 13, 10]),
    contentType: 'application/octet-stream',
    ...given,
  };
}

/** All that is kept of a letter, read from the storage itself; undefined where there is nothing. */
export async function keptOf({ table, container }: LetterStore, id: string) {
  const content = await container.get(id);
  if (content === undefined) return undefined;
  const { row } = await table.read(rowKeyOf(id, filedAtOf(content)));
  const claimCheck = await container.get(claimCheckOf(id));
  return {
    content: await bytesOf(content.content),
    contentType: content.contentType,
    claimCheck: claimCheck && (await bytesOf(claimCheck.content)),
    columns: row?.columns,
  };
}

export async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
