import { describe, expect, test } from '@jest/globals';
import { HttpRequest, type HttpResponseInit, InvocationContext, type LogLevel } from '@azure/functions';
import { fc } from '../../support/properties.ts';
import { AppError, type ProblemCode, problems } from '../../../shared/errors.ts';
import { createTurns } from '../../../shared/kafka-rest/turns.ts';
import { handle, json, type Respond } from '../../../shared/http/handle.ts';
import { streamed } from '../../../shared/http/stream.ts';

interface Handled {
  readonly answer: HttpResponseInit;
  readonly log: readonly (readonly [LogLevel, string])[];
}

async function run(respond: Respond, method: 'GET' | 'HEAD' = 'GET'): Promise<Handled> {
  const log: [LogLevel, string][] = [];
  const context = new InvocationContext({
    invocationId: 'invocation-1',
    logHandler: (level, ...args) => log.push([level, args.join(' ')]),
  });
  const request = new HttpRequest({ method, url: 'https://localhost/api/topics' });
  return { answer: await handle(respond)(request, context), log };
}

const fails = (error: Error) => run(() => Promise.reject(error));

describe('handle', () => {
  test('gives the answer, with the invocation and against caches', async () => {
    const { answer, log } = await run(() =>
      json(201, { topic: 'orders' }, { location: '/api/topics/orders' }),
    );
    expect(answer).toEqual({
      status: 201,
      headers: {
        'content-type': 'application/json',
        location: '/api/topics/orders',
        'cache-control': 'no-store',
        'x-ms-request-id': 'invocation-1',
      },
      body: '{"topic":"orders"}',
    });
    expect(log).toEqual([]);
  });

  test('leaves the body out of the answer to HEAD, problems included', async () => {
    const fine = await run(() => json(200, { status: 'ok' }), 'HEAD');
    expect(fine.answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(fine.answer).not.toHaveProperty('body');
    const problem = await run(() => {
      throw new AppError('topic-not-found', 'x');
    }, 'HEAD');
    expect(problem.answer.status).toBe(404);
    expect(problem.answer).not.toHaveProperty('body');
  });

  test('answers whatever is thrown or rejected, and logs it once', async () => {
    const appErrors = fc
      .constantFrom(...(Object.keys(problems) as ProblemCode[]))
      .map((code) => new AppError(code, 'x'));
    const thrown = fc.oneof(
      appErrors,
      fc.string().map((text) => new Error(text)),
      fc.anything(),
    );
    await fc.assert(
      fc.asyncProperty(thrown, fc.boolean(), async (error, rejects) => {
        const fail = () => {
          throw error;
        };
        const { answer, log } = await run(rejects ? () => Promise.resolve().then(fail) : fail);
        const problem = JSON.parse(answer.body as string) as { status: number; code: string };
        expect(answer.status).toBe(problem.status);
        expect(log).toHaveLength(1);
        expect(log[0]?.[1]).toMatch(new RegExp(`^${problem.code}: `));
        expect(answer.headers).toMatchObject({
          'x-ms-request-id': 'invocation-1',
          'cache-control': 'no-store',
        });
      }),
    );
  });

  test("logs a caller's mistake as information, and this app's or the cluster's failures as warnings", async () => {
    expect((await fails(new AppError('invalid-request', 'x'))).log).toEqual([
      ['information', 'invalid-request: refused by this app'],
    ]);
    const options = { cause: 'deadline', outcome: 'unknown' } as const;
    expect((await fails(new AppError('produce-outcome-unknown', 'x', options))).log).toEqual([
      ['warning', 'produce-outcome-unknown: deadline (unknown)'],
    ]);
  });

  test('logs an unknown error as one, with its stack', async () => {
    const [[level, line] = []] = (await fails(new TypeError('odd'))).log;
    expect(level).toBe('error');
    expect(line).toMatch(/^internal-error: TypeError: odd\n\s+at /);
  });
});

describe('A request leaves the share of its caller', () => {
  async function left(respond: Respond): Promise<string[]> {
    const seen: string[] = [];
    const admit = () => ({
      caller: { id: 'x', rights: 'all' as const },
      takeBytes: (bytes: number) => {
        seen.push(`takes ${bytes}`);
        return () => undefined;
      },
      leave: () => seen.push('leaves'),
      run: <T>(work: () => T) => work(),
    });
    const request = new HttpRequest({ method: 'GET', url: 'https://localhost/api/topics' });
    const answering: Respond = async (...given) => {
      given[1].takeBytes(7);
      const answer = await respond(...given);
      seen.push('answers');
      return answer;
    };
    await handle(
      answering,
      undefined,
      admit,
    )(request, new InvocationContext({ logHandler: () => undefined }));
    return seen;
  }

  test('when it was answered', async () => {
    expect(await left(() => json(200, {}))).toEqual(['takes 7', 'answers', 'leaves']);
  });

  test('when it failed', async () => {
    expect(await left(() => Promise.reject(new Error('odd')))).toEqual(['takes 7', 'leaves']);
  });

  test('when its stream has ended', async () => {
    async function* chunks() {
      yield await Promise.resolve('x');
    }
    expect(await left(() => streamed('text/plain', chunks()))).toEqual(['takes 7', 'answers', 'leaves']);
  });
});

test('A stream is made on behalf of its caller, whoever reads it', async () => {
  const turns = createTurns({ places: 1, nowMs: () => 0 });
  async function* chunks() {
    for (let left = 3; left > 0; left -= 1) yield await Promise.resolve(`${turns.caller()} `);
  }
  const connection = {
    closed: new AbortController().signal,
    onOver: (then: () => void) => {
      then();
    },
    drained: () => Promise.resolve(),
    cut: () => undefined,
  };
  const admit = () => ({
    caller: { id: 'x', rights: 'all' as const },
    takeBytes: () => () => undefined,
    leave: () => undefined,
    run: <T>(work: () => T) => turns.as('x', work),
  });
  const handler = handle(
    () => streamed('text/plain', chunks()),
    () => connection,
    admit,
  );
  const request = new HttpRequest({ method: 'GET', url: 'https://localhost/api/topics' });
  const answer = await handler(request, new InvocationContext({ logHandler: () => undefined }));
  const { body } = answer as { readonly body: ReadableStream };
  expect(await new Response(body).text()).toBe('x x x ');
});

describe('A streamed answer, where the host passes on no streams', () => {
  const state = { made: 0, ended: false };
  async function* source(chunks: number) {
    Object.assign(state, { made: 0, ended: false });
    try {
      for (; state.made < chunks; state.made += 1) yield await Promise.resolve('x'.repeat(1024 * 1024));
    } finally {
      state.ended = true;
    }
  }

  test('is collected', async () => {
    const { answer } = await run(() => streamed('text/plain', source(4)));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } });
    expect((answer.body as Buffer).byteLength).toBe(4 * 1024 * 1024);
  });

  test('is a problem beyond 4 MiB, and its source ends', async () => {
    const { answer } = await run(() => streamed('text/plain', source(100)));
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body as string)).toMatchObject({ code: 'answer-too-large' });
    expect(state).toEqual({ made: 4, ended: true });
  });
});
