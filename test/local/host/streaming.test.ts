import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { fixture, type HostProcess, runHost } from './run-host.ts';

let patient: HostProcess;
let early: HostProcess;
let url: string;

beforeAll(async () => {
  const env = { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '200000' };
  patient = runHost(fixture('streaming'), { env, flags: ['--proxy-timeout-seconds', '0.5'] });
  early = runHost(fixture('streaming'), { env, flags: ['--early-stream-errors'] });
  [url] = await Promise.all([patient.url, early.url]);
});

afterAll(async () => {
  await Promise.all([patient.stop(), early.stop()]);
});

const post = (path: string, body: NonNullable<RequestInit['body']>) =>
  fetch(`${url}/${path}`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'x-sent': 'yes' },
  });

const chunked = (chunks: number, bytes: number) => {
  let left = chunks;
  return new ReadableStream({
    pull: (controller) => {
      if (left === 0) controller.close();
      else controller.enqueue(Buffer.alloc(bytes, 'x'));
      left -= 1;
    },
  });
};

describe('a streamed request', () => {
  it('reaches the function with all its parts, repeated query names apart', async () => {
    const answer = await post('echo/x%2Fy?a=1&a=2', 'hello');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-seen')).toBe('yes');
    expect(answer.headers.getSetCookie()).toEqual(['plain=v']);
    expect(await answer.json()).toEqual({
      url: `${url}/echo/x%2Fy?a=1&a=2`,
      params: { name: 'x%2Fy' },
      values: ['1', '2'],
      body: 'hello',
    });
  });

  it('keeps a body without Content-Length', async () => {
    expect(await (await post('countsBody', chunked(3, 1000))).json()).toEqual({ size: 3000 });
  });

  it('is refused when its body is too large, declared or not', async () => {
    expect((await post('countsBody', Buffer.alloc(200_001))).status).toBe(413);
    expect((await post('countsBody', chunked(40, 10_000))).status).toBe(413);
  });

  it.each(['HEAD', 'DELETE'])('may be %s', async (method) => {
    expect((await fetch(`${url}/echo`, { method })).status).toBe(201);
  });
});

describe('a streamed answer', () => {
  it('arrives as it is written', async () => {
    const answer = await fetch(`${url}/slowBody`);
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const text = async () => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await text()).toBe('first ');
    expect((await fetch(`${url}/release`)).status).toBe(200);
    expect(await text()).toBe('last');
    expect((await reader.read()).done).toBe(true);
  });

  it("of a function that threw lets its caller wait for the proxy's timeout, and the log says so", async () => {
    const answer = await fetch(`${url}/throws`);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    await patient.printed(/'Functions\.throws' failed in streaming mode: the caller waits/);
    await patient.printed(/Answer of 'Functions\.throws' lost: timed out/);
  });

  it("of a function that returned nothing comes after the proxy's timeout, too", async () => {
    expect((await fetch(`${url}/returnsNothing`)).status).toBe(500);
    await patient.printed(/Answer of 'Functions\.returnsNothing' lost: timed out/);
  });

  it('is cut after the timeout when its body failed', async () => {
    await expect(fetch(`${url}/failsWithin`).then((answer) => answer.text())).rejects.toThrow('terminated');
  });

  it.each([
    ['throws', 'failed'],
    ['returnsNothing', 'returned nothing'],
  ])('of %s comes early where that was asked for', async (name, what) => {
    const answer = await fetch(`${await early.url}/${name}`);
    expect(answer.status).toBe(500);
    await early.printed(new RegExp(`'Functions.${name}' ${what} in streaming mode: answered early`));
  });
});

describe('a connection', () => {
  it('serves on after an answer that did not wait for the body', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const has = (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (pattern.test(text)) resolve();
        };
        socket.on('data', look);
      });
    const refused = has(/413 Payload Too Large/);
    socket.write('POST /countsBody HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    socket.write(chunk.repeat(5));
    await refused;
    const served = has(/201 Created/);
    socket.write(`${chunk}0\r\n\r\nGET /echo HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    await served;
    socket.destroy();
  });
});

describe('a caller that leaves', () => {
  it.each(['slowBody', 'countsBody', 'ignoresBody'])('%s does no harm', async (path) => {
    const from = patient.output().length;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST /${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`,
    );
    await patient.printed(new RegExp(`^[^]{${from},}Executing 'Functions\\.${path}'`));
    socket.resetAndDestroy();
    expect((await fetch(`${url}/release`)).status).toBe(200);
  });
});
