import { describe, expect, test } from '@jest/globals';
import { HttpRequest } from '@azure/functions';
import { AppError } from '../../../shared/errors.ts';
import { discardBody, readBody } from '../../../shared/http/body.ts';

const url = 'https://localhost/api/test';

function request(body: string | ReadableStream, headers: Record<string, string> = {}): HttpRequest {
  const nativeRequest = new Request(url, { method: 'POST', headers, body, duplex: 'half' });
  // As the library makes it in streaming mode; its type leaves this member out.
  const init = { nativeRequest } as unknown as ConstructorParameters<typeof HttpRequest>[0];
  return new HttpRequest(init);
}

/** A body of these pieces; it stays open after the last one unless it is told to end. */
function pieces(texts: readonly string[], end = true) {
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
    const error = await refusal(readBody(request(stream), 5, 20));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'request-timeout' });
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
    await discardBody(request(stream), 20);
    expect(state.cancelled).toBe(true);
  });

  test('leaves alone what has no body', async () => {
    await expect(discardBody(new HttpRequest({ method: 'GET', url }))).resolves.toBeUndefined();
  });
});
