import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { EventSource } from 'eventsource';
import { startCuttingRelay } from '../support/cutting-relay.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';
import { fill, inOrder, type Written, written } from '../support/written-topic.ts';

let app: RunningApp;
let topics = 0;

beforeAll(async () => {
  app = await startRunningApp();
}, 60_000);
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

const log = () => app.standIns.kafkaRest.log;
const hits = (name: string) => app.standIns.kafkaRest.faults.hits(name);

async function topicOf(...counts: number[]): Promise<string> {
  const topic = `streamed-${++topics}`;
  await log().createTopic({ name: topic, partitionCount: counts.length });
  await fill(log(), topic, counts);
  return topic;
}

/** An answer whose body is left unread. */
async function open(path: string, accept: string): Promise<IncomingMessage> {
  const request = get(`${app.url}/${path}`, { headers: { accept }, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return answer;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

describe('NDJSON through the host', () => {
  test('has every record of the log and then says that it is whole', async () => {
    const topic = await topicOf(2500, 0, 1200);
    const answer = await fetch(`${app.url}/topics/${topic}/records`, {
      headers: { accept: 'application/x-ndjson' },
    });
    const lines = (await answer.text()).trimEnd().split('\n');
    const end = JSON.parse(lines.pop() ?? '') as unknown;
    expect(end).toMatchObject({ done: true, caughtUp: true });
    expect(inOrder(lines.map((line) => JSON.parse(line) as Written))).toEqual(await written(log(), topic));
  });

  // 60 MB, all of it the same bytes here.
  async function large(): Promise<string> {
    const topic = await topicOf(0);
    const value = Buffer.alloc(200_000, 'x');
    const record = { partition: 0, key: null, value, timestampMs: Date.now() };
    await log().append(
      topic,
      Array.from({ length: 300 }, () => record),
    );
    return topic;
  }

  test('is read no further than its caller reads, and not at all when the caller has gone', async () => {
    const topic = await large();
    const before = hits('consume');
    const answer = await open(`topics/${topic}/records`, 'application/x-ndjson');
    answer.pause();
    let last = -1;
    while (hits('consume') !== last) {
      last = hits('consume');
      await sleep(300);
    }
    // Of some 60 pages, those that fit between the app and its caller.
    expect(last - before).toBeGreaterThan(0);
    expect(last - before).toBeLessThan(20);
    answer.destroy();
    await sleep(500);
    expect(hits('consume')).toBe(last);
  });

  test('is cut, without its last line, where a later read fails', async () => {
    const topic = await large();
    const answer = await open(`topics/${topic}/records`, 'application/x-ndjson');
    expect(answer.statusCode).toBe(200);
    app.standIns.kafkaRest.faults.add({ call: 'consume', fault: { kind: 'status', status: 403 } });
    let text = '';
    answer.on('data', (chunk: Buffer) => (text = chunk.toString().slice(-1000)));
    answer.on('error', () => undefined);
    await new Promise((resolve) => answer.once('close', resolve));
    expect([answer.complete, text.includes('"done"')]).toEqual([false, false]);
    await until(() => app.output().includes('proxy-forbidden'));
  });
});

describe('Server-sent events through the host', () => {
  test('are no more asked for within a second after their callers have gone', async () => {
    const topic = await topicOf(1);
    const before = hits('partitions');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => open(`topics/${topic}/records?offset=latest`, 'text/event-stream')),
    );
    await until(() => hits('partitions') > before + 12);
    for (const answer of answers) answer.destroy();
    await sleep(1000);
    const then = hits('partitions');
    await sleep(1000);
    expect(hits('partitions')).toBe(then);
  });

  test('reach a genuine EventSource without loss or repeat, though its connection is cut again and again', async () => {
    const topic = await topicOf(3, 2);
    const relay = await startCuttingRelay(app.url);
    const source = new EventSource(`${relay.url}/topics/${topic}/records`);
    const seen: Written[] = [];
    const gotAll = async () => {
      const all = await written(log(), topic);
      await until(() => seen.length >= all.length);
    };
    try {
      source.onmessage = ({ data }) => {
        seen.push(JSON.parse(data as string) as Written);
        // In the middle of what is under way.
        if (seen.length === 2) relay.cut();
      };
      await gotAll();
      await fill(log(), topic, [4, 3]);
      await gotAll();
      relay.cut();
      await fill(log(), topic, [1, 1]);
      await gotAll();
      expect(inOrder(seen)).toEqual(await written(log(), topic));
    } finally {
      source.close();
      await relay.close();
    }
  });

  test('of a live tail are not lost while an EventSource comes back, though no record came before', async () => {
    const topic = await topicOf(3);
    const relay = await startCuttingRelay(app.url);
    const source = new EventSource(`${relay.url}/topics/${topic}/records?offset=latest`);
    try {
      await new Promise((resolve) => {
        source.addEventListener('position', resolve, { once: true });
      });
      relay.cut();
      await fill(log(), topic, [1]);
      const data = await new Promise((resolve) => {
        source.onmessage = (event) => {
          resolve(event.data);
        };
      });
      expect(JSON.parse(String(data))).toMatchObject({ offset: 3 });
    } finally {
      source.close();
      await relay.close();
    }
  });
});
