import { beforeEach, expect, test } from '@jest/globals';
import { createRemoveExpired } from '../../../shared/idempotency/remove-expired.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';

const keepMs = 1000;
const noBudgetEnd = new AbortController().signal;
let table: MemoryTable;

beforeEach(async () => {
  table = memoryTable();
  for (const partitionKey of ['00', '01', '7f', '80', 'ff']) {
    for (const rowKey of ['a', 'b', 'c']) await table.insert({ partitionKey, rowKey }, {});
  }
});

const remover = (options: { random?: () => number; maxRows?: number } = {}) =>
  createRemoveExpired({ table, keepMs, ...options });

test.each([0, 0.5, 0.999])('all expired rows go, from whichever partition it starts (%d)', async (random) => {
  table.nowMs += keepMs + 1000;
  await table.insert({ partitionKey: '7f', rowKey: 'young' }, {});
  expect(await remover({ random: () => random })(noBudgetEnd)).toEqual({ rows: 15, isComplete: true });
  expect([...table.rows.keys()]).toEqual(['7f/young']);
});

test('rows are as old as the store says, to the end of the time that they are kept', async () => {
  table.nowMs += keepMs;
  expect(await remover()(noBudgetEnd)).toEqual({ rows: 0, isComplete: true });
});

test('a run ends at its limit of rows, and the next one, elsewhere, goes on', async () => {
  table.nowMs += keepMs + 1000;
  const first = await remover({ random: () => 0, maxRows: 4 })(noBudgetEnd);
  expect(first).toEqual({ rows: 4, isComplete: false });
  const second = await remover({ random: () => 0.999, maxRows: 3 })(noBudgetEnd);
  expect(second).toEqual({ rows: 3, isComplete: false });
  expect([...table.rows.keys()].some((name) => name.startsWith('ff'))).toBe(false);
});

test('a run ends with its budget of time', async () => {
  table.nowMs += keepMs + 1000;
  expect(await remover()(AbortSignal.abort())).toEqual({ rows: 0, isComplete: false });
  expect(table.rows.size).toBe(15);
});

test('a row that a new request took over after it was listed stays', async () => {
  table.nowMs += keepMs + 1000;
  const key = { partitionKey: '7f', rowKey: 'b' };
  const taken: MemoryTable = {
    ...table,
    listOld: async (...args) => {
      const page = await table.listOld(...args);
      const { row } = await table.read(key);
      if (row !== undefined) await table.replace(key, { state: 'running' }, row.etag);
      return page;
    },
  };
  await createRemoveExpired({ table: taken, keepMs, random: () => 0 })(noBudgetEnd);
  expect([...table.rows.keys()]).toEqual(['7f/b']);
});

test('without the table there is nothing to do, and a table that is down says so', async () => {
  table = memoryTable();
  expect(await remover()(noBudgetEnd)).toEqual({ rows: 0, isComplete: true });
  table.faults.listOld = ['down'];
  await expect(remover()(noBudgetEnd)).rejects.toMatchObject({ code: 'storage-unavailable' });
});
