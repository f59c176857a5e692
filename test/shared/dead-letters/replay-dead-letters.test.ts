import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FailedMessage } from '../../../shared/dead-letters/dead-letter.ts';
import { createDeadLetters, type DeadLetters } from '../../../shared/dead-letters/dead-letters.ts';
import type { LetterStore } from '../../../shared/dead-letters/file-dead-letter.ts';
import {
  createReplayDeadLetter,
  type Redeliver,
  type ReplayedLetter,
} from '../../../shared/dead-letters/replay-dead-letter.ts';
import { createReplayDeadLetters } from '../../../shared/dead-letters/replay-dead-letters.ts';
import { AppError } from '../../../shared/errors.ts';
import { aMessage, bytesOf, type LetterStorage, startLetterStorage } from './letter-store.ts';

let storage: LetterStorage;
let store: LetterStore;
let letters: DeadLetters;
const lines: string[] = [];
const warn = (line: string) => lines.push(line);
let clock: number;
/** What was accepted: message id and content. */
let accepted: [string, string][];

const accept: Redeliver = (letter) => {
  accepted.push([letter.messageId, Buffer.from(letter.content).toString('latin1')]);
  return Promise.resolve();
};
const refuse =
  (code: AppError['code'], detail: string): Redeliver =>
  () =>
    Promise.reject(new AppError(code, detail));

beforeAll(async () => {
  storage = await startLetterStorage();
}, 60_000);
afterAll(() => storage.azurite.stop());
beforeEach(() => {
  clock = Date.parse('2026-02-01T00:00:00Z');
  accepted = [];
  store = storage.newStore();
  letters = createDeadLetters({ ...store, nowMs: () => clock, warn });
});

async function file(...messages: readonly Partial<FailedMessage>[]) {
  const ids: string[] = [];
  for (const [index, message] of messages.entries()) {
    ids.push(await letters.file(aMessage({ messageId: `message-${index}`, ...message })));
    clock += 1000;
  }
  return ids;
}

const listed = async () => (await letters.find({}, 100)).letters.map(({ id }) => id);
const all = { filter: {} } as const;

describe('Letters that are replayed', () => {
  test('are sent to the byte, in the order in which they were filed, and go once they are accepted', async () => {
    const content = Buffer.from([0, 0xff, 0xc3, 0x28, 13, 10]);
    const [first, second] = await file({ content }, { content: Buffer.from('second') });
    const sweep = await letters.replaying({ 'produce-queue': accept })(all, 10, false);
    expect(accepted).toEqual([
      ['message-0', content.toString('latin1')],
      ['message-1', 'second'],
    ]);
    expect(sweep).toEqual({
      results: [
        { id: first, result: 'replayed' },
        { id: second, result: 'replayed' },
      ],
      rest: undefined,
      stoppedBy: undefined,
    });
    expect(await listed()).toEqual([]);
    expect(await letters.describe(first ?? '')).toBeUndefined();
  });

  test('read their claim check from the copy beside them, or where there is none from its own place', async () => {
    const read: string[] = [];
    const reading: Redeliver = async ({ openClaimCheck }: ReplayedLetter) => {
      read.push((await bytesOf((await openClaimCheck('big')).content)).toString());
    };
    await file({ claimCheck: 'big' });
    await store.claimChecks.put('big', Buffer.from('before'), 'text/plain');
    await file({ claimCheck: 'big', messageId: 'other' });
    await store.claimChecks.put('big', Buffer.from('after'), 'text/plain');
    await letters.replaying({ 'produce-queue': reading })(all, 10, false);
    expect(read).toEqual(['after', 'before']);
    expect(await listed()).toEqual([]);
  });

  test('and fail again come back with one more attempt, the new reason and their first time', async () => {
    const [id = ''] = await file({});
    clock = Date.parse('2026-03-01T00:00:00Z');
    const sweep = await letters.replaying({ 'produce-queue': refuse('invalid-request', 'still wrong') })(
      all,
      10,
      false,
    );
    expect(sweep.results).toEqual([
      { id, result: 'failed', failure: expect.objectContaining({ code: 'invalid-request' }) },
    ]);
    expect(lines.at(-1)).toBe(`dead letter ${id} not replayed: invalid-request: refused by this app`);
    expect(await letters.describe(id)).toMatchObject({
      attempts: 4,
      code: 'invalid-request',
      reason: 'still wrong',
      firstAt: '2026-01-01T00:00:00.000Z',
      lastAt: '2026-03-01T00:00:00.000Z',
      filedAt: '2026-02-01T00:00:00.000Z',
    });
    expect(await letters.replaying({ 'produce-queue': accept })({ ids: [id] }, 10, false)).toMatchObject({
      results: [{ id, result: 'replayed' }],
    });
  });

  test('and fail at several places say each of them', async () => {
    const [id = ''] = await file({});
    const faults = ['#/records/0/value', '#/topic'].map((pointer) => ({ pointer, detail: 'Missing.' }));
    const failing = () =>
      Promise.reject(new AppError('invalid-request', '2 faults; see errors.', { faults }));
    await letters.replaying({ 'produce-queue': failing })(all, 10, false);
    expect(await letters.describe(id)).toMatchObject({
      reason: '2 faults; see errors. #/records/0/value: Missing. #/topic: Missing.',
    });
  });

  test('by several at once are sent once', async () => {
    await file({}, {}, {});
    const sweeps = await Promise.all(
      [1, 2, 3].map(() => letters.replaying({ 'produce-queue': accept })(all, 10, false)),
    );
    expect(accepted.map(([id]) => id).sort()).toEqual(['message-0', 'message-1', 'message-2']);
    const results = sweeps.flatMap((sweep) => sweep.results.map(({ result }) => result));
    expect(results.filter((result) => result === 'replayed')).toHaveLength(3);
    expect(results.filter((result) => !['replayed', 'in-progress', 'not-found'].includes(result))).toEqual(
      [],
    );
  });

  test('while one is under way are left alone, until that one must have ended', async () => {
    const [id = ''] = await file({});
    let laterMs = 0;
    const { table } = store;
    const moved = {
      ...table,
      read: async (...args: Parameters<typeof table.read>) => {
        const { row, nowMs } = await table.read(...args);
        return { row, nowMs: nowMs + laterMs };
      },
    };
    const options = {
      ...store,
      table: moved,
      remove: letters.remove,
      nowMs: () => clock,
      timeoutMs: 120_000,
    };
    const claimed = Promise.withResolvers<undefined>();
    const neverEnding: Redeliver = () => {
      claimed.resolve(undefined);
      return new Promise(() => undefined);
    };
    const never = createReplayDeadLetter({ ...options, redeliver: { 'produce-queue': neverEnding } });
    // As an instance that dies once the letter is its own.
    void never(id);
    await claimed.promise;
    expect(await never(id)).toEqual({ id, result: 'in-progress' });
    laterMs = 149_000;
    expect(await never(id)).toEqual({ id, result: 'in-progress' });
    laterMs = 152_000;
    const other = createReplayDeadLetter({ ...options, redeliver: { 'produce-queue': accept } });
    expect(await other(id)).toEqual({ id, result: 'replayed' });
  });

  test('stay listed, and say so, where they were accepted and the storage then failed', async () => {
    const [id = ''] = await file({});
    const replay = createReplayDeadLetter({
      ...store,
      redeliver: { 'produce-queue': accept },
      remove: () => Promise.reject(new AppError('storage-unavailable', 'down')),
      nowMs: () => clock,
      timeoutMs: 1000,
    });
    expect(await replay(id)).toEqual({
      id,
      result: 'replayed',
      detail: expect.stringContaining('still listed'),
    });
    expect(await listed()).toEqual([id]);
  });

  test('are those that were chosen; what cannot be sent again is named', async () => {
    const [first = '', second = '', third = ''] = await file({}, { source: 'group' }, {});
    const none = '0'.repeat(32);
    const sweep = await letters.replaying({ 'produce-queue': accept })(
      { ids: [third, none, second] },
      10,
      false,
    );
    expect(sweep.results).toEqual([
      { id: third, result: 'replayed' },
      { id: none, result: 'not-found' },
      { id: second, result: 'not-replayable' },
    ]);
    expect(await listed()).toEqual([first, second]);
  });
});

describe('A replay of many', () => {
  test('does some at a time and says what is left, until all were tried once', async () => {
    const ids = await file({}, {}, {}, {}, {});
    const redeliver: Redeliver = async (letter, signal) =>
      letter.messageId === 'message-1'
        ? refuse('invalid-request', 'wrong')(letter, signal)
        : accept(letter, signal);
    const replay = letters.replaying({ 'produce-queue': redeliver });
    const first = await replay(all, 2, false);
    const second = await replay(first.rest ?? all, 2, false);
    const third = await replay(second.rest ?? all, 2, false);
    expect([first.rest, second.rest, third.rest].map((rest) => rest === undefined)).toEqual([
      false,
      false,
      true,
    ]);
    expect(accepted.map(([id]) => id)).toEqual(['message-0', 'message-2', 'message-3', 'message-4']);
    expect(await listed()).toEqual([ids[1]]);
    const [one = '', other = ''] = await file({}, {});
    expect((await replay({ ids: [one, other] }, 1, false)).rest).toEqual({ ids: [other] });
  });

  test('ends at a failure that all others would share, and goes on behind it', async () => {
    const ids = await file({}, {}, {});
    const replay = letters.replaying({ 'produce-queue': refuse('proxy-unavailable', 'down') });
    const sweep = await replay(all, 10, false);
    expect(sweep.results).toHaveLength(1);
    expect(sweep.stoppedBy).toMatchObject({ code: 'proxy-unavailable' });
    const rest = await letters.replaying({ 'produce-queue': accept })(sweep.rest ?? all, 10, false);
    expect(rest.results.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  test('begins no other letter when its time is over', async () => {
    const ids = await file({}, {}, {});
    const replay = createReplayDeadLetters({
      ...letters,
      replay: (id) => {
        clock += 700;
        return Promise.resolve({ id, result: 'replayed' });
      },
      isReplayable: () => true,
      budgetMs: 1000,
      nowMs: () => clock,
    });
    const sweep = await replay(all, 10, false);
    expect(sweep.results.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const rest = await replay(sweep.rest ?? all, 10, false);
    expect(rest.results.map(({ id }) => id)).toEqual(ids.slice(2));
  });

  test('sends and changes nothing as a dry run', async () => {
    const [first = '', second = ''] = await file({}, { source: 'group' });
    const before = await letters.find({}, 10);
    const sweep = await letters.replaying({ 'produce-queue': accept })(all, 10, true);
    expect(sweep.results).toEqual([
      { id: first, result: 'would-be-replayed' },
      { id: second, result: 'not-replayable' },
    ]);
    expect(accepted).toEqual([]);
    expect(await letters.find({}, 10)).toEqual(before);
  });
});
