import { beforeEach, expect, test } from '@jest/globals';
import type { RowChange, RowRange, Table } from '../../../shared/storage/table.ts';

export interface TableUnderTest {
  /** The same table, whose pages have so many rows. */
  readonly open: (pageRows?: number) => Table;
}

const key = { partitionKey: '0a', rowKey: 'row' };

/** What every table keeps, the real one and the one in memory that stands in for it in tests. */
export function describeTablePromises(start: () => TableUnderTest): void {
  let under: TableUnderTest;
  let table: Table;

  beforeEach(() => {
    under = start();
    table = under.open();
  });

  test('gives a row back with its ETag, its columns and the time of its writing', async () => {
    const etag = await table.insert(key, { state: 'running' });
    const { row, nowMs } = await table.read(key);
    expect(row).toMatchObject({ etag });
    expect(row?.columns).toEqual({ state: 'running' });
    expect(Math.abs(nowMs - (row?.writtenAtMs ?? 0))).toBeLessThan(5000);
    const { rows, nowMs: listedAtMs } = await table.list({ partitionKey: '0a' });
    expect(rows).toEqual([{ ...key, ...row, columns: { state: 'running' } }]);
    expect(Math.abs(listedAtMs - nowMs)).toBeLessThan(5000);
    expect([nowMs % 1000, listedAtMs % 1000]).toEqual([0, 0]);
  });

  test('takes a key once', async () => {
    expect(await table.insert(key, { n: '1' })).toBeDefined();
    expect(await table.insert(key, { n: '2' })).toBeUndefined();
    expect((await table.read(key)).row?.columns['n']).toBe('1');
  });

  test('replaces all columns of the row that was meant, and no other', async () => {
    const first = (await table.insert(key, { a: '1', b: '2' })) ?? '';
    const second = await table.replace(key, { a: '3' }, first);
    expect(await table.replace(key, { a: '4' }, first)).toBeUndefined();
    expect((await table.read(key)).row).toMatchObject({ etag: second, columns: { a: '3' } });
    expect((await table.read(key)).row?.columns).not.toHaveProperty('b');
    expect(await table.replace({ ...key, rowKey: 'none' }, {}, first)).toBeUndefined();
  });

  test('removes the row that was meant, and no other', async () => {
    const first = (await table.insert(key, {})) ?? '';
    const second = (await table.replace(key, {}, first)) ?? '';
    expect([await table.remove(key, first), await table.remove(key, second)]).toEqual([false, true]);
    expect(await table.remove(key, second)).toBe(false);
    expect((await table.read(key)).row).toBeUndefined();
  });

  const columnsOf = async (rowKey: string) =>
    (await table.read({ partitionKey: '0a', rowKey })).row?.columns['n'];
  const together = (...changes: RowChange[]) => table.writeTogether('0a', changes);

  test('writes rows together, and gives the ETag of each, good for its next change', async () => {
    const [one = '', two = ''] =
      (await together({ rowKey: 'one', columns: { n: '1' } }, { rowKey: 'two', columns: { n: '2' } })) ?? [];
    const [three] =
      (await together(
        { rowKey: 'three', columns: { n: '3' } },
        { rowKey: 'one', columns: { n: '10' }, etag: one },
        { rowKey: 'two', columns: { n: '20' }, etag: two },
      )) ?? [];
    expect((await table.read({ partitionKey: '0a', rowKey: 'three' })).row?.etag).toBe(three);
    expect([await columnsOf('one'), await columnsOf('two'), await columnsOf('three')]).toEqual([
      '10',
      '20',
      '3',
    ]);
  });

  test('writes none of the rows where one was changed, is gone, or its key is taken', async () => {
    const stale = (await table.insert({ ...key, rowKey: 'one' }, { n: '1' })) ?? '';
    const etag = (await table.replace({ ...key, rowKey: 'one' }, { n: '2' }, stale)) ?? '';
    const added = { rowKey: 'added', columns: { n: 'x' } };
    const changed = { rowKey: 'one', columns: { n: '3' } };
    for (const other of [
      { ...changed, etag: stale },
      { ...changed, rowKey: 'gone', etag },
      { ...changed, etag: undefined },
    ]) {
      expect(await together(added, other)).toBeUndefined();
    }
    expect([await columnsOf('one'), await columnsOf('added')]).toEqual(['2', undefined]);
  });

  const keysOf = async (range: RowRange) =>
    (await table.list(range)).rows.map(({ partitionKey, rowKey }) => `${partitionKey} ${rowKey}`);

  test('lists the rows of a partition, of a range of them, or those of one key in it, in order', async () => {
    expect(await table.list({ fromPartition: '', beforePartition: 'z' })).toMatchObject({
      rows: [],
      continuation: undefined,
    });
    const wide = under.open(100);
    table = wide;
    for (const partitionKey of ['h,b,t', 'h,a-b,t', 'h,a,t', 'i,a,t']) {
      for (const rowKey of ['group', '0000000001']) await wide.insert({ partitionKey, rowKey }, {});
    }
    expect(await keysOf({ partitionKey: 'h,a,t' })).toEqual(['h,a,t 0000000001', 'h,a,t group']);
    // Quotes of a name stay in it.
    expect(await keysOf({ partitionKey: "h,a,t' or 'a' eq 'a" })).toEqual([]);
    expect(await keysOf({ fromPartition: 'h,a,', beforePartition: 'h,a-' })).toEqual([
      'h,a,t 0000000001',
      'h,a,t group',
    ]);
    expect(await keysOf({ fromPartition: 'h,', beforePartition: 'h-', rowKey: 'group' })).toEqual([
      'h,a,t group',
      'h,a-b,t group',
      'h,b,t group',
    ]);
  });

  test('lists rows from a key to before another, whatever the keys have in them', async () => {
    const partitionKey = "p'q";
    for (const rowKey of ['d', "b'c", 'a']) await table.insert({ partitionKey, rowKey }, {});
    await table.insert({ partitionKey: 'q', rowKey: 'c' }, {});
    expect(await keysOf({ partitionKey })).toEqual(["p'q a", "p'q b'c", "p'q d"]);
    expect(await keysOf({ partitionKey, from: "b'c" })).toEqual(["p'q b'c", "p'q d"]);
    expect(await keysOf({ partitionKey, from: 'a', before: 'd' })).toEqual(["p'q a", "p'q b'c"]);
  });

  test('lists page by page', async () => {
    const small = under.open(2);
    const rowKeys = ['1', '2', '3', '4', '5'];
    for (const rowKey of rowKeys) await small.insert({ ...key, rowKey }, {});
    const listed: string[] = [];
    let continuation: string | undefined;
    do {
      const page = await small.list({ partitionKey: '0a' }, continuation);
      expect(page.rows.length).toBeLessThanOrEqual(2);
      listed.push(...page.rows.map(({ rowKey }) => rowKey));
      ({ continuation } = page);
    } while (continuation !== undefined);
    expect(listed).toEqual(rowKeys);
  });

  test('lists what was written before a time, in the partitions that are asked for, page by page', async () => {
    const { nowMs } = await table.read(key);
    const all = { writtenBeforeMs: nowMs + 60_000, from: '', before: 'g' };
    expect(await table.listOld(all)).toMatchObject({ rows: [], continuation: undefined });
    const keys = ['00', '7f', 'ff'].map((partitionKey) => ({ partitionKey, rowKey: 'row' }));
    for (const each of keys) await table.insert(each, { n: 'x' });
    const wide = under.open(100);
    const listed = async (old: Partial<typeof all>) =>
      (await wide.listOld({ ...all, ...old })).rows.map(({ partitionKey }) => partitionKey);
    expect(await listed({})).toEqual(['00', '7f', 'ff']);
    expect(await listed({ from: '7f' })).toEqual(['7f', 'ff']);
    expect(await listed({ before: '7f' })).toEqual(['00']);
    expect(await listed({ writtenBeforeMs: nowMs - 60_000 })).toEqual([]);
    const small = under.open(2);
    const { rows, continuation } = await small.listOld(all);
    const rest = await small.listOld(all, continuation);
    expect([rows.length, rest.rows.length, rest.continuation]).toEqual([2, 1, undefined]);
    for (const { etag, ...each } of rows) expect(await table.remove(each, etag)).toBe(true);
  });
}
