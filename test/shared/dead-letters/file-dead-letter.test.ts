import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createFileDeadLetter, type LetterStore } from '../../../shared/dead-letters/file-dead-letter.ts';
import { createRemoveDeadLetter } from '../../../shared/dead-letters/remove-dead-letter.ts';
import { fc } from '../../support/properties.ts';
import { interleaved } from './interleaved.ts';
import { aMessage, keptOf, type LetterStorage, startLetterStorage } from './letter-store.ts';

let storage: LetterStorage;
let store: LetterStore;

beforeAll(async () => {
  storage = await startLetterStorage();
}, 60_000);
afterAll(() => storage.azurite.stop());
beforeEach(() => {
  store = storage.newStore();
});

let clock = Date.parse('2026-01-03T00:00:00Z');
const nowMs = () => (clock += 1000);
const fileIn = (into: LetterStore) => createFileDeadLetter({ ...into, nowMs });

/** The same store for a process that ends at its call of that number, before or after it has happened. */
function crashing(into: LetterStore, at: number, when: 'before' | 'after'): LetterStore {
  let calls = 0;
  const mortal = <T extends object>(port: T): T =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]) => [
        name,
        async (...args: unknown[]) => {
          calls += 1;
          if (calls > at || (calls === at && when === 'before')) throw new Error('crashed');
          const result: unknown = await (call as (...given: unknown[]) => unknown)(...args);
          if (calls === at) throw new Error('crashed');
          return result;
        },
      ]),
    ) as T;
  return { ...into, table: mortal(into.table), container: mortal(into.container) };
}

describe('A message that is given up', () => {
  test('is kept to the byte, with what is known of it and its claim check', async () => {
    await store.claimChecks.put('big', Buffer.from('records'), 'application/x-ndjson');
    const message = aMessage({ claimCheck: 'big' });
    const id = await fileIn(store)(message);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await keptOf(store, id)).toEqual({
      content: message.content,
      contentType: 'application/octet-stream',
      claimCheck: Buffer.from('records'),
      columns: expect.objectContaining({
        source: 'produce-queue',
        direction: 'produce',
        messageId: 'message-1',
        topic: 'orders',
        code: 'topic-not-found',
        reason: 'There is no such topic.',
        attempts: '3',
        firstAt: '2026-01-01T00:00:00.000Z',
        lastAt: '2026-01-02T00:00:00.000Z',
        bytes: '6',
        claimCheck: 'big',
        claimCheckBytes: '7',
      }),
    });
  });

  test('again makes the same letter with one more attempt and what is new of it', async () => {
    const file = fileIn(store);
    const id = await file(aMessage());
    const again = {
      code: 'proxy-timeout',
      reason: 'later',
      lastAt: new Date('2026-01-09T00:00:00Z'),
    } as const;
    expect(await file(aMessage({ ...again, attempts: 1, firstAt: new Date('2026-01-08T00:00:00Z') }))).toBe(
      id,
    );
    expect((await keptOf(store, id))?.columns).toMatchObject({
      code: 'proxy-timeout',
      reason: 'later',
      attempts: '4',
      firstAt: '2026-01-01T00:00:00.000Z',
      lastAt: '2026-01-09T00:00:00.000Z',
    });
    await file(aMessage({ attempts: 9 }));
    expect((await keptOf(store, id))?.columns).toMatchObject({ attempts: '9' });
  });

  test('is another letter from another source, under another id or with other bytes', async () => {
    const file = fileIn(store);
    const ids = [
      await file(aMessage()),
      await file(aMessage({ source: 'event-grid' })),
      await file(aMessage({ messageId: 'message-2' })),
      await file(aMessage({ content: Buffer.from('other') })),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  test.each(['none', '../escape', 'https://account/container/blob?sig=word'])(
    'because its claim check cannot be had is kept without it: %s',
    async (claimCheck) => {
      const id = await fileIn(store)(aMessage({ claimCheck }));
      expect((await keptOf(store, id))?.columns).toMatchObject({ claimCheck, claimCheckBytes: '' });
    },
  );

  test('of any bytes is kept to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (content) => {
        const id = await fileIn(store)(aMessage({ content }));
        expect((await keptOf(store, id))?.content).toEqual(Buffer.from(content));
      }),
      { numRuns: 20 },
    );
  });

  test.each(['before', 'after'] as const)(
    'is one whole letter however a filing ended, %s any of its calls, once it is filed again',
    async (when) => {
      for (let at = 1; ; at += 1) {
        const into = storage.newStore();
        await into.claimChecks.put('big', Buffer.from('records'), 'text/plain');
        const message = aMessage({ claimCheck: 'big' });
        const crashed = await fileIn(crashing(into, at, when))(message).catch(() => undefined);
        const id = await fileIn(into)(message);
        const kept = await keptOf(into, id);
        expect(kept).toMatchObject({ content: message.content, claimCheck: Buffer.from('records') });
        expect(['3', '4']).toContain(kept?.columns?.['attempts']);
        if (crashed === undefined) continue;
        // The filing came to its end: its calls are all tried.
        expect(at).toBeGreaterThan(5);
        return;
      }
    },
  );

  test('by many at once is one letter that counts each of them once', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => fileIn(store)(aMessage({ attempts: 1 }))));
    expect(new Set(ids).size).toBe(1);
    expect((await keptOf(store, ids[0] ?? ''))?.columns).toMatchObject({ attempts: '3' });
  });

  test('while its letter is removed is whole or gone whole, and never a row without its content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), async (order) => {
        const into = storage.newStore();
        const message = aMessage();
        const id = await fileIn(into)(message);
        const [filer, remover] = interleaved(into, order);
        await Promise.all([
          fileIn(filer.store)(message).finally(filer.end),
          createRemoveDeadLetter(remover.store)(id).finally(remover.end),
        ]);
        const kept = await keptOf(into, id);
        if (kept === undefined) {
          expect((await into.table.listOld(everything)).rows).toEqual([]);
        } else {
          expect(kept).toMatchObject({ content: message.content, columns: { source: 'produce-queue' } });
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

const everything = { writtenBeforeMs: 8e15, from: '', before: '~' };
