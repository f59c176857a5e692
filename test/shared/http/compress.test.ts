import { describe, expect, test } from '@jest/globals';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { createGunzip, gunzipSync } from 'node:zlib';
import { once } from 'node:events';
import { AppError } from '../../../shared/errors.ts';
import { compressedStream } from '../../../shared/http/compress.ts';
import { handle, json, type Respond } from '../../../shared/http/handle.ts';
import { streamed } from '../../../shared/http/stream.ts';

const large = { text: 'of which there is enough '.repeat(100) };

function request(accepts: string | undefined, method: 'GET' | 'HEAD' = 'GET'): HttpRequest {
  const headers = accepts === undefined ? {} : { 'accept-encoding': accepts };
  return new HttpRequest({ method, url: 'https://localhost/api/topics', headers });
}

async function run(respond: Respond, accepts?: string, method: 'GET' | 'HEAD' = 'GET') {
  const context = new InvocationContext({ logHandler: () => undefined });
  return (await handle(respond)(request(accepts, method), context)) as HttpResponseInit;
}

describe('An answer', () => {
  test.each(['gzip', 'br, gzip', 'GZIP;q=0.1, identity', '*', 'deflate, x-gzip'])(
    'is gzip for a caller that accepts %s',
    async (accepts) => {
      const answer = await run(() => json(200, large), accepts);
      expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      expect(JSON.parse(gunzipSync(answer.body as Buffer).toString())).toEqual(large);
    },
  );

  test.each([undefined, '', 'br', 'gzip;q=0', '*;q=1, gzip;q=0.000', 'identity'])(
    'stays as it is for a caller that accepts %s',
    async (accepts) => {
      const answer = await run(() => json(200, large), accepts);
      expect(answer.headers).toMatchObject({ vary: 'Accept-Encoding' });
      expect(answer.headers).not.toHaveProperty('content-encoding');
      expect(answer.body).toBe(JSON.stringify(large));
    },
  );

  test('stays as it is when it is small, and when it is one to HEAD', async () => {
    expect((await run(() => json(200, {}), 'gzip')).body).toBe('{}');
    const toHead = await run(() => json(200, large), 'gzip', 'HEAD');
    expect(toHead).not.toHaveProperty('body');
    expect(toHead.headers).not.toHaveProperty('content-encoding');
  });

  test('that is a problem is compressed as any other', async () => {
    const faults = Array.from({ length: 50 }, () => ({ pointer: '#/records/0', detail: 'x' }));
    const answer = await run(() => Promise.reject(new AppError('invalid-request', 'x', { faults })), 'gzip');
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip' });
  });
});

describe('A streamed answer as gzip', () => {
  test('gives each line as soon as it is made', async () => {
    const lines = ['{"a":1}\n', '{"b":2}\n', `${'x'.repeat(100_000)}\n`];
    async function* source() {
      for (const line of lines) yield await Promise.resolve(line);
    }
    const { headers, chunks } = compressedStream(request('gzip'), streamed('text/plain', source()));
    expect(headers).toEqual({
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
    });
    const reader = createGunzip();
    const parts = chunks[Symbol.asyncIterator]();
    for (const line of lines) {
      const part = await parts.next();
      reader.write(part.value as Buffer);
      let read = '';
      while (read.length < line.length) read += String((await once(reader, 'data'))[0]);
      expect(read).toBe(line);
    }
    reader.end((await parts.next()).value as Buffer);
    await once(reader, 'end');
    expect((await parts.next()).done).toBe(true);
  });

  test('ends its source when it is left', async () => {
    let ended = false;
    async function* source() {
      try {
        for (;;) yield await Promise.resolve('x');
      } finally {
        ended = true;
      }
    }
    const { chunks } = compressedStream(request('gzip'), streamed('text/plain', source()));
    for await (const chunk of chunks) if (chunk.length > 0) break;
    expect(ended).toBe(true);
  });
});
