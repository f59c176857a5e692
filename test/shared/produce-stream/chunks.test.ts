import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createChunks } from '../../../shared/produce-stream/chunks.ts';

const record = (line: number, json = 'x'.repeat(9)) => ({ json, partition: undefined, line });
const linesOf = (chunk: readonly { line: number }[] | undefined) => chunk?.map(({ line }) => line);
const limits = { maxRecords: 3, maxBytes: 100, lingerMs: 100 };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Whether it has settled when everything that is due has run. */
async function isSettled(promise: Promise<unknown> | undefined): Promise<boolean> {
  let settled = false;
  void promise?.finally(() => (settled = true));
  await jest.advanceTimersByTimeAsync(0);
  return settled;
}

describe('A chunk', () => {
  test('is given when it has as many records as it may', async () => {
    const chunks = createChunks(limits);
    const taken = chunks.take();
    for (const line of [1, 2]) expect(chunks.add(record(line))).toBeUndefined();
    expect(await isSettled(taken)).toBe(false);
    void chunks.add(record(3));
    expect(linesOf(await taken)).toEqual([1, 2, 3]);
  });

  test('is given when the next record would make it too large, and that one waits for it', async () => {
    const chunks = createChunks({ ...limits, maxBytes: 20 });
    void chunks.add(record(1));
    void chunks.add(record(2));
    const added = chunks.add(record(3));
    expect(await isSettled(added)).toBe(false);
    expect(linesOf(await chunks.take())).toEqual([1, 2]);
    await added;
    chunks.end();
    expect(linesOf(await chunks.take())).toEqual([3]);
    expect(await chunks.take()).toBeUndefined();
  });

  test('may be a record that is too large by itself', async () => {
    const chunks = createChunks({ ...limits, maxBytes: 5 });
    void chunks.add(record(1));
    void chunks.add(record(2));
    expect(linesOf(await chunks.take())).toEqual([1]);
  });

  test('is given when it has lingered, and has grown by then', async () => {
    const chunks = createChunks(limits);
    const taken = chunks.take();
    void chunks.add(record(1));
    await jest.advanceTimersByTimeAsync(99);
    void chunks.add(record(2));
    expect(await isSettled(taken)).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(linesOf(await taken)).toEqual([1, 2]);
  });

  test('grows until it is taken, long after it has lingered', async () => {
    const chunks = createChunks(limits);
    void chunks.add(record(1));
    await jest.advanceTimersByTimeAsync(1000);
    void chunks.add(record(2));
    expect(linesOf(await chunks.take())).toEqual([1, 2]);
    const next = chunks.take();
    void chunks.add(record(3));
    expect(await isSettled(next)).toBe(false);
    await jest.advanceTimersByTimeAsync(100);
    expect(linesOf(await next)).toEqual([3]);
  });

  test('is given before the error that the adding ended with', async () => {
    const chunks = createChunks(limits);
    void chunks.add(record(1));
    chunks.end(new Error('line 2'));
    expect(linesOf(await chunks.take())).toEqual([1]);
    await expect(chunks.take()).rejects.toThrow('line 2');
  });

  test('that is dropped makes room for good, and leaves no timer behind', async () => {
    const chunks = createChunks({ ...limits, maxRecords: 1 });
    void chunks.add(record(1));
    const added = chunks.add(record(2));
    chunks.drop();
    expect(await isSettled(added)).toBe(true);
    for (const line of [3, 4]) expect(chunks.add(record(line))).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });
});
