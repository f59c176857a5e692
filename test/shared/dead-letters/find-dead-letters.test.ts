import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FailedMessage } from '../../../shared/dead-letters/dead-letter.ts';
import { createDeadLetters, type DeadLetters } from '../../../shared/dead-letters/dead-letters.ts';
import { isPlace, type LetterFilter } from '../../../shared/dead-letters/find-dead-letters.ts';
import { createTable } from '../../../shared/storage/table.ts';
import { aMessage, bytesOf, type LetterStorage, startLetterStorage } from './letter-store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-02-01T00:00:00Z');
let storage: LetterStorage;
let letters: DeadLetters;
const warn = () => undefined;
let clock: number;

beforeAll(async () => {
  storage = await startLetterStorage();
}, 60_000);
afterAll(() => storage.azurite.stop());
beforeEach(() => {
  clock = START_MS;
  letters = createDeadLetters({ ...storage.newStore(), nowMs: () => clock, warn });
});

/** Files one message a day. */
async function fileDaily(...messages: readonly Partial<FailedMessage>[]) {
  const ids: string[] = [];
  for (const [index, message] of messages.entries()) {
    ids.push(await letters.file(aMessage({ messageId: `message-${index}`, ...message })));
    clock += DAY_MS;
  }
  return ids;
}

describe('Dead letters', () => {
  test('are none where none was ever filed', async () => {
    expect(await letters.find({}, 10)).toEqual({ letters: [], next: undefined });
    expect(await letters.describe('0'.repeat(32))).toBeUndefined();
    expect(await letters.open('0'.repeat(32))).toBeUndefined();
    expect(await letters.remove('0'.repeat(32))).toBe(false);
  });

  test('are described without anything of their content', async () => {
    const content = Buffer.from('{"key":"a-key","value":"a-value"}');
    const [id = ''] = await fileDaily({ content, claimCheck: 'none' });
    const letter = await letters.describe(id);
    expect(letter).toEqual({
      id,
      source: 'produce-queue',
      direction: 'produce',
      messageId: 'message-0',
      topic: 'orders',
      code: 'topic-not-found',
      reason: 'There is no such topic.',
      attempts: 3,
      firstAt: '2026-01-01T00:00:00.000Z',
      lastAt: '2026-01-02T00:00:00.000Z',
      filedAt: '2026-02-01T00:00:00.000Z',
      bytes: content.length,
      contentType: 'application/octet-stream',
      claimCheck: 'none',
      claimCheckBytes: null,
    });
    expect((await letters.find({}, 10)).letters).toEqual([letter]);
    const opened = await letters.open(id);
    expect(opened && (await bytesOf(opened.content))).toEqual(content);
  });

  test('are listed in the order in which they were filed, page by page', async () => {
    const ids = await fileDaily({}, {}, {}, {}, {});
    const first = await letters.find({}, 2);
    expect(isPlace(first.next ?? '')).toBe(true);
    const second = await letters.find({}, 2, first.next);
    const third = await letters.find({}, 2, second.next);
    const pages = [first, second, third].map((page) => page.letters.map(({ id }) => id));
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(third.next).toBeUndefined();
    expect((await letters.find({}, 5)).next).toBeUndefined();
  });

  const filters: [string, LetterFilter, readonly number[]][] = [
    ['topic', { topic: 'payments' }, [1]],
    ['source', { source: 'group' }, [2]],
    ['direction', { direction: 'deliver' }, [2, 3]],
    ['code', { code: 'invalid-json' }, [0, 3]],
    ['time', { sinceMs: START_MS + DAY_MS, untilMs: START_MS + 3 * DAY_MS }, [1, 2]],
    ['all of these', { code: 'invalid-json', direction: 'deliver', sinceMs: START_MS }, [3]],
    ['what none has', { topic: 'none' }, []],
  ];

  test('are found by what is known of them', async () => {
    const ids = await fileDaily(
      { code: 'invalid-json', topic: undefined },
      { topic: 'payments' },
      { source: 'group', direction: 'deliver' },
      { code: 'invalid-json', source: 'consume-queue', direction: 'deliver' },
    );
    for (const [what, filter, expected] of filters) {
      const found = await letters.find(filter, 10);
      expect([what, found.letters.map(({ id }) => ids.indexOf(id)), found.next]).toEqual([
        what,
        expected,
        undefined,
      ]);
    }
  });

  test('are found also where the store gives few rows at a time', async () => {
    const store = storage.newStore();
    const name = `small${Date.now()}`;
    const small = { ...store, table: createTable({ ...storage.account, name, pageRows: 2 }) };
    letters = createDeadLetters({ ...small, nowMs: () => clock, warn });
    const ids = await fileDaily({}, {}, { topic: 'payments' }, {}, { topic: 'payments' }, {});
    const first = await letters.find({ topic: 'payments' }, 1);
    const second = await letters.find({ topic: 'payments' }, 1, first.next);
    const rest = await letters.find({ topic: 'payments' }, 1, second.next);
    expect([first, second, rest].map((page) => page.letters.map(({ id }) => ids.indexOf(id)))).toEqual([
      [2],
      [4],
      [],
    ]);
    expect(rest.next).toBeUndefined();
  });

  test('that are removed are gone with all that was kept of them', async () => {
    const store = storage.newStore();
    await store.claimChecks.put('big', Buffer.from('records'), 'text/plain');
    letters = createDeadLetters({ ...store, nowMs: () => clock, warn });
    const [id = ''] = await fileDaily({ claimCheck: 'big' });
    expect(await letters.remove(id)).toBe(true);
    expect(await store.container.head(id)).toBeUndefined();
    expect(await store.container.head(`${id}.claim-check`)).toBeUndefined();
    expect((await letters.find({}, 1)).letters).toEqual([]);
    expect(await letters.remove(id)).toBe(false);
  });
});
