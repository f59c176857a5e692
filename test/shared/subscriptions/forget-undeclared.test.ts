import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSubscriptionState, type SubscriptionState } from '../../../shared/subscriptions/state.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';

const DAY_MS = 86_400_000;
const KEEP_MS = 90 * DAY_MS;
const never = new AbortController().signal;

let table: MemoryTable;
let state: SubscriptionState;

const open = (cluster: string) => createSubscriptionState({ table, cluster, delaySeconds: () => 0 });
const clean = (...declared: string[]) => state.forgetUndeclared(new Set(declared), KEEP_MS, never);
const isPaused = async (name: string, of = state) => (await of.read(name, never)).paused;

/** Days pass, with a run on each; gives how many rows went. */
async function cleanEachDay(days: number, ...declared: string[]): Promise<number> {
  let removed = 0;
  for (let day = 0; day < days; day += 1) {
    table.nowMs += DAY_MS;
    removed += await clean(...declared);
  }
  return removed;
}

beforeEach(async () => {
  table = memoryTable();
  state = open('mine');
  for (const name of ['kept', 'gone']) await state.setPaused(name, true, never);
  await state.refused({ name: 'gone', partition: 3, offset: 7 }, never);
});

describe('What is kept of a subscription', () => {
  test('goes when it was not declared for the whole time, and stays while it is, paused or not', async () => {
    expect(await cleanEachDay(90, 'kept')).toBe(0);
    expect(await isPaused('gone')).toBe(true);
    expect(await cleanEachDay(2, 'kept')).toBe(2);
    expect([await isPaused('kept'), await isPaused('gone')]).toEqual([true, false]);
    expect(await state.refused({ name: 'gone', partition: 3, offset: 7 }, never)).toBe(1);
  });

  test('that is declared again in time stays, and has the whole time anew', async () => {
    await cleanEachDay(89, 'kept');
    await cleanEachDay(1, 'kept', 'gone');
    expect(await cleanEachDay(90, 'kept')).toBe(0);
    expect(await isPaused('gone')).toBe(true);
  });

  test('stays while none is declared at all, and what is of another cluster', async () => {
    await open('other').setPaused('gone', true, never);
    expect(await cleanEachDay(200)).toBe(0);
    expect(await cleanEachDay(100, 'kept')).toBe(2);
    expect(await isPaused('gone', open('other'))).toBe(true);
  });
});
