import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createGzip, constants } from 'node:zlib';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';
import { writtenValues } from '../support/written-topic.ts';

/** Streams of lines through the host: the genuine library, with the proxy's stand-in and its log in this process. */

let app: RunningApp;
let topics = 0;

beforeAll(async () => {
  app = await startRunningApp({ settings: { KAFKA_BATCH_MAX_RECORDS: '10' } });
}, 60_000);
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

async function newTopic(): Promise<string> {
  const name = `stream-${++topics}`;
  await app.standIns.kafkaRest.log.createTopic({ name, partitionCount: 1 });
  return name;
}

const written = (topic: string) => writtenValues(app.standIns.kafkaRest.log, topic);

interface Upload {
  readonly send: (text: string | Uint8Array) => void;
  readonly end: () => void;
  /** The next receipt; undefined: that was all. */
  readonly receipt: () => Promise<Record<string, unknown> | undefined>;
  readonly status: () => Promise<number>;
  readonly leave: () => void;
}

function upload(topic: string, headers: Record<string, string> = {}): Upload {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const leaving = new AbortController();
  const answer = fetch(`${app.url}/topics/${topic}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body: readable,
    duplex: 'half',
    signal: leaving.signal,
  });
  answer.catch(() => undefined);
  const receipts = linesOf(answer);
  const ignore = () => undefined;
  return {
    send: (text) => void writer.write(Buffer.from(text)).catch(ignore),
    end: () => void writer.close().catch(ignore),
    receipt: async () => (await receipts.next()).value as Record<string, unknown> | undefined,
    status: async () => (await answer).status,
    leave: () => {
      leaving.abort();
    },
  };
}

async function* linesOf(answer: Promise<Response>) {
  let text = '';
  for await (const chunk of (await answer).body ?? []) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
      yield JSON.parse(text.slice(0, end)) as Record<string, unknown>;
      text = text.slice(end + 1);
    }
  }
}

const line = (value: number) => `{"value":${value}}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index)).join('');
const values = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe('A stream of lines, through the host,', () => {
  test('is acknowledged chunk by chunk while it is still sent', async () => {
    const topic = await newTopic();
    const stream = upload(topic);
    for (const from of [1, 11, 21]) {
      stream.send(lines(from, from + 9));
      expect(await stream.receipt()).toEqual({ fromLine: from, toLine: from + 9, outcome: 'accepted' });
      expect(await written(topic)).toEqual(values(1, from + 9));
    }
    stream.send('{"value":31}');
    stream.end();
    expect(await stream.receipt()).toEqual({ fromLine: 31, toLine: 31, outcome: 'accepted' });
    expect(await stream.receipt()).toEqual({ done: true, topic, outcome: 'accepted', accepted: 31 });
    expect(await stream.receipt()).toBeUndefined();
  });

  test('may be gzip that is flushed line by line', async () => {
    const topic = await newTopic();
    const stream = upload(topic, { 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.on('data', (part: Buffer) => {
      stream.send(part);
    });
    gzip.write(line(1));
    gzip.flush(constants.Z_SYNC_FLUSH);
    expect(await stream.receipt()).toEqual({ fromLine: 1, toLine: 1, outcome: 'accepted' });
    gzip.once('end', stream.end).end(line(2));
    expect(await stream.receipt()).toEqual({ fromLine: 2, toLine: 2, outcome: 'accepted' });
    expect(await stream.receipt()).toMatchObject({ done: true, accepted: 2 });
  });

  test('of three megabytes is written whole', async () => {
    const topic = await newTopic();
    const stream = upload(topic);
    const record = `{"value":"${'x'.repeat(10_000)}"}\n`;
    for (let sent = 0; sent < 300; sent += 1) stream.send(record);
    stream.end();
    let last: Record<string, unknown> | undefined;
    for (let next = await stream.receipt(); next !== undefined; next = await stream.receipt()) last = next;
    expect(last).toEqual({ done: true, topic, outcome: 'accepted', accepted: 300 });
    expect(await written(topic)).toHaveLength(300);
  });

  test('that fails in the middle is told so at once, and its connection serves on', async () => {
    const topic = await newTopic();
    const stream = upload(topic);
    stream.send(lines(1, 10));
    await stream.receipt();
    app.standIns.kafkaRest.faults.add({
      call: 'produce',
      times: 1,
      takesEffect: true,
      fault: { kind: 'cut', where: 'before-answer' },
    });
    stream.send(lines(11, 25));
    expect(await stream.receipt()).toMatchObject({ fromLine: 11, toLine: 20, outcome: 'unknown' });
    expect(await stream.receipt()).toMatchObject({
      done: true,
      accepted: 10,
      notWrittenFromLine: 21,
      problem: { status: 504, code: 'produce-outcome-unknown' },
    });
    expect(await written(topic)).toEqual(values(1, 20));
    stream.end();
    expect(await stream.receipt()).toBeUndefined();
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  });

  test('that begins with a line that is not valid has the status of that', async () => {
    const topic = await newTopic();
    const stream = upload(topic);
    stream.send(`{"value":1,"headers":{}}\n${lines(1, 5)}`);
    expect(await stream.status()).toBe(400);
    stream.end();
    expect(await written(topic)).toEqual([]);
  });

  test('whose caller goes away is read no further, and what was sent was sent', async () => {
    const topic = await newTopic();
    const stream = upload(topic);
    stream.send(lines(1, 10));
    expect(await stream.receipt()).toMatchObject({ toLine: 10 });
    const before = app.standIns.kafkaRest.faults.hits('produce');
    stream.leave();
    const next = upload(topic);
    next.send(line(11));
    next.end();
    expect(await next.receipt()).toEqual({ fromLine: 1, toLine: 1, outcome: 'accepted' });
    expect(app.standIns.kafkaRest.faults.hits('produce')).toBe(before + 1);
    expect(await written(topic)).toEqual(values(1, 11));
  });

  test('leaves nothing of its records in what the host prints', async () => {
    const stream = upload(await newTopic());
    stream.send('{"key":"a-key-nobody-may-log","value":"a-value-nobody-may-log"}\n');
    expect(await stream.receipt()).toMatchObject({ outcome: 'accepted' });
    stream.send('{"value":"a-value-nobody-may-log\n');
    expect(JSON.stringify(await stream.receipt())).not.toContain('nobody-may-log');
    stream.end();
    expect(app.output()).not.toContain('nobody-may-log');
  });
});
