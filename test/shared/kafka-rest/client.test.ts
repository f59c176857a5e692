import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type CertificateAuthority, createCertificateAuthority } from '../../../local/certificates.ts';
import { listen, type Running } from '../../../local/stand-in/serve.ts';
import { createClient, type ProxyRequest } from '../../../shared/kafka-rest/client.ts';
import type { Exchange } from '../../../shared/kafka-rest/operation.ts';

let authority: CertificateAuthority;
let server: Running;
let seen: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const closers: (() => unknown)[] = [];
const token = 'hidden-token';

const listener: RequestListener = (request, response) => {
  seen.push(request);
  request.resume().once('end', () => {
    answer(request, response);
  });
};

beforeAll(async () => {
  authority = await createCertificateAuthority();
  setDefaultCACertificates([...getCACertificates(), authority.certificate]);
  server = await listen(listener, { tls: await authority.issue(['localhost']) });
});
beforeEach(() => {
  seen = [];
  answer = (_, response) => response.end('"fine"');
});
afterAll(async () => {
  await server.close();
  for (const close of closers) await close();
});

interface Options {
  readonly url?: string;
  readonly idleMs?: number;
  readonly connectMs?: number;
  readonly maxAnswerBytes?: number;
}

function client({ url = server.url, ...options }: Options = {}) {
  const made = createClient({ baseUrl: new URL(url), maxSockets: 2, ...options });
  closers.push(made.close);
  return async (
    request: Partial<ProxyRequest> = {},
    signal = AbortSignal.timeout(5000),
  ): Promise<Exchange> => {
    const result = await made.exchange({ method: 'GET', path: '/v1/status', token, ...request }, signal);
    expect(JSON.stringify(result)).not.toContain(token);
    return result;
  };
}

/** A server that takes connections and does no more than `take` says; its port. */
async function tcp(take: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const plain: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    take(socket);
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => plain.close(resolve));
  });
  return (plain.address() as AddressInfo).port;
}

describe('an exchange', () => {
  test('sends method, path, body and token as they are', async () => {
    answer = (request, response) => response.end(request.headers['content-length']);
    const body = '{"records":[{"value":1.10}]}';
    const result = await client()({ method: 'POST', path: '/v1/producer/topics/a%20b', body });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/producer/topics/a%20b',
      headers: {
        authorization: 'Bearer hidden-token',
        'content-type': 'application/json',
        accept: 'application/json',
      },
    });
    expect(result).toMatchObject({
      kind: 'answer',
      answer: { status: 200, bytes: Buffer.from(String(body.length)) },
    });
  });

  test('sends no content type without a body', async () => {
    await client()();
    expect(seen[0]?.headers['content-type']).toBeUndefined();
  });

  test.each([200, 204, 304, 400, 401, 404, 500, 503])(
    'gives the status %d as an answer, with its bytes',
    async (status) => {
      const text = [204, 304].includes(status) ? '' : '{"n": 1.10}';
      answer = (_, response) => response.writeHead(status, { NextOffset: '7' }).end(text);
      const result = await client()();
      expect(result).toMatchObject({
        kind: 'answer',
        answer: { status, bytes: Buffer.from(text), headers: { nextoffset: '7' } },
      });
    },
  );

  test('follows no redirect: the token stays here', async () => {
    answer = (_, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    expect(await client()()).toMatchObject({ kind: 'answer', answer: { status: 302 } });
    expect(seen).toHaveLength(1);
  });

  test('goes to the proxy alone, whatever the environment says of proxies', async () => {
    process.env['HTTPS_PROXY'] = 'http://localhost:1';
    expect(await client()()).toMatchObject({ kind: 'answer' });
    delete process.env['HTTPS_PROXY'];
  });

  test('keeps connections, and opens no more than it may', async () => {
    const exchange = client();
    await Promise.all(Array.from({ length: 10 }, () => exchange()));
    await exchange();
    expect(new Set(seen.map(({ socket }) => socket.remotePort)).size).toBeLessThanOrEqual(2);
  });
});

describe('a kept connection', () => {
  test('is dropped when it was idle for so long', async () => {
    const closed = Promise.withResolvers<unknown>();
    answer = (request, response) => {
      request.socket.once('end', closed.resolve);
      // Without Node's `Keep-Alive`, by which the agent would drop it, too, some seconds later.
      response.writeHead(200, { connection: 'keep-alive' }).end();
    };
    await client({ idleMs: 50 })();
    await closed.promise;
    expect(seen).toHaveLength(1);
  }, 4000);

  test('is not kept when the server says that it soon closes it', async () => {
    const closed = Promise.withResolvers<unknown>();
    answer = (request, response) => {
      request.socket.once('end', closed.resolve);
      response.writeHead(200, { 'keep-alive': 'timeout=1' }).end();
    };
    await client()();
    await closed.promise;
  });

  test('is not given up by a request that waited for it, however long its answer takes', async () => {
    const exchange = client({ connectMs: 50 });
    answer = (_, response) => {
      setTimeout(() => response.end(), 150);
    };
    const results = await Promise.all([exchange(), exchange(), exchange()]);
    expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
  });

  test('is left alone while an answer takes longer than it may be idle', async () => {
    answer = (_, response) => {
      setTimeout(() => response.end(), 150);
    };
    expect(await client({ idleMs: 50 })()).toMatchObject({ kind: 'answer' });
  });
});

describe('an exchange was not sent when', () => {
  test('the connection takes too long', async () => {
    const port = await tcp(() => undefined);
    const result = await client({ url: `https://localhost:${port}`, connectMs: 50 })();
    expect(result).toEqual({ kind: 'not-sent', cause: 'ETIMEDOUT' });
  });

  test('the port is closed', async () => {
    const port = await tcp(() => undefined);
    await closers.pop()?.();
    const result = await client({ url: `https://localhost:${port}` })();
    expect(result).toEqual({ kind: 'not-sent', cause: 'ECONNREFUSED' });
  });

  test('the name has no address', async () => {
    const result = await client({ url: 'https://nowhere.invalid' })({}, AbortSignal.timeout(1000));
    expect(result).toMatchObject({ kind: 'not-sent' });
  });

  test('the certificate is for another name', async () => {
    const result = await client({ url: server.url.replace('localhost', '127.0.0.1') })();
    expect(result).toEqual({ kind: 'not-sent', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(seen).toEqual([]);
  });

  test('the certificate is of an authority that is not trusted', async () => {
    const other = await createCertificateAuthority();
    const stranger = await listen(listener, { tls: await other.issue(['localhost']) });
    closers.push(stranger.close);
    expect(await client({ url: stranger.url })()).toMatchObject({ kind: 'not-sent' });
    expect(seen).toEqual([]);
  });

  test('the connection is cut before TLS stands', async () => {
    const port = await tcp((socket) => socket.destroy());
    expect(await client({ url: `https://localhost:${port}` })()).toMatchObject({ kind: 'not-sent' });
  });

  test('the deadline comes before TLS stands', async () => {
    const deadline = new AbortController();
    const port = await tcp(() => {
      deadline.abort();
    });
    const result = await client({ url: `https://localhost:${port}` })({}, deadline.signal);
    expect(result).toEqual({ kind: 'not-sent', cause: 'deadline' });
  });

  test('the deadline was over before', async () => {
    expect(await client()({}, AbortSignal.abort())).toEqual({ kind: 'not-sent', cause: 'deadline' });
    expect(seen).toEqual([]);
  });

  test('the deadline comes while all connections are taken by others', async () => {
    const exchange = client();
    const [early, late] = [new AbortController(), new AbortController()];
    const third = Promise.withResolvers<Exchange>();
    answer = () => {
      if (seen.length < 2) return;
      third.resolve(exchange({}, early.signal));
      setImmediate(() => {
        early.abort();
      });
    };
    const taken = [exchange({}, late.signal), exchange({}, late.signal)];
    expect(await third.promise).toEqual({ kind: 'not-sent', cause: 'deadline' });
    late.abort();
    expect(await Promise.all(taken)).toEqual(taken.map(() => ({ kind: 'timeout', cause: 'deadline' })));
  });
});

describe('an exchange is left open, because bytes may have arrived, when', () => {
  test('the answer does not come before the deadline', async () => {
    const deadline = new AbortController();
    answer = () => {
      deadline.abort();
    };
    expect(await client()({}, deadline.signal)).toEqual({ kind: 'timeout', cause: 'deadline' });
    expect(seen).toHaveLength(1);
  });

  test('the answer comes in drips past the deadline', async () => {
    const deadline = new AbortController();
    answer = (_, response) => {
      let drops = 0;
      const drip = setInterval(() => {
        response.write('x');
        drops += 1;
        if (drops === 3) deadline.abort();
      }, 10);
      response.once('close', () => {
        clearInterval(drip);
      });
    };
    expect(await client()({}, deadline.signal)).toEqual({ kind: 'timeout', cause: 'deadline' });
  });

  test('the connection is cut before the answer', async () => {
    answer = (request) => request.socket.destroy();
    expect(await client()()).toEqual({ kind: 'cut', cause: 'ECONNRESET' });
  });

  test('the connection is cut in mid-answer', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half', () => request.socket.destroy());
    };
    expect(await client()()).toMatchObject({ kind: 'cut' });
  });

  test('a connection is cut that it waited for while another request had it', async () => {
    const exchange = client();
    const held: ServerResponse[] = [];
    answer = (request, response) => {
      if (seen.length > 2) request.socket.destroy();
      else if (held.push(response) === 2) for (const one of held) one.end();
    };
    const results = await Promise.all([exchange(), exchange(), exchange()]);
    expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'cut']);
  });

  test('a kept connection is cut', async () => {
    const exchange = client();
    await exchange();
    answer = (request) => request.socket.destroy();
    expect(await exchange()).toMatchObject({ kind: 'cut' });
  });

  test('the answer is longer than any of the proxy', async () => {
    answer = (_, response) => response.end('x'.repeat(1001));
    expect(await client({ maxAnswerBytes: 1000 })()).toMatchObject({ kind: 'cut' });
    answer = (_, response) => response.end('x'.repeat(1000));
    expect(await client({ maxAnswerBytes: 1000 })()).toMatchObject({ kind: 'answer' });
  });

  test('the answer is no HTTP', async () => {
    answer = (request) => request.socket.end('odd\r\n\r\n');
    expect(await client()()).toMatchObject({ kind: 'cut' });
  });
});

describe('a body that is read as it comes', () => {
  async function opened(exchange: ReturnType<typeof client>, signal?: AbortSignal) {
    const result = await exchange({ asStream: true }, signal);
    if (result.kind !== 'answer') throw new Error(result.kind);
    if (result.answer.body === undefined) throw new Error('no body');
    return { ...result.answer, body: result.answer.body[Symbol.asyncIterator]() };
  }

  test('gives what has come before the rest does', async () => {
    const rest = Promise.withResolvers<undefined>();
    answer = (_, response) => {
      response.writeHead(200, { NextOffset: '7' }).write('[1,');
      void rest.promise.then(() => response.end('2]'));
    };
    const { headers, body } = await opened(client());
    expect(headers).toMatchObject({ nextoffset: '7' });
    expect(String((await body.next()).value)).toBe('[1,');
    rest.resolve(undefined);
    expect(String((await body.next()).value)).toBe('2]');
    expect(await body.next()).toMatchObject({ done: true });
  });

  test.each([400, 401, 500])('is none with %d, whose body is an answer', async (status) => {
    answer = (_, response) => response.writeHead(status).end('why');
    expect(await client()({ asStream: true })).toEqual({
      kind: 'answer',
      answer: { status, bytes: Buffer.from('why'), headers: expect.anything() },
    });
  });

  test('is none of a page in between', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    expect(await client()({ asStream: true })).toMatchObject({ answer: { bytes: Buffer.from('<html>') } });
  });

  test('fails when it is cut', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half', () => request.socket.destroy());
    };
    const { body } = await opened(client());
    await body.next();
    await expect(body.next()).rejects.toMatchObject({ name: 'BodyCut', exchange: { kind: 'cut' } });
  });

  test('fails when it is longer than any of the proxy', async () => {
    answer = (_, response) => response.end('x'.repeat(1001));
    const { body } = await opened(client({ maxAnswerBytes: 1000 }));
    await expect(body.next()).rejects.toMatchObject({ exchange: { kind: 'cut' } });
  });

  test.each(['while it is read', 'before anybody reads it'])('ends with its signal %s', async (when) => {
    const over = new AbortController();
    const closed = Promise.withResolvers<unknown>();
    answer = (_, response) => {
      response.once('close', closed.resolve);
      response.write('[');
    };
    const { body } = await opened(client(), over.signal);
    if (when === 'while it is read') await body.next();
    over.abort();
    await closed.promise;
    await expect(body.next()).rejects.toMatchObject({ exchange: { kind: 'timeout', cause: 'deadline' } });
  });

  test('leaves its connection for the next request', async () => {
    const exchange = client();
    for (let again = 0; again < 3; again += 1) {
      const { body } = await opened(exchange);
      while ((await body.next()).done !== true);
    }
    expect(new Set(seen.map(({ socket }) => socket.remotePort)).size).toBe(1);
  });
});
