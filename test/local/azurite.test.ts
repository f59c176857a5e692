import { afterEach, describe, expect, it } from '@jest/globals';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Azurite, type AzuriteOptions, startAzurite } from '../../local/azurite.ts';

const running: Azurite[] = [];

async function start(options?: AzuriteOptions): Promise<Azurite> {
  const azurite = await startAzurite(options);
  running.push(azurite);
  return azurite;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((azurite) => azurite.stop()));
});

describe('Azurite as a child process', () => {
  it('serves blobs, queues and tables to the real SDKs through its connection string', async () => {
    const { connectionString } = await start();
    const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('bodies');
    await container.create();
    await container.getBlockBlobClient('one').upload('text', 4);
    const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient('work');
    await queue.create();
    await queue.sendMessage('message');
    const table = TableClient.fromConnectionString(connectionString, 'rows', {
      allowInsecureConnection: true,
    });
    await table.createTable();
    await table.createEntity({ partitionKey: 'p', rowKey: 'r' });

    expect((await container.getBlobClient('one').downloadToBuffer()).toString()).toBe('text');
    expect((await queue.peekMessages()).peekedMessageItems[0]?.messageText).toBe('message');
    expect((await table.getEntity('p', 'r')).rowKey).toBe('r');
  });

  it('stops soon, although clients keep their connections open, and leaves no process', async () => {
    const azurite = await start({ stopDeadlineMs: 60_000 });
    const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
    await queues.createQueue('work');

    const began = performance.now();
    await azurite.stop();

    expect(performance.now() - began).toBeLessThan(5_000);
    expect(isAlive(azurite.pid)).toBe(false);
    await expect(fetch(azurite.queueUrl)).rejects.toThrow();
  });

  it('keeps what it has in a data folder over a restart', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'azurite-test-'));
    const dataFolder = join(parent, 'data');
    const first = await start({ dataFolder });
    await QueueServiceClient.fromConnectionString(first.connectionString).createQueue('kept');
    await first.stop();

    const second = await start({ dataFolder });
    const queue = QueueServiceClient.fromConnectionString(second.connectionString).getQueueClient('kept');
    expect(await queue.exists()).toBe(true);

    await second.stop();
    await rm(parent, { recursive: true });
  });

  it('names the port that somebody else has taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const queue = typeof address === 'object' && address !== null ? address.port : 0;

    await expect(start({ ports: { blob: 0, queue, table: 0 } })).rejects.toThrow(
      `Azurite could not start: port ${queue} is in use.`,
    );
    squatter.close();
  });

  it('gives up at the start deadline', async () => {
    await expect(start({ startDeadlineMs: 1 })).rejects.toThrow('Azurite did not listen within 1 ms.');
  });

  it('ends when its parent is killed and could tell it nothing', async () => {
    const source = new URL('../../local/azurite.ts', import.meta.url).href;
    const script = `const { startAzurite } = await import('${source}');
      console.log((await startAzurite()).queueUrl);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const signal = AbortSignal.timeout(15_000);
    const [line] = (await once(parent.stdout, 'data', { signal })) as [Buffer];
    const url = line.toString().trim();
    const connection = connect(Number(new URL(url).port), '127.0.0.1');
    await once(connection, 'connect', { signal });

    parent.kill('SIGKILL');

    await once(connection.resume(), 'close', { signal });
    await expect(fetch(url)).rejects.toThrow();
  });
});
