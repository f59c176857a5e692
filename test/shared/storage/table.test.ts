import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTable, type Table, type TableOptions } from '../../../shared/storage/table.ts';
import { describeTablePromises } from './table-promises.ts';
import { type StorageFront, startStorageFront } from '../../support/storage-front.ts';

let storage: StorageFront;
let tables = 0;
let table: Table;

function open(options: Partial<TableOptions> = {}): Table {
  const connection = { kind: 'connection-string', text: storage.connectionString, plainHttp: true } as const;
  const credential = () => {
    throw new Error('a connection string needs none');
  };
  return createTable({ connection, name: `table${tables}`, credential, ...options });
}

beforeAll(async () => {
  storage = await startStorageFront();
}, 60_000);
afterAll(() => storage.close());
beforeEach(() => {
  tables += 1;
  storage.judge = () => 'pass';
  storage.laterMs = 0;
  table = open();
});

const key = { partitionKey: '0a', rowKey: 'row' };

describe('A table of a real Azurite', () => {
  describeTablePromises(() => ({ open: (pageRows) => open(pageRows === undefined ? {} : { pageRows }) }));

  test('is made by the first write, whoever comes first, and takes a key once', async () => {
    const insert = (n: number) => open().insert(key, { n: String(n) });
    const write = (n: number) =>
      open().writeTogether(key.partitionKey, [{ rowKey: key.rowKey, columns: { n: String(n) } }]);
    const written = await Promise.all([insert(1), insert(2), write(3), write(4)]);
    expect(written.filter((each) => each !== undefined)).toHaveLength(1);
  });

  test("tells the store's time, not that of this process, also where there is no row and no table", async () => {
    storage.laterMs = 86_400_000;
    const { row, nowMs } = await table.read(key);
    expect(row).toBeUndefined();
    const listed = await table.list({ partitionKey: '0a' });
    expect(listed.rows).toEqual([]);
    for (const told of [nowMs, listed.nowMs]) expect(told - Date.now()).toBeGreaterThan(86_000_000);
  });
});

describe('A table that does not answer', () => {
  const calls: [string, (from: Table, signal?: AbortSignal) => Promise<unknown>][] = [
    ['insert', (from, signal) => from.insert(key, {}, signal)],
    ['read', (from, signal) => from.read(key, signal)],
    ['replace', (from, signal) => from.replace(key, {}, '*', signal)],
    ['remove', (from, signal) => from.remove(key, '*', signal)],
    ['writeTogether', (from, signal) => from.writeTogether('0a', [{ rowKey: 'row', columns: {} }], signal)],
  ];

  test.each(calls)('ends %s at its deadline', async (_name, call) => {
    storage.judge = () => 'hang';
    await expect(call(open({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'storage-unavailable',
      options: { cause: `table table${tables}: deadline` },
    });
  });

  test.each(calls)('ends %s with the signal of the caller', async (_name, call) => {
    storage.judge = () => 'hang';
    const slow = open({ timeoutMs: 60_000 });
    await expect(call(slow, AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'storage-unavailable' });
    await expect(call(slow, AbortSignal.abort())).rejects.toMatchObject({ code: 'storage-unavailable' });
  });

  test('is tried again where the connection was cut, and the insert that went through is not taken for a new one', async () => {
    let left = 1;
    storage.judge = (method, path) =>
      method === 'POST' && !path.includes('Tables') && left-- > 0 ? 'cut' : 'pass';
    expect(await table.insert(key, {})).toBeDefined();
    left = 1;
    storage.judge = (method) => (method === 'POST' && left-- > 0 ? 'lose' : 'pass');
    expect(await table.insert({ ...key, rowKey: 'lost' }, { claim: 'mine' })).toBeUndefined();
    expect((await table.read({ ...key, rowKey: 'lost' })).row?.columns).toEqual(
      expect.objectContaining({ claim: 'mine' }),
    );
  });

  test('is tried again where the answer was lost, and rows that were written together are not taken for others', async () => {
    await table.insert(key, {});
    let left = 1;
    storage.judge = (_method, path) => (path.includes('$batch') && left-- > 0 ? 'lose' : 'pass');
    const claim = { claim: 'mine' };
    const changes = ['lost', 'beside'].map((rowKey) => ({ rowKey, columns: claim }));
    expect(await table.writeTogether(key.partitionKey, changes)).toBeUndefined();
    expect((await table.read({ ...key, rowKey: 'lost' })).row?.columns['claim']).toBe('mine');
  });

  test('says so without the key of the account', async () => {
    storage.judge = () => 'cut';
    const error = await open({ timeoutMs: 300 })
      .read(key)
      .catch((reason: unknown) => reason);
    const accountKey = /AccountKey=([^;]+)/.exec(storage.connectionString)?.[1] ?? '';
    expect(accountKey).not.toBe('');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(accountKey);
    expect(error).toMatchObject({ code: 'storage-unavailable' });
  });

  test('is missed by its first call alone, where no account is set', async () => {
    const connection = { kind: 'none', reason: 'AzureWebJobsStorage: missing; set it.' } as const;
    const unset = createTable({
      connection,
      name: 'any',
      credential: () => ({ getToken: () => Promise.resolve(null) }),
    });
    await expect(unset.read(key)).rejects.toMatchObject({
      code: 'settings-invalid',
      message: 'AzureWebJobsStorage: missing; set it.',
    });
  });
});

test('A table that a managed identity reads asks for a token of that identity, and waits no longer than its deadline', async () => {
  const asked: unknown[] = [];
  const addresses = { table: new URL('https://account.table.core.windows.net') };
  const identity = createTable({
    connection: { kind: 'identity', name: 'KafkaStorage', addresses, clientId: 'an-identity' },
    name: 'any',
    // As an endpoint that hangs: no request goes out, to wherever the address leads.
    credential: (clientId) => ({
      getToken: (scopes) => {
        asked.push({ clientId, scopes });
        return new Promise(() => undefined);
      },
    }),
    timeoutMs: 100,
  });
  await expect(identity.read(key)).rejects.toMatchObject({ code: 'storage-unavailable' });
  expect(asked).toEqual([{ clientId: 'an-identity', scopes: ['https://storage.azure.com/.default'] }]);
});
