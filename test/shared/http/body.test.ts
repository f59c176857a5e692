import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { HttpRequest } from '@azure/functions';
import { AppError } from '../../../shared/errors.ts';
import { bodyChunks, discardBody, readBody } from '../../../shared/http/body.ts';
import type { BodyPace } from '../../../shared/http/body-pace.ts';
import { createMemory } from '../../../shared/memory.ts';
import { countTimers } from '../../support/count-timers.ts';

const url = 'https://localhost/api/test';

function request(body: string | ReadableStream, headers: Record<string, string> = {}): HttpRequest {
  const nativeRequest = new Request(url, { method: 'POST', headers, body, duplex: 'half' });
  // As the library makes it in streaming mode; its type leaves this member out.
  const init = { nativeRequest } as unknown as ConstructorParameters<typeof HttpRequest>[0];
  return new HttpRequest(init);
}

/** A body of these pieces; it stays open after the last one unless it is told to end. */
function pieces(texts: readonly (string | Buffer)[], end = true) {
  const state = { cancelled: false, given: 0 };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const text = texts[state.given];
        if (text !== undefined) {
          state.given += 1;
          controller.enqueue(Buffer.from(text));
        } else if (end) controller.close();
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, stream };
}

const refusal = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('readBody', () => {
  test('gives all bytes of a body that comes in pieces', async () => {
    expect(String(await readBody(request(pieces(['ab', 'c', 'de']).stream), 5))).toBe('abcde');
  });

  test('leaves no timer behind', async () => {
    const before = countTimers();
    await readBody(request(pieces(['ab', 'c', 'de']).stream), 5);
    expect(countTimers()).toBe(before);
  });

  test('gives no bytes where there is no body', async () => {
    expect(await readBody(new HttpRequest({ method: 'PUT', url }), 5)).toHaveLength(0);
  });

  test('refuses a body that says it is too large before a byte of it is read', async () => {
    const { state, stream } = pieces(['abcdef']);
    const error = await refusal(readBody(request(stream, { 'content-length': '6' }), 5));
    expect(error).toMatchObject({
      code: 'request-too-large',
      message: 'The body may have 5 bytes: send it in several requests.',
    });
    expect(state.given).toBe(0);
  });

  test('refuses a body without a length as soon as it is too large', async () => {
    const { state, stream } = pieces(['abc', 'def', 'ghi', 'jkl']);
    expect(await refusal(readBody(request(stream), 5))).toMatchObject({ code: 'request-too-large' });
    expect(state.given).toBe(2);
  });

  test('refuses a body whose bytes stop coming', async () => {
    const { stream } = pieces(['abc'], false);
    const error = await refusal(readBody(request(stream), 5, { pace: { idleMs: 20, maxMs: Infinity } }));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'request-timeout' });
  });

  test('refuses a body that is cut off', async () => {
    const stream = new ReadableStream({
      pull: (controller) => {
        controller.error(new TypeError('terminated'));
      },
    });
    expect(await refusal(readBody(request(stream), 5))).toMatchObject({
      code: 'invalid-request',
      message: 'The body was cut off.',
    });
  });

  test('refuses what takes more memory than there is beside that of others, as soon as it does', async () => {
    const memory = createMemory(10);
    memory.hold().add(4);
    const { state, stream } = pieces(['abc', 'def', 'ghi', 'jkl']);
    expect(await refusal(readBody(request(stream), 50, { hold: memory.hold() }))).toMatchObject({
      code: 'too-many-requests',
    });
    expect(state.given).toBe(3);
  });
});

/** A body whose pieces of so many bytes come one in so many ms of a clock that goes on with nobody's waiting. */
function dripping(bytes: number, everyMs: number) {
  const clock = {
    ms: 0,
    due: undefined as { readonly atMs: number; readonly action: () => void } | undefined,
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { due } = clock;
        if (due !== undefined && due.atMs <= clock.ms + everyMs) {
          clock.ms = due.atMs;
          due.action();
          return new Promise(() => undefined);
        }
        clock.ms += everyMs;
        controller.enqueue(Buffer.alloc(bytes, 0x20));
        return undefined;
      },
    },
    { highWaterMark: 0 },
  );
  const asClock = {
    nowMs: () => clock.ms,
    after(ms: number, action: () => void) {
      clock.due = ms === Infinity ? undefined : { atMs: clock.ms + ms, action };
      return () => {
        clock.due = undefined;
      };
    },
  };
  return { stream, clock: asClock, nowMs: () => clock.ms };
}

describe('A body that comes slowly', () => {
  const given = (drip: ReturnType<typeof dripping>, pace?: BodyPace) =>
    refusal(readBody(request(drip.stream), 5 * 1024 * 1024, { clock: drip.clock, ...(pace && { pace }) }));

  test('byte by byte, each before it would be given up, is given up after half a minute', async () => {
    const drip = dripping(1, 29_000);
    expect(await given(drip)).toMatchObject({
      code: 'request-timeout',
      message:
        'The body came at less than 1024 bytes a second, after the first 30 seconds: send it faster, or as application/x-ndjson, line by line.',
    });
    expect(drip.nowMs()).toBeLessThan(30_010);
  });

  test('as over a slow mobile network is read for as long as there is time', async () => {
    const drip = dripping(8 * 1024, 1000);
    expect(await given(drip)).toMatchObject({
      code: 'request-timeout',
      message: 'The body took longer than 200 seconds: send it in several requests.',
    });
    expect(drip.nowMs()).toBe(200_000);
    const whole = dripping(32 * 1024, 1000);
    expect(await given(whole)).toMatchObject({ code: 'request-too-large' });
  });

  test('of lines may come as slowly as they arise', async () => {
    const drip = dripping(1, 29_000);
    let bytes = 0;
    for await (const chunk of bodyChunks(request(drip.stream), { clock: drip.clock })) {
      bytes += chunk.byteLength;
      if (bytes === 100) break;
    }
    expect(drip.nowMs()).toBe(2_900_000);
  });

  test('is not discarded for longer than it would be read', async () => {
    const drip = dripping(1, 29_000);
    await discardBody(request(drip.stream), { clock: drip.clock });
    expect(drip.nowMs()).toBeLessThan(30_010);
  });
});

describe('readBody, of a body with Content-Encoding: gzip,', () => {
  const encoded = { 'content-encoding': 'gzip' };
  const text = 'a text that is long enough to be worth it. '.repeat(100);
  const zipped = gzipSync(text);
  const bytes = [...zipped].map((byte) => Buffer.of(byte));

  test.each(['gzip', 'GZIP', 'x-gzip'])('named %s, gives what it inflates to', async (name) => {
    const sent = request(pieces(bytes).stream, { 'content-encoding': name });
    expect(String(await readBody(sent, text.length))).toBe(text);
  });

  test('bounds what it inflates to', async () => {
    const sent = request(pieces(bytes).stream, encoded);
    expect(await refusal(readBody(sent, text.length - 1))).toMatchObject({ code: 'request-too-large' });
  });

  test('refuses a bomb early, and the rest of it can be discarded', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const { state, stream } = pieces(Array.from({ length: 64 }, () => bomb));
    const sent = request(stream, encoded);
    expect(await refusal(readBody(sent, 1024 * 1024))).toMatchObject({ code: 'request-too-large' });
    expect(state.given).toBeLessThan(16);
    await discardBody(sent);
    expect(state).toEqual({ cancelled: false, given: 64 });
  });

  test.each([
    ['that is none', [Buffer.from('{"records":[]}')]],
    ['that ends too soon', [zipped.subarray(0, -10)]],
    ['with a wrong checksum', [zipped.subarray(0, -8), Buffer.alloc(8)]],
  ])('refuses one %s', async (_what, sent) => {
    expect(await refusal(readBody(request(pieces(sent).stream, encoded), 100_000))).toMatchObject({
      code: 'invalid-request',
      message: 'The body is not the gzip that Content-Encoding says it is.',
    });
  });

  test('refuses one whose bytes stop coming', async () => {
    const { stream } = pieces([zipped.subarray(0, 20)], false);
    const error = await refusal(
      readBody(request(stream, encoded), 100_000, { pace: { idleMs: 20, maxMs: Infinity } }),
    );
    expect(error).toMatchObject({ code: 'request-timeout' });
  });

  test.each(['br', 'deflate', 'gzip, gzip', 'gzip, br'])('refuses the encoding %s', async (name) => {
    const { state, stream } = pieces(['abc']);
    const error = await refusal(readBody(request(stream, { 'content-encoding': name }), 5));
    expect(error).toMatchObject({
      code: 'unsupported-media-type',
      message: 'Content-Encoding: send the body as gzip, or as it is.',
      options: { headers: { 'accept-encoding': 'gzip' } },
    });
    expect(state.given).toBe(0);
  });
});

describe('discardBody', () => {
  test('reads a body to its end, also one that was refused in the middle', async () => {
    const { state, stream } = pieces(['abc', 'def', 'ghi']);
    const refused = request(stream);
    await refusal(readBody(refused, 2));
    await discardBody(refused);
    expect(state).toEqual({ cancelled: false, given: 3 });
  });

  test('gives up a body whose bytes stop coming', async () => {
    const { state, stream } = pieces(['abc'], false);
    await discardBody(request(stream), { pace: { idleMs: 20, maxMs: Infinity } });
    expect(state.cancelled).toBe(true);
  });

  test('leaves alone what has no body', async () => {
    await expect(discardBody(new HttpRequest({ method: 'GET', url }))).resolves.toBeUndefined();
  });
});
