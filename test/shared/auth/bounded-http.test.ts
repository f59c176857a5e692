import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { type Fault, Faults } from '../../../local/stand-in/faults.ts';
import { json, listen, type Running, serve } from '../../../local/stand-in/serve.ts';
import { createBoundedHttp, createRequestBoundedHttp } from '../../../shared/auth/bounded-http.ts';

const faults = new Faults();
let server: Running;

beforeAll(async () => {
  server = await listen(serve({ faults, nameOf: () => 'call', answer: () => json(200, { fine: true }) }));
});
afterEach(() => {
  faults.clear();
});
afterAll(() => server.close());

const request = () =>
  createPipelineRequest({ url: server.url, headers: createHttpHeaders(), allowInsecureConnection: true });

async function tookMs(client: HttpClient): Promise<number> {
  const started = performance.now();
  await expect(client.sendRequest(request())).rejects.toThrow();
  return performance.now() - started;
}

// Long for a loopback on a busy machine, short for a test of hanging.
const BOUND_MS = 500;

const endless: [what: string, fault: Fault][] = [
  ['hangs', { kind: 'hang' }],
  ['drips', { kind: 'drip', ms: 100 }],
];

describe.each(endless)('a server that %s', (_, fault) => {
  test('is given up at the deadline of the task, whatever number of requests it took', async () => {
    const { client, deadline } = createBoundedHttp(BOUND_MS)();
    await client.sendRequest(request());
    faults.add({ call: 'call', fault });
    expect(await tookMs(client)).toBeLessThan(10 * BOUND_MS);
    expect(deadline.aborted).toBe(true);
    expect(await tookMs(client)).toBeLessThan(BOUND_MS);
  });

  test('is given up by a client that bounds each request, and the next has time of its own', async () => {
    const client = createRequestBoundedHttp(BOUND_MS);
    faults.add({ call: 'call', fault, times: 1 });
    expect(await tookMs(client)).toBeLessThan(10 * BOUND_MS);
    expect((await client.sendRequest(request())).status).toBe(200);
  });
});

describe('an answer with Retry-After', () => {
  const inTwoMinutes = () => new Date(Date.now() + 120_000).toUTCString();

  test.each([
    ['in seconds', () => '7', 7, 7],
    ['as a date', inTwoMinutes, 118, 120],
    ['as a date that is past', () => 'Thu, 01 Jan 2026 00:00:00 GMT', 0, 0],
  ])('%s ends the task at once and is told', async (_, header, least, most) => {
    const headers = { 'retry-after': header() };
    faults.add({ call: 'call', fault: { kind: 'status', status: 503, headers } });
    const { client, lastAnswer } = createBoundedHttp(5000)();
    await expect(client.sendRequest(request())).rejects.toThrow('answered 503 and asked to wait');
    expect(lastAnswer()?.status).toBe(503);
    expect(lastAnswer()?.retryAfterSeconds).toBeGreaterThanOrEqual(least);
    expect(lastAnswer()?.retryAfterSeconds).toBeLessThanOrEqual(most);
  });

  test('that nobody can read is an answer like any other', async () => {
    const headers = { 'retry-after': 'soon' };
    faults.add({ call: 'call', fault: { kind: 'status', status: 503, headers } });
    const { client, lastAnswer } = createBoundedHttp(5000)();
    expect((await client.sendRequest(request())).status).toBe(503);
    expect(lastAnswer()).toEqual({ status: 503, retryAfterSeconds: undefined });
  });
});

test('a promise that the client does not carry is given up at the deadline too', async () => {
  const { inTime, deadline } = createBoundedHttp(50)();
  await expect(inTime(new Promise(() => undefined))).rejects.toThrow('deadline');
  expect(deadline.aborted).toBe(true);
  expect(await createBoundedHttp(5000)().inTime(Promise.resolve('it'))).toBe('it');
  await expect(inTime(new Promise(() => undefined))).rejects.toThrow('deadline');
});
