import { TableClient } from '@azure/data-tables';
import { ContainerClient } from '@azure/storage-blob';

/** A row of the table of dead letters, and the bytes of its message. */
export interface FiledLetter {
  readonly rowKey: string;
  readonly source: string;
  readonly code: string;
  readonly reason: string;
  readonly messageId: string;
  readonly topic: string;
  readonly attempts: string;
  readonly content: () => Promise<Buffer>;
}

/** All dead letters, read from the storage account and not through the app. */
export async function deadLetters(connectionString: string): Promise<FiledLetter[]> {
  const table = TableClient.fromConnectionString(connectionString, 'kafkaDeadLetters', {
    allowInsecureConnection: true,
  });
  const container = new ContainerClient(connectionString, 'kafka-dead-letters');
  const letters: FiledLetter[] = [];
  try {
    for await (const row of table.listEntities<Omit<FiledLetter, 'content'>>()) {
      const { rowKey, ...rest } = row as Omit<FiledLetter, 'content'>;
      const [, id = ''] = rowKey.split('-');
      letters.push({ rowKey, ...rest, content: () => container.getBlobClient(id).downloadToBuffer() });
    }
  } catch (error) {
    // The first letter makes the table.
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  }
  return letters;
}
