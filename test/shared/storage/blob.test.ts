import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BlobContainer,
  type BlobContainerOptions,
  createBlobContainer,
} from '../../../shared/storage/blob.ts';
import { type StorageFront, startStorageFront } from '../../support/storage-front.ts';

let storage: StorageFront;
let containers = 0;
let container: BlobContainer;

function open(options: Partial<BlobContainerOptions> = {}): BlobContainer {
  const connection = { kind: 'connection-string', text: storage.connectionString, plainHttp: true } as const;
  const credential = () => {
    throw new Error('a connection string needs none');
  };
  return createBlobContainer({ connection, name: `container${containers}`, credential, ...options });
}

async function text(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

async function* chunks(count: number, bytes: number) {
  for (let at = 0; at < count; at += 1) yield await Promise.resolve(Buffer.alloc(bytes, at));
}

beforeAll(async () => {
  storage = await startStorageFront('blobUrl');
}, 60_000);
afterAll(() => storage.close());
beforeEach(() => {
  containers += 1;
  storage.judge = () => 'pass';
  container = open();
});

const binary = Buffer.from([0, 255, 13, 10, 0xc3, 0x28]);
const plain = { contentType: 'text/plain' };

describe('A container of a real Azurite', () => {
  test('is made by the first put and gives back the bytes, their type, what is kept beside them and the ETag', async () => {
    expect(await container.get('none')).toBeUndefined();
    expect(await container.head('none')).toBeUndefined();
    const etag = await container.put('a/b', binary, { ...plain, metadata: { filed: 'now' } });
    const found = await container.get('a/b');
    expect(found).toMatchObject({ etag, bytes: 6, contentType: 'text/plain', metadata: { filed: 'now' } });
    expect(found && (await text(found.content))).toBe(binary.toString('latin1'));
    expect(await container.head('a/b')).toEqual({
      etag,
      bytes: 6,
      contentType: 'text/plain',
      metadata: { filed: 'now' },
    });
  });

  test('keeps what is there where a blob is to be new, in bytes or block by block', async () => {
    const fresh = { ...plain, ifAbsent: true };
    expect(await container.put('one', binary, fresh)).toBeDefined();
    expect(await container.put('one', Buffer.from('other'), fresh)).toBeUndefined();
    expect(await container.put('one', chunks(1, 10), fresh)).toBeUndefined();
    expect(await container.head('one')).toHaveProperty('bytes', 6);
  });

  test('writes over the one that was meant and no other', async () => {
    const first = (await container.put('one', binary, plain)) ?? '';
    const second = await container.put('one', Buffer.from('two'), { ...plain, ifMatch: first });
    expect(await container.put('one', binary, { ...plain, ifMatch: first })).toBeUndefined();
    expect(await container.put('none', binary, { ...plain, ifMatch: first })).toBeUndefined();
    expect(await container.head('one')).toMatchObject({ etag: second, bytes: 3 });
  });

  test('removes the one that was meant and no other', async () => {
    const etag = (await container.put('one', binary, plain)) ?? '';
    await container.put('one', Buffer.from('two'), plain);
    expect(await container.remove('one', etag)).toBe(false);
    expect(await container.remove('one')).toBe(true);
    expect(await container.remove('one')).toBe(false);
  });

  test('takes content while it comes, larger than what is held in memory, and gives it while it is read', async () => {
    await container.put('large', chunks(30, 1_000_000), plain);
    const found = await container.get('large');
    const hash = createHash('sha256');
    for await (const chunk of found?.content ?? []) hash.update(chunk);
    const sent = createHash('sha256');
    for await (const chunk of chunks(30, 1_000_000)) sent.update(chunk);
    expect([found?.bytes, hash.digest('hex')]).toEqual([30_000_000, sent.digest('hex')]);
  });

  test('shows nothing of content whose source fails, and takes no more of it', async () => {
    let ended = false;
    const failing = async function* () {
      try {
        yield* chunks(1, 10);
        throw new Error('source');
      } finally {
        ended = true;
      }
    };
    await expect(container.put('half', failing(), plain)).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
    expect(ended).toBe(true);
    expect(await container.head('half')).toBeUndefined();
  });

  test('gives a blob to one holder at a time, until that one lets go', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => open().acquireLease('runner', 15)));
    const [lease, refused] = one === undefined ? [other, one] : [one, other];
    expect(refused).toBeUndefined();
    expect(await lease?.renew()).toBe(true);
    expect(await container.acquireLease('runner', 15)).toBeUndefined();
    expect(await lease?.release()).toBe(true);
    const next = await container.acquireLease('runner', 15);
    expect(next).toBeDefined();
    expect(await lease?.renew()).toBe(false);
    expect(await lease?.release()).toBe(false);
  });

  test('is the first holder again where the answer to that was lost', async () => {
    let left = 1;
    storage.judge = (_method, path) => (path.includes('comp=lease') && left-- > 0 ? 'lose' : 'pass');
    await container.put('runner', binary, plain);
    const lease = await container.acquireLease('runner', 15);
    expect([left, await lease?.renew()]).toEqual([-1, true]);
  });
});

describe('A container that does not answer', () => {
  const calls: [string, (from: BlobContainer, signal?: AbortSignal) => Promise<unknown>][] = [
    ['put', (from, signal) => from.put('name', binary, plain, signal)],
    ['put of content that comes', (from, signal) => from.put('name', chunks(1, 1), plain, signal)],
    ['get', (from, signal) => from.get('name', signal)],
    ['head', (from, signal) => from.head('name', signal)],
    ['remove', (from, signal) => from.remove('name', undefined, signal)],
    ['acquireLease', (from, signal) => from.acquireLease('name', 15, signal)],
  ];

  test.each(calls)('ends %s at its deadline', async (_name, call) => {
    storage.judge = () => 'hang';
    await expect(call(open({ timeoutMs: 100, transferTimeoutMs: 100 }))).rejects.toMatchObject({
      code: 'storage-unavailable',
      options: { cause: `container container${containers}: deadline` },
    });
  });

  test.each(calls)('ends %s with the signal of the caller', async (_name, call) => {
    storage.judge = () => 'hang';
    await expect(call(container, AbortSignal.timeout(50))).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  });

  test('ends content that stops coming, as an error and not as its end', async () => {
    await container.put('slow', Buffer.from('content'), plain);
    storage.judge = () => 'stall';
    const found = await open({ transferTimeoutMs: 300 }).get('slow');
    await expect(text(found?.content ?? chunks(0, 0))).rejects.toMatchObject({
      code: 'storage-unavailable',
      options: { cause: `container container${containers}: deadline` },
    });
  });

  test('holds some blocks of content in memory and not all of it, on its way in or out', async () => {
    let read = 0;
    const counted = async function* () {
      for await (const chunk of chunks(100, 1_000_000)) {
        read += chunk.length;
        yield chunk;
      }
    };
    storage.judge = (_method, path) => (path.includes('comp=block') ? 'hang' : 'pass');
    const impatient = open({ transferTimeoutMs: 400 });
    await expect(impatient.put('in', counted(), plain)).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
    expect(read).toBeLessThan(16_000_000);

    storage.judge = () => 'pass';
    await container.put('out', chunks(80, 1_000_000), plain);
    const sentBefore = storage.bytesSent();
    const found = await impatient.get('out');
    const reader = (found?.content ?? chunks(0, 0))[Symbol.asyncIterator]();
    await reader.next();
    await sleep(300);
    // The sockets between take some of it, and more on a busy machine.
    expect(storage.bytesSent() - sentBefore).toBeLessThan(40_000_000);
    await reader.return?.();
  });

  test('says so without the key of the account', async () => {
    storage.judge = () => 'cut';
    const error = await open({ timeoutMs: 300 })
      .head('name')
      .catch((reason: unknown) => reason);
    const accountKey = /AccountKey=([^;]+)/.exec(storage.connectionString)?.[1] ?? '';
    expect(accountKey).not.toBe('');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(accountKey);
  });

  test.each([
    [{ kind: 'none', reason: 'AzureWebJobsStorage: missing.' }, 'AzureWebJobsStorage: missing.'],
    [
      {
        kind: 'connection-string',
        text: 'TableEndpoint=https://a.table.core.windows.net/;SharedAccessSignature=sv=1&sig=word',
        plainHttp: false,
      },
      'The connection string of the storage account has no blobs.',
    ],
  ] as const)(
    'is missed by its first call alone, where no account with blobs is set',
    async (connection, message) => {
      await expect(open({ connection }).head('name')).rejects.toMatchObject({
        code: 'settings-invalid',
        message,
      });
    },
  );
});
