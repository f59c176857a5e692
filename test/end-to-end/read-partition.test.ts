import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

/** Reads of one partition through host, library and app, as a caller meets them. */
let app: RunningApp;
const MEGABYTE = 1_000_000;
const path = (topic: string, query: string) => `${app.url}/topics/${topic}/partitions/0/records?${query}`;

beforeAll(async () => {
  app = await startRunningApp();
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: 'large' });
  await log.createTopic({ name: 'waiting' });
  for (let at = 0; at < 6; at += 1) await append('large', 'x'.repeat(MEGABYTE - 100));
}, 60_000);
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

function append(topic: string, value: string) {
  const record = { partition: 0, key: null, value: Buffer.from(value), timestampMs: Date.now() };
  return app.standIns.kafkaRest.log.append(topic, [record]);
}

async function untilHits(call: string, count: number): Promise<void> {
  while (app.standIns.kafkaRest.faults.hits(call) < count) await sleep(5);
}

interface Page {
  readonly records: readonly { readonly value: string }[];
  readonly nextOffset: number;
  readonly lag: number;
}

test('six megabytes come as they are in the log, with and without lag', async () => {
  const read = await fetch(path('large', 'count=100'));
  const page = (await read.json()) as Page;
  expect(page).toMatchObject({ nextOffset: 6, endOffset: 6, lag: 0 });
  expect(page.records.map(({ value }) => value.length)).toEqual(Array(6).fill(MEGABYTE - 100));
  expect(read.headers.get('nextoffset')).toBe('6');
  const bare = (await (await fetch(path('large', 'count=100&lag=false'))).json()) as Page;
  expect(bare).toEqual({ records: page.records });
});

test.each(['', '&lag=false'])(
  'an answer whose source is cut in the middle is cut, and never taken for whole%s',
  async (lag) => {
    app.standIns.kafkaRest.faults.add({ call: 'consume', fault: { kind: 'cut', where: 'mid-answer' } });
    const read = await fetch(path('large', `count=100${lag}`));
    expect(read.status).toBe(200);
    await expect(read.text()).rejects.toThrow();
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  },
);

describe('A read that waits', () => {
  test('wakes at what is produced', async () => {
    const { faults } = app.standIns.kafkaRest;
    const before = faults.hits('consume');
    const read = fetch(path('waiting', 'offset=latest&waitMs=15000'));
    await untilHits('consume', before + 2);
    const body = JSON.stringify({ records: [{ value: 'awake', partition: 0 }] });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${app.url}/topics/waiting/records`, { method: 'POST', headers, body });
    const page = (await (await read).json()) as Page;
    expect(page.records.map(({ value }) => value)).toEqual(['awake']);
  });

  test('asks the proxy nothing more when its caller has gone', async () => {
    const { faults } = app.standIns.kafkaRest;
    const before = faults.hits('consume');
    const gone = new AbortController();
    const read = fetch(path('waiting', 'offset=latest&waitMs=15000'), { signal: gone.signal });
    await untilHits('consume', before + 2);
    gone.abort();
    await expect(read).rejects.toThrow();
    await sleep(1000);
    const after = faults.hits('consume');
    // Longer than the pause before the next of so few polls would be.
    await sleep(900);
    expect(faults.hits('consume')).toBe(after);
    expect(app.output()).not.toContain('proxy-timeout');
  });
});
