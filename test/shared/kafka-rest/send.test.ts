import { describe, expect, test } from '@jest/globals';
import type { Token } from '../../../shared/auth/token-cache.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ProxyRequest } from '../../../shared/kafka-rest/client.ts';
import { failure } from '../../../shared/kafka-rest/failure.ts';
import { BodyCut, type Exchange, type Operation } from '../../../shared/kafka-rest/operation.ts';
import { createOpen, createSend } from '../../../shared/kafka-rest/send.ts';
import { exchanged, html } from './exchanges.ts';
import { countListeners } from '../../support/count-listeners.ts';

const operation: Operation<string> = {
  name: 'topics',
  method: 'POST',
  path: '/v1/x',
  body: '{}',
  read: ({ bytes }) => `read ${bytes.toString()}`,
  failed: (exchange) => failure('topics', exchange),
};
const open = () => new AbortController().signal;

/** Send on tokens `t1`, `t2`, … of which each invalidation brings the next, and on a proxy that answers in turn. */
function createSent(...answers: Exchange[]) {
  let issued = 1;
  const requests: ProxyRequest[] = [];
  const invalidated: string[] = [];
  const token = {
    get: (): Promise<Token> => Promise.resolve({ value: `t${issued}`, expiresAtMs: 0 }),
    invalidate: ({ value }: Token) => {
      invalidated.push(value);
      issued += 1;
    },
  };
  const exchange = (request: ProxyRequest) => {
    requests.push(request);
    return Promise.resolve(answers.shift() ?? exchanged(500));
  };
  const options = { exchange, token };
  return { send: createSend(options), open: createOpen(options), requests, invalidated, token };
}

test('an operation is asked with the token, and its answer is read', async () => {
  const { send, requests } = createSent(exchanged(200, 'it'));
  expect(await send(operation, open())).toBe('read it');
  expect(requests).toEqual([{ method: 'POST', path: '/v1/x', body: '{}', token: 't1' }]);
});

describe('a 401', () => {
  test('drops its token and is tried once more with a new one', async () => {
    const { send, requests, invalidated } = createSent(exchanged(401), exchanged(200, 'it'));
    expect(await send(operation, open())).toBe('read it');
    expect(requests.map(({ token }) => token)).toEqual(['t1', 't2']);
    expect(invalidated).toEqual(['t1']);
  });

  test('twice is told, and not tried a third time', async () => {
    const { send, requests, invalidated } = createSent(exchanged(401), exchanged(401), exchanged(200));
    await expect(send(operation, open())).rejects.toMatchObject({ code: 'proxy-refused-token' });
    expect(requests).toHaveLength(2);
    expect(invalidated).toEqual(['t1']);
  });
});

test.each([
  ['a failure without an answer', { kind: 'cut', cause: 'ECONNRESET' } as const, 'proxy-answer-invalid'],
  ['403', exchanged(403), 'proxy-forbidden'],
  ['500', exchanged(500), 'proxy-unavailable'],
  ['302', exchanged(302), 'proxy-answer-invalid'],
  ['200 with HTML', exchanged(200, html), 'proxy-answer-invalid'],
])('%s is the operation’s failure at once', async (_, exchange, code) => {
  const { send, requests, invalidated } = createSent(exchange, exchanged(200));
  await expect(send(operation, open())).rejects.toMatchObject({ code });
  expect(requests).toHaveLength(1);
  expect(invalidated).toEqual([]);
});

describe('the wait for a token', () => {
  test('ends with the deadline, and nothing is sent', async () => {
    const { send, requests, token } = createSent();
    const deadline = new AbortController();
    const { promise, reject } = Promise.withResolvers<Token>();
    token.get = () => {
      setImmediate(() => {
        deadline.abort();
      });
      return promise;
    };
    await expect(send(operation, deadline.signal)).rejects.toMatchObject({
      code: 'token-unavailable',
      message: 'No token came in time.',
    });
    expect(requests).toEqual([]);
    // What is rejected later, for nobody, must not bring the process down.
    reject(new Error('late'));
  });

  test('is not begun when the deadline is over', async () => {
    const { send, requests, token } = createSent();
    token.get = () => Promise.withResolvers<Token>().promise;
    await expect(send(operation, AbortSignal.abort())).rejects.toMatchObject({ code: 'token-unavailable' });
    expect(requests).toEqual([]);
  });

  test('fails as the token does', async () => {
    const { send, token } = createSent();
    token.get = () => Promise.reject(new AppError('token-unavailable', 'Entra is down.'));
    await expect(send(operation, open())).rejects.toThrow('Entra is down.');
  });

  test('leaves no listener on the signal', async () => {
    const { send } = createSent(exchanged(200), exchanged(200));
    const signal = open();
    const listeners = countListeners(signal);
    await send(operation, signal);
    expect(listeners()).toBe(0);
  });
});

describe('an answer that is read as it comes', () => {
  async function* body(...chunks: (string | Error)[]): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield Buffer.from(await Promise.resolve(chunk));
    }
  }
  const streaming = (...chunks: (string | Error)[]): Exchange => ({
    kind: 'answer',
    answer: { status: 200, headers: { nextoffset: '7' }, bytes: Buffer.alloc(0), body: body(...chunks) },
  });
  const read = async (chunks: AsyncIterable<Uint8Array>) => {
    let text = '';
    for await (const chunk of chunks) text += Buffer.from(chunk).toString();
    return text;
  };

  test('comes with its head, also after a 401', async () => {
    const { open: openUp, requests } = createSent(exchanged(401), streaming('a', 'b'));
    const opened = await openUp(operation, open());
    expect(opened).toMatchObject({ status: 200, headers: { nextoffset: '7' } });
    expect(await read(opened.body)).toBe('ab');
    expect(requests.map(({ token, asStream }) => [token, asStream])).toEqual([
      ['t1', true],
      ['t2', true],
    ]);
  });

  test('fails as the operation does, at its head and later', async () => {
    const { open: openUp } = createSent(
      exchanged(500),
      streaming('a', new BodyCut({ kind: 'cut', cause: 'x' })),
    );
    await expect(openUp(operation, open())).rejects.toMatchObject({ code: 'proxy-unavailable' });
    const { body: cut } = await openUp(operation, open());
    await expect(read(cut)).rejects.toMatchObject({ code: 'proxy-answer-invalid' });
  });

  test('is its bytes where it came whole', async () => {
    const { open: openUp } = createSent(exchanged(200, 'whole'));
    expect(await read((await openUp(operation, open())).body)).toBe('whole');
  });
});
