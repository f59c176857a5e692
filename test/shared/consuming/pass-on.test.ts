import { describe, expect, test } from '@jest/globals';
import { createJudgeRead } from '../../../shared/consuming/judge-read.ts';
import { createPassOn } from '../../../shared/consuming/pass-on.ts';
import type { LogRange } from '../../../shared/consuming/read-log.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Open } from '../../../shared/kafka-rest/operation.ts';
import { countListeners } from '../../support/count-listeners.ts';

const range: LogRange = { topic: 'orders', partition: 0, offset: 5, count: 10, maxBytes: 6_000_000 };
const record = (offset: number, value = 'v') => JSON.stringify({ value, offset });
const open = () => new AbortController().signal;

interface Given {
  readonly chunks: readonly (string | Error | Promise<string>)[];
  readonly nextOffset?: string;
  readonly asked?: Partial<LogRange>;
  readonly signal?: AbortSignal;
  readonly closed?: AbortSignal;
  readonly deadline?: () => AbortSignal;
}

/** A read of an answer that comes in these chunks, in a log from 3 to 20. */
function pass({ chunks, nextOffset, asked = {}, signal = open(), closed = open(), deadline = open }: Given) {
  const world = { looks: 0, signal: undefined as AbortSignal | undefined };
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield Buffer.from(await chunk);
    }
  }
  const opening: Open = (_, given) => {
    world.signal = given;
    const headers: Record<string, string> = nextOffset === undefined ? {} : { nextoffset: nextOffset };
    return Promise.resolve({ status: 200, headers, body: body() });
  };
  const of = () => {
    world.looks += 1;
    const known = { partition: 0, earliestOffset: 3, endOffset: 20, leader: 1, replicas: [], isr: [] };
    return Promise.resolve([known]);
  };
  const passOn = createPassOn({
    open: opening,
    partitions: { of },
    judge: createJudgeRead({ partitions: { of } }),
  });
  return { world, result: passOn({ ...range, ...asked }, signal, { deadline, closed }) };
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += Buffer.from(chunk).toString();
  return text;
}

async function passed(given: Given) {
  const result = await pass(given).result;
  if (result.kind !== 'passed') throw new Error(result.kind);
  return result;
}

const LONG = 'x'.repeat(70_000);

describe('an answer that begins with the record that was asked for', () => {
  test('is passed on byte for byte', async () => {
    const text = `{"records": [${record(5)} , ${record(7)}] }\n`;
    const { world, result } = pass({ chunks: [text.slice(0, 20), text.slice(20)], nextOffset: '8' });
    const answer = await result;
    expect(answer).toMatchObject({ kind: 'passed', nextOffset: 8, isBare: false });
    if (answer.kind !== 'passed') return;
    expect(await read(answer.chunks)).toBe(text);
    expect(await answer.endOffset).toBe(20);
    expect(world.looks).toBe(1);
  });

  test('is a bare array where the proxy answers one', async () => {
    const answer = await passed({ chunks: [`[${record(5)}]`], nextOffset: '6' });
    expect(answer.isBare).toBe(true);
  });

  test('asks for no metadata where the end is not wanted', async () => {
    const { world, result } = pass({
      chunks: [`[${record(5)}]`],
      nextOffset: '6',
      asked: { withEnd: false },
    });
    const answer = await result;
    expect(answer.kind === 'passed' && (await answer.endOffset)).toBeNull();
    expect(world.looks).toBe(0);
  });

  test('is passed on before its end has come, once it is long', async () => {
    const rest = Promise.withResolvers<string>();
    const begin = `{"records":[${record(5, LONG)}`;
    const answer = await passed({ chunks: [begin, rest.promise], nextOffset: '6' });
    rest.resolve(']}');
    expect(await read(answer.chunks)).toBe(`${begin}]}`);
  });

  test('is waited for until its first record is whole, however long that is', async () => {
    const long = `[${record(5, LONG.repeat(3))}]`;
    const chunks = Array.from({ length: 30 }, (_, index) => long.slice(index * 8000, index * 8000 + 8000));
    expect(await read((await passed({ chunks, nextOffset: '6' })).chunks)).toBe(long);
  });

  test('fails before it is passed on where it is short, and later where it is long', async () => {
    const cut = new AppError('proxy-answer-invalid', 'cut');
    const short = pass({ chunks: [`[${record(5)},`, cut], nextOffset: '6' });
    await expect(short.result).rejects.toBe(cut);
    const long = await passed({ chunks: [`[${record(5, LONG)},`, cut], nextOffset: '6' });
    await expect(read(long.chunks)).rejects.toBe(cut);
  });
});

describe('an answer is read as any other where', () => {
  test.each([
    ['it has no NextOffset', `[${record(5)},${record(6)}]`, undefined, { kind: 'records', nextOffset: 7 }],
    ['NextOffset does not lead on', `[${record(5)},${record(6)}]`, '5', { kind: 'records', nextOffset: 7 }],
    ['it begins after a gap', `{"records":[${record(8)}]}`, '9', { kind: 'records', nextOffset: 9 }],
    ['there is nothing', '{"records":[]}', '5', { kind: 'records', records: [], nextOffset: 5 }],
    [
      'records are not its first member',
      `{"a":1,"records":[${record(5)}]}`,
      '6',
      { kind: 'records', nextOffset: 6 },
    ],
  ])('%s', async (_, text, nextOffset, wanted) => {
    const given = { chunks: [text], ...(nextOffset !== undefined && { nextOffset }) };
    expect(await pass(given).result).toMatchObject(wanted);
  });

  test('the place is outside the log', async () => {
    const { result } = pass({ chunks: [`[${record(3)}]`], nextOffset: '4', asked: { offset: 2 } });
    expect(await result).toEqual({ kind: 'out-of-range', earliestOffset: 3, endOffset: 20 });
  });

  test('it is no JSON', async () => {
    await expect(pass({ chunks: ['<html>'] }).result).rejects.toMatchObject({ code: 'proxy-answer-invalid' });
  });
});

describe('what holds a connection ends', () => {
  test('when nobody reads on', async () => {
    const { world, result } = pass({ chunks: [`[${record(5, LONG)}`, ']'], nextOffset: '6' });
    const answer = await result;
    if (answer.kind !== 'passed') throw new Error(answer.kind);
    for await (const chunk of answer.chunks) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      break;
    }
    expect(world.signal?.aborted).toBe(true);
  });

  test('when the caller goes', async () => {
    const gone = new AbortController();
    const { world } = pass({ chunks: [new Promise<string>(() => undefined)], closed: gone.signal });
    gone.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.signal?.aborted).toBe(true);
  });

  test('at the deadline of the first record, and at that of each later piece', async () => {
    const first = new AbortController();
    const early = pass({ chunks: [new Promise<string>(() => undefined)], signal: first.signal });
    await new Promise((resolve) => setImmediate(resolve));
    first.abort(new DOMException('late', 'TimeoutError'));
    expect(early.world.signal?.reason).toMatchObject({ name: 'TimeoutError' });

    const later = new AbortController();
    const chunks = [`[${record(5, LONG)}`, new Promise<string>(() => undefined)];
    const { world, result } = pass({ chunks, nextOffset: '6', deadline: () => later.signal });
    const answer = await result;
    if (answer.kind !== 'passed') throw new Error(answer.kind);
    const source = answer.chunks[Symbol.asyncIterator]();
    await source.next();
    const piece = source.next();
    void piece.catch(() => undefined);
    expect(world.signal?.aborted).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    later.abort();
    expect(world.signal?.aborted).toBe(true);
  });

  test('with no listener left on the deadline', async () => {
    const deadline = open();
    const listeners = countListeners(deadline);
    const chunks = [`[${record(5, LONG)}`, ']'];
    const answer = await passed({ chunks, nextOffset: '6', deadline: () => deadline });
    await read(answer.chunks);
    expect(listeners()).toBe(0);
  });
});
