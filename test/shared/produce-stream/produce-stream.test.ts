import { describe, expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Produce } from '../../../shared/kafka-rest/produce.ts';
import {
  createProduceStream,
  type ProduceStreamOptions,
} from '../../../shared/produce-stream/produce-stream.ts';
import type { Ending, Receipt } from '../../../shared/produce-stream/receipt.ts';
import { countListeners } from '../../support/count-listeners.ts';
import { countTimers } from '../../support/count-timers.ts';
import { fc } from '../../support/properties.ts';
import { openCalls } from '../kafka-rest/produced.ts';

const limits = { maxRecords: 3, maxBytes: 1000, maxRecordBytes: 100 };
const never = new AbortController().signal;
const done: Produce = () => Promise.resolve({ duplicatesPossible: false });

function streamTo(produce: Produce, options: Partial<ProduceStreamOptions> = {}) {
  const deadline = () => AbortSignal.timeout(10_000);
  const stream = createProduceStream({ produce, deadline, limits, maxMs: 10_000, lingerMs: 5, ...options });
  type Given = Parameters<typeof stream>;
  return (topic: string, read: Given[1], closed: AbortSignal, takeBytes: Given[3] = () => () => undefined) =>
    stream(topic, read, closed, takeBytes);
}

const body = (...chunks: string[]) =>
  async function* read() {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
  };

/** A body that stays open, until it is told to stop. */
const openBody = (...chunks: string[]) =>
  async function* read(stop: AbortSignal) {
    yield* body(...chunks)();
    await new Promise((_resolve, reject) => {
      stop.addEventListener('abort', () => {
        reject(stop.reason as Error);
      });
    });
  };

/** Lets all run that is due and waits for nobody. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

const line = (value: number) => `{"value":${value}}\n`;
const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index + 1)).join('');

async function all(stream: AsyncIterable<Receipt | Ending>): Promise<(Receipt | Ending)[]> {
  const found = [];
  for await (const one of stream) found.push(one);
  return found;
}

const accepted = (fromLine: number, toLine: number) => ({ fromLine, toLine, outcome: 'accepted' });
const refused = new AppError('records-refused', 'x', { outcome: 'not-written' });
const unknown = new AppError('produce-outcome-unknown', 'x', { outcome: 'unknown' });

/** A port that fails at this call, the first is 1. */
function failingAt(call: number, error: Error): Produce {
  let calls = 0;
  return () => (++calls === call ? Promise.reject(error) : Promise.resolve({ duplicatesPossible: false }));
}

/** A port that counts the records it was given. */
function counting() {
  let records = 0;
  const produce: Produce = (_topic, more) => {
    records += more.length;
    return done('t', more, never);
  };
  return { produce, sent: () => records };
}

describe('A stream of lines', () => {
  test('is produced chunk by chunk, in order, with a receipt for each and the ending', async () => {
    const sent: string[][] = [];
    const produce: Produce = (_topic, records) => {
      sent.push(records.map(({ json }) => json));
      return Promise.resolve({ duplicatesPossible: sent.length === 2 });
    };
    const receipts = await all(streamTo(produce)('t', body(lines(7)), never));
    expect(receipts).toEqual([
      accepted(1, 3),
      { ...accepted(4, 6), duplicatesPossible: true },
      accepted(7, 7),
      { done: true, accepted: 7 },
    ]);
    expect(sent.flat()).toEqual(lines(7).trim().split('\n'));
  });

  test('counts the bytes of each chunk until it was sent, accepted or not', async () => {
    const seen: string[] = [];
    const take = (bytes: number) => {
      seen.push(`takes ${bytes}`);
      return () => seen.push('lets go');
    };
    const produce = failingAt(2, refused);
    await all(
      streamTo((...call) => (seen.push('sends'), produce(...call)))('t', body(lines(4)), never, take),
    );
    const perChunk = (bytes: number) => [`takes ${bytes}`, 'sends', 'lets go'];
    expect(seen).toEqual([...perChunk(3 * 11), ...perChunk(11)]);
  });

  test('ends at the chunk for which its caller has no bytes left, of which nothing is written', async () => {
    const busy = new AppError('too-many-requests', 'x');
    let left = 40;
    const take = (bytes: number) => {
      left -= bytes;
      if (left < 0) throw busy;
      return () => undefined;
    };
    const { produce, sent } = counting();
    expect(await all(streamTo(produce)('t', body(lines(7)), never, take))).toMatchObject([
      accepted(1, 3),
      { done: true, accepted: 3, notWrittenFromLine: 4, error: { code: 'too-many-requests' } },
    ]);
    expect(sent()).toBe(3);
  });

  test.each(['', '\n', ' \r\n\n'])('may be empty: %j', async (text) => {
    expect(await all(streamTo(failingAt(1, refused))('t', body(text), never))).toEqual([
      { done: true, accepted: 0 },
    ]);
  });

  test('counts blank lines and leaves them out', async () => {
    expect(await all(streamTo(done)('t', body(`\n${line(1)}\n\n${line(2)}`), never))).toEqual([
      accepted(2, 5),
      { done: true, accepted: 2 },
    ]);
  });

  test('has one call under way at a time, and is read no further than one chunk ahead', async () => {
    const { produce, calls } = openCalls();
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield await Promise.resolve(Buffer.from(line(given)));
      }
    }
    const stream = streamTo(produce)('t', endless, never);
    const first = stream.next();
    await settle();
    expect([calls.length, given]).toEqual([1, 7]);
    calls[0]?.accept();
    expect((await first).value).toEqual(accepted(1, 3));
    // Nothing more is sent to a caller that does not take its receipts.
    await settle();
    expect([calls.length, given]).toEqual([1, 7]);
    const left = stream.return(undefined);
    await left;
    expect(calls).toHaveLength(1);
  });

  test('gives its first receipt while the body is still open', async () => {
    const stream = streamTo(done)('t', openBody(line(1), line(2)), never);
    expect((await stream.next()).value).toEqual(accepted(1, 2));
    await stream.return(undefined);
  });

  test.each([
    ['a chunk that was not written', refused, 'not-written', 4],
    ['a chunk whose outcome is unknown', unknown, 'unknown', 7],
    ['an error of this app while one is under way', new Error('x'), 'unknown', 7],
  ] as const)(
    'stops at %s, and says what was not sent',
    async (_what, error, outcome, notWrittenFromLine) => {
      const receipts = await all(streamTo(failingAt(2, error))('t', body(lines(9)), never));
      expect(receipts).toEqual([
        accepted(1, 3),
        {
          fromLine: 4,
          toLine: 6,
          outcome,
          code: error === refused ? 'records-refused' : 'produce-outcome-unknown',
        },
        { done: true, accepted: 3, notWrittenFromLine, error: expect.objectContaining({ name: 'AppError' }) },
      ]);
    },
  );

  test.each([
    ['a chunk', failingAt(1, unknown), lines(9), 'unknown', 4],
    ['a line', done, `{"value":1\n${lines(3)}`, 'not-written', 1],
  ] as const)(
    'rejects when %s fails before anything was accepted',
    async (_what, produce, text, outcome, from) => {
      await expect(all(streamTo(produce)('t', body(text), never))).rejects.toMatchObject({
        options: { outcome, members: { accepted: 0, notWrittenFromLine: from } },
      });
    },
  );

  test('ends at a line that is not valid when all before it are accepted', async () => {
    const text = `${lines(4)}{"value":1,"headers":{}}\n${lines(3)}`;
    const receipts = await all(streamTo(done)('t', body(text), never));
    expect(receipts).toEqual([
      accepted(1, 3),
      accepted(4, 4),
      {
        done: true,
        accepted: 4,
        notWrittenFromLine: 5,
        error: expect.objectContaining({ code: 'invalid-request' }),
      },
    ]);
  });

  test('says the line of a record that the topic has no partition for', async () => {
    const faults = [{ pointer: '#/records/1/partition', detail: 'Topic t has 1 partition: give 0.' }];
    const error = new AppError('invalid-request', 'x', { outcome: 'not-written', faults });
    await expect(all(streamTo(failingAt(1, error))('t', body(`\n${lines(3)}`), never))).rejects.toMatchObject(
      {
        message: 'Line 3: Topic t has 1 partition: give 0.',
        options: {
          faults: [{ line: 3, pointer: '#/partition', detail: 'Line 3: Topic t has 1 partition: give 0.' }],
        },
      },
    );
  });

  test('begins no chunk after its time, and says where to go on', async () => {
    const { produce, calls } = openCalls();
    const stream = streamTo(produce, { maxMs: 20 })('t', openBody(lines(4)), never);
    const first = stream.next();
    // Timers run in the order of their times.
    await new Promise((resolve) => setTimeout(resolve, 21));
    calls[0]?.accept();
    expect((await first).value).toEqual(accepted(1, 3));
    expect((await stream.next()).value).toMatchObject({
      notWrittenFromLine: 4,
      error: { code: 'request-timeout', options: { outcome: 'not-written' } },
    });
    expect(calls).toHaveLength(1);
  });

  test('sends nothing more when its caller has gone, and ends the reading', async () => {
    const { produce, calls } = openCalls();
    const gone = new AbortController();
    const stream = streamTo(produce)('t', openBody(lines(5)), gone.signal);
    const first = stream.next();
    await settle();
    gone.abort();
    calls[0]?.accept();
    await first;
    await stream.next();
    expect((await stream.next()).done).toBe(true);
    expect(calls).toHaveLength(1);
  });
});

test.each([
  ['has been accepted', lines(5)],
  ['ended at a line that is not valid', `${lines(5)}[`],
])('A stream that %s leaves no timer and no listener behind', async (_what, text) => {
  const { signal } = new AbortController();
  const listeners = countListeners(signal);
  const timers = countTimers();
  await all(streamTo(done, { deadline: () => never })('t', body(text), signal));
  expect([listeners(), countTimers()]).toEqual([0, timers]);
});

test('However a body is cut and whatever call fails, receipts agree with what was written', async () => {
  const cases = fc.record({
    count: fc.nat(20),
    cuts: fc.array(fc.nat(200), { maxLength: 6 }),
    failsAt: fc.nat(8),
    writes: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ count, cuts, failsAt, writes }) => {
      const log: string[] = [];
      let calls = 0;
      const produce: Produce = (_topic, records) => {
        const fails = ++calls === failsAt;
        if (!fails || writes) log.push(...records.map(({ json }) => json));
        return fails ? Promise.reject(unknown) : Promise.resolve({ duplicatesPossible: false });
      };
      const text = lines(count);
      const places = [0, ...cuts.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
      const chunks = places.slice(1).map((end, index) => text.slice(places[index], end));
      const receipts = await all(streamTo(produce)('t', body(...chunks), never)).catch((error: unknown) => {
        const { notWrittenFromLine = 0 } = (error as AppError).options.members ?? {};
        return [{ done: true, accepted: 0, notWrittenFromLine }] as Ending[];
      });
      const ending = receipts.at(-1) as Ending;
      const sent = text.split('\n').slice(0, -1);
      expect(log.slice(0, ending.accepted)).toEqual(sent.slice(0, ending.accepted));
      const until = (ending.notWrittenFromLine ?? count + 1) - 1;
      expect(log).toEqual(sent.slice(0, writes ? until : ending.accepted));
    }),
  );
});
