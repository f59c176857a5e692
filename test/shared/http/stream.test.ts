import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fixture, type HostProcess, runHost } from '../../local/host/run-host.ts';

/** The genuine library in streaming mode, in the local host: what reaches a caller, and what a source sees of it. */

let host: HostProcess;
let url: string;

beforeAll(async () => {
  host = runHost(fixture('streamed'));
  url = await host.url;
});
afterAll(() => host.stop());

interface Seen {
  readonly bytes: number;
  readonly ended: boolean;
  readonly closed: boolean;
}

const seen = async () => (await (await fetch(`${url}/seen`)).json()) as Seen;

/** Asks until the source has got there. */
async function until(reached: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const now = await seen();
    if (reached(now)) return now;
  }
}

/** A caller that has sent its request and reads nothing yet. */
async function open(path: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET /${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
  return socket;
}

const MEBIBYTE = 1024 * 1024;

describe('A streamed answer', () => {
  test('reaches a caller that reads it whole', async () => {
    const answer = await fetch(`${url}/large?chunks=320`);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect((await answer.arrayBuffer()).byteLength).toBe(20 * MEBIBYTE);
    expect((await seen()).ended).toBe(true);
  });

  test('is made no faster than it is read', async () => {
    const caller = await open('large?chunks=1600');
    await until(({ bytes }) => bytes > 0);
    // Each of these calls is a turn in which the source would go on.
    let made = 0;
    for (let turn = 0; turn < 30; turn += 1) made = (await seen()).bytes;
    expect(made).toBeLessThan(50 * MEBIBYTE);
    let read = 0;
    for await (const chunk of caller) read += (chunk as Buffer).length;
    expect(read).toBeGreaterThan(100 * MEBIBYTE);
    expect(await seen()).toMatchObject({ bytes: 100 * MEBIBYTE, ended: true });
  });

  test('ends its source when the caller goes away while it waits to be read', async () => {
    const caller = await open('large?chunks=100000');
    await until(({ bytes }) => bytes > 0);
    caller.destroy();
    expect((await until(({ ended }) => ended)).bytes).toBeLessThan(50 * MEBIBYTE);
  });

  test('ends its source when the caller goes away while the source waits', async () => {
    const caller = await open('waits');
    await once(caller, 'data');
    caller.destroy();
    expect(await until(({ ended }) => ended)).toMatchObject({ closed: true });
  });

  test('of a source that fails in the middle is no complete one', async () => {
    // A compressed one would be as broken, but what came before it is lost to `fetch` then.
    const headers = { 'accept-encoding': 'identity' };
    const answer = await fetch(`${url}/fails?after=3`, { headers });
    expect(answer.status).toBe(200);
    let read = '';
    const reading = async () => {
      for await (const chunk of answer.body ?? []) read += Buffer.from(chunk).toString();
    };
    await expect(reading()).rejects.toThrow('terminated');
    expect(read).toBe('a line\n'.repeat(3));
    await host.printed(/topic-not-found: failed on purpose \[[\w-]+\]/);
  });

  test('of a source that fails before its first chunk is a problem with its own status', async () => {
    const answer = await fetch(`${url}/fails?after=0`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'topic-not-found' });
  });

  test('leaves line by line as gzip, too', async () => {
    const leaves = new AbortController();
    const answer = await fetch(`${url}/waits`, { signal: leaves.signal });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    for await (const chunk of answer.body ?? []) {
      expect(Buffer.from(chunk).toString()).toBe('begun\n');
      break;
    }
    leaves.abort();
    await until(({ ended }) => ended);
  });

  test('to HEAD has no body, and its source never begins', async () => {
    const before = await seen();
    const answer = await fetch(`${url}/large?chunks=5`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(await seen()).toEqual(before);
  });

  test('is cut when its caller stops reading for too long', async () => {
    const caller = await open('largeToTheQuick?chunks=100000');
    const { bytes } = await until(({ ended }) => ended);
    expect(bytes).toBeLessThan(50 * MEBIBYTE);
    caller.destroy();
  });
});

test('A function that waits learns that its caller has gone, also without a streamed answer', async () => {
  const caller = await open('untilClosed');
  await host.printed(/Executing 'Functions\.untilClosed'/);
  caller.destroy();
  await until(({ closed }) => closed);
});
