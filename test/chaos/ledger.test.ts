import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultRule } from '../../local/stand-in/faults.ts';
import type { FiledLetter } from '../support/dead-letters.ts';
import { isFilingCutShort, type Outage } from './causes.ts';
import { Hands } from './hands.ts';
import { Journal } from './journal.ts';
import { balance } from './ledger.ts';
import type { KafkaRecord } from './messages.ts';

/** The books of the accounting run find each gap, and take for an explanation only what is one. */

const NAME = 'queued-1';
const TEXT = '{"topic":"orders"}';
const LATE_MS = 7000;
const refused: FaultRule = { call: 'produce', fault: { kind: 'status', status: 413 } };
const lost: FaultRule = { call: 'produce', fault: { kind: 'cut', where: 'before-answer' } };
const slow: FaultRule = { call: 'produce', fault: { kind: 'delay', ms: 2 } };

let journal: Journal;
let hands: Hands;
let outages: Outage[];
beforeEach(() => {
  journal = new Journal();
  hands = new Hands();
  outages = [];
  hands.knows('message-1', NAME);
});

interface CallOptions {
  readonly rule?: FaultRule;
  readonly writes?: boolean;
  /** Others in the same call. */
  readonly beside?: readonly string[];
  /** After how long it is answered, or with `hangsUp` given up by whoever made it. */
  readonly overAfterMs?: number;
  readonly hangsUp?: boolean;
}

function call({ rule, writes = true, beside = [], overAfterMs, hangsUp }: CallOptions = {}): void {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const records = [NAME, ...beside].map((value) => ({ value }));
  const body = Buffer.from(JSON.stringify({ records }));
  journal.call({ body, response }, rule);
  const made = journal.callsOf(NAME).at(-1);
  if (made === undefined) throw new Error('not noted');
  if (writes) made.wrote.add(NAME);
  if (hangsUp !== true) response.emit('finish');
  response.emit('close');
  if (overAfterMs === undefined) return;
  if (hangsUp === true) made.closedMs = made.atMs + overAfterMs;
  else made.answeredMs = made.atMs + overAfterMs;
}

function letter(code: string, text = TEXT) {
  return { rowKey: 'letter-1', code, reason: 'because', bytes: Buffer.from(text) } as FiledLetter & {
    bytes: Buffer;
  };
}

interface BooksOptions {
  readonly wrong?: { readonly way: string; readonly code: string };
  readonly written?: readonly KafkaRecord[];
  readonly isRepaired?: boolean;
}

function books(letters: ReturnType<typeof letter>[] = [], options: BooksOptions = {}) {
  const { wrong, isRepaired = false } = options;
  const count = journal.callsOf(NAME).filter(({ wrote }) => wrote.has(NAME)).length;
  const record = { key: null, value: NAME };
  return balance({
    sent: [{ name: NAME, text: TEXT, ...(wrong === undefined ? { record } : { wrong }) }],
    written: options.written ?? Array<KafkaRecord>(count).fill(record),
    letters,
    evidence: { journal, hands, outages, lateMs: LATE_MS },
    isRepaired,
  });
}

const held = (from: number, to: number, killed = false) =>
  Object.assign(hands.take('message-1', Date.now() + from), { toMs: Date.now() + to, killed });

const truncated = { way: 'truncated', code: 'invalid-json' };

describe('A gap is', () => {
  test('what is nowhere', () => {
    expect(books().gaps).toEqual([expect.stringContaining(`${NAME} is nowhere`)]);
  });

  test('what is two dead letters, and a dead letter of nothing that was sent', () => {
    const wrong = { wrong: truncated };
    expect(books([letter('invalid-json'), letter('invalid-json')], wrong).gaps).toHaveLength(1);
    expect(books([letter('invalid-json'), letter('invalid-json', 'else')], wrong).gaps).toHaveLength(1);
    expect(books([letter('invalid-json')], wrong).gaps).toEqual([]);
  });

  test('what is wrong and in Kafka', () => {
    call();
    expect(books([], { wrong: truncated }).gaps).toHaveLength(1);
  });

  test('a dead letter that no refusal explains', () => {
    call({ rule: lost, writes: false });
    expect(books([letter('request-too-large')]).gaps).toHaveLength(1);
    call({ rule: refused, writes: false });
    expect(books([letter('request-too-large')]).gaps).toEqual([]);
    expect(books([letter('records-refused')]).gaps).toHaveLength(1);
  });

  test('a dead letter of one whose neighbour in a call was refused', () => {
    call({ rule: refused, writes: false, beside: ['queued-2'] });
    expect(books([letter('request-too-large')]).gaps).toHaveLength(1);
  });

  test('a dead letter for another code than its way to be wrong has', () => {
    expect(books([letter('invalid-request')], { wrong: truncated }).gaps).toHaveLength(1);
  });

  test('unless the proxy was made to answer its last call in another way', () => {
    const unknown = { way: 'unknown topic', code: 'topic-not-found' };
    const gaps = () => books([letter('produce-outcome-unknown')], { wrong: unknown }).gaps.length;
    call({ rule: lost, writes: false });
    expect(gaps()).toBe(0);
    call({ writes: false });
    expect(gaps()).toBe(1);
  });

  test('what is in Kafka with another key, another value, or not as often as the proxy wrote it', () => {
    call();
    const as = (...written: KafkaRecord[]) => books([], { written }).gaps.length;
    expect(as({ key: null, value: NAME })).toBe(0);
    expect(as({ key: '', value: NAME })).toBe(1);
    expect(as({ key: null, value: JSON.stringify({ id: NAME }) })).toBe(1);
    expect(as({ key: null, value: NAME }, { key: null, value: NAME })).toBe(1);
  });

  test('what was never sent and is in Kafka', () => {
    call();
    const written = ['queued-1', 'queued-7'].map((value) => ({ key: null, value }));
    expect(books([], { written }).gaps).toEqual(['queued-7 is in Kafka and was never sent']);
  });

  test('a good message that is a dead letter still, after all was repaired', () => {
    call({ rule: refused, writes: false });
    const filed = [letter('request-too-large')];
    expect([books(filed).gaps.length, books(filed, { isRepaired: true }).gaps.length]).toEqual([0, 1]);
  });

  test('what was written twice, because a call that nothing struck had no answer', () => {
    call({ hangsUp: true, overAfterMs: 100 });
    call();
    expect(books().gaps).toHaveLength(1);
  });

  test('what was written twice and answered as written, in time, also where the answer was only slow', () => {
    call({ rule: slow });
    call();
    expect(books().gaps).toEqual([
      expect.stringMatching(/written 2 times, and nothing explains it: .*writes it/),
    ]);
  });
});

describe('A repeat is explained by', () => {
  const isOnly = (cause: string, count = 1) => {
    const { gaps, sums } = books();
    expect(gaps).toEqual([]);
    expect(sums[cause]).toBe(count);
  };

  test('an answer that was lost', () => {
    call({ rule: lost });
    call();
    isOnly('answerLost');
  });

  test.each([false, true])('an answer that may have come too late, hung up: %s', (hangsUp) => {
    call({ overAfterMs: LATE_MS + 1, hangsUp });
    call();
    isOnly('answeredLate');
  });

  test('a put that may have queued it twice, once for each', () => {
    call();
    call();
    hands.putAgain(NAME);
    isOnly('queuedTwice');
    call();
    expect(books().gaps).toHaveLength(1);
  });

  test('a kill or an outage soon after the answer, and not long after it', () => {
    call({ overAfterMs: 10 });
    call();
    const first = held(-1000, 30_000, true);
    expect(books().gaps).toHaveLength(1);
    outages.push({ fromMs: Date.now() + 20_000, toMs: Date.now() + 25_000 });
    expect(books().gaps).toHaveLength(1);
    first.toMs = Date.now() + 5000;
    isOnly('killed');
  });

  test('a host that was killed with it in hand, and not one that had ended with it before', () => {
    held(-2000, -1000, true);
    call();
    call();
    expect(books().gaps).toHaveLength(1);
    held(-1000, 1000, true);
    isOnly('killed');
  });

  test('a lease that ended, and not a message that was taken twice before it could', () => {
    held(-1000, 1000);
    held(-500, 1000);
    call();
    call();
    expect(books().gaps).toHaveLength(1);
    held(-6000, 1000);
    isOnly('leaseEnded');
  });

  test('a storage that was out while it was in hand', () => {
    outages.push({ fromMs: Date.now() + 500, toMs: Date.now() + 900 });
    held(-1000, 100);
    call();
    call();
    expect(books().gaps).toHaveLength(1);
    held(-1000, 1000);
    isOnly('storageOut');
  });
});

test('A filing was cut short where its host was killed soon after a refusal', () => {
  const evidence = { journal, hands, outages, lateMs: LATE_MS };
  call({ rule: refused, writes: false });
  expect(isFilingCutShort(NAME, evidence)).toBe(false);
  held(-1000, 1000, true);
  expect(isFilingCutShort(NAME, evidence)).toBe(true);
});

describe('What is in Kafka and a dead letter was refused before', () => {
  const filed = [letter('request-too-large')];

  test('and sent again by Event Grid with the others of its request', () => {
    hands = new Hands();
    hands.take(NAME, Date.now() - 1000);
    call({ rule: refused, writes: false });
    hands.take(NAME, Date.now());
    call();
    expect(books(filed)).toMatchObject({ gaps: [], sums: { both: 1, filedBefore: 1 } });
  });

  test('and not written beside that by the one delivery that it had', () => {
    hands = new Hands();
    hands.take(NAME, Date.now() - 1000);
    call({ rule: refused, writes: false });
    call();
    expect(books(filed).gaps).toHaveLength(1);
  });

  test('by a host that was killed before it could acknowledge it, if it came by queue', () => {
    call({ rule: refused, writes: false });
    call();
    expect(books(filed).gaps).toHaveLength(1);
    held(-1000, 1000, true);
    expect(books(filed).gaps).toEqual([]);
  });
});
