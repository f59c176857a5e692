import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture, type HostProcess, runHost } from './run-host.ts';

let host: HostProcess;
let url: string;

beforeAll(async () => {
  host = runHost(fixture('buffered'), {
    env: { 'AzureWebJobs.disabled.Disabled': 'true', FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' },
  });
  url = await host.url;
});

afterAll(async () => {
  await host.stop();
});

const call = (path: string, init?: RequestInit) => fetch(`${url}/api/${path}`, init);
const post = (path: string, body: NonNullable<RequestInit['body']>) =>
  call(path, { method: 'POST', body, duplex: 'half' });
const chunked = (text: string) =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(Buffer.from(text));
      controller.close();
    },
  });

describe('a buffered request', () => {
  it('reaches the function with all its parts, repeated ones joined as the real host joins them', async () => {
    const answer = await call('echo/abc/x%2Fy/z%20q?a=1&a=2&secret=hunter2', {
      method: 'POST',
      body: 'hello',
      headers: [
        ['X-Sent', '1'],
        ['x-sent', '2'],
      ],
    });
    expect(await answer.json()).toMatchObject({
      url: `${url}/api/echo/abc/x%2Fy/z%20q?a=1&a=2&secret=hunter2`,
      method: 'POST',
      params: { name: 'abc', rest: 'x%2Fy/z q' },
      query: [
        ['a', '1,2'],
        ['secret', 'hunter2'],
      ],
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: 'hello',
      traceParent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-00$/),
    });
    await host.printed(/Executed 'Functions\.echo'/);
    expect(host.output()).not.toContain('hunter2');
  });

  it('loses a body without Content-Length, as with the real host', async () => {
    const answer = await post('echo/abc', chunked('hello'));
    expect(await answer.json()).toMatchObject({ body: '' });
  });

  it('is refused when its body is too large', async () => {
    expect((await post('echo/abc', 'x'.repeat(1001))).status).toBe(413);
    expect((await post('echo/abc', 'x'.repeat(1000))).status).toBe(200);
  });

  it('finds the first route that fits, by function name', async () => {
    expect(await (await call('echo/exactly/this')).json()).toMatchObject({ params: { name: 'exactly' } });
  });

  it.each(['echo/4', 'nothing', 'disabled', 'unresolved'])('to %s is an empty 404', async (path) => {
    const answer = await call(path);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('with the wrong verb is an empty 404', async () => {
    expect((await call('echo/abc', { method: 'DELETE' })).status).toBe(404);
  });

  it('may be HEAD', async () => {
    const answer = await call('echo/abc', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('a buffered answer', () => {
  it('is 204 when the function returned nothing', async () => {
    expect((await call('returnsNothing')).status).toBe(204);
  });

  it('is an empty 500 when the function threw, and the log has the reason', async () => {
    const answer = await call('throws');
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    await host.printed(/Executed 'Functions\.throws' \(Failed, Id=[\da-f-]{36}, Duration=\d+ms\)/);
    await host.printed(/Exception: thrown on purpose/);
  });

  it('is an empty 500 when the function ran past functionTimeout', async () => {
    expect((await call('tooSlow')).status).toBe(500);
    await host.printed(/Timeout value of 00:00:01 was exceeded by function: Functions\.tooSlow/);
  });

  it('has its cookies as ASP.NET writes them', async () => {
    expect((await call('cookies')).headers.getSetCookie()).toEqual([
      'plain=a%20b; max-age=200000; path=/',
      'strict=v; domain=d; path=/x; secure; samesite=strict; httponly',
      'dated=v; expires=Thu, 01 Jan 1970 00:16:40 GMT; path=/; samesite=none',
    ]);
  });

  it('has gone through the hooks', async () => {
    expect(await (await call('hooked')).json()).toEqual({ input: 'replaced by a hook', note: 'seen' });
  });
});

describe('the throttle', () => {
  it('runs two at once here, keeps two waiting and refuses the fifth', async () => {
    const release = () => fetch(`${url}/admin/functions/release`, { method: 'POST' });
    const five = Array.from({ length: 5 }, () => call('hold').then(({ status }) => status));
    expect(await Promise.any(five)).toBe(429);
    await host.printed(/(?:Executing 'Functions\.hold'[^]*){2}/);
    await release();
    await host.printed(/(?:Executing 'Functions\.hold'[^]*){4}/);
    await release();
    expect((await Promise.all(five)).sort()).toEqual([200, 200, 200, 200, 429]);
  });
});

describe('the host', () => {
  it('gives the app its settings and its folder', async () => {
    expect(await (await call('settings')).json()).toEqual({
      hostname: new URL(url).host.replace('127.0.0.1', 'localhost'),
      folder: fixture('buffered'),
    });
  });

  it('lists its functions as Core Tools does', () => {
    const { port } = new URL(url);
    expect(host.output()).toContain('\nFunctions:\n');
    expect(host.output()).toContain(
      `\techo: [GET,POST,HEAD] http://localhost:${port}/api/echo/{name:alpha}/{*rest}\n`,
    );
    expect(host.output()).toContain('\tbyHand: otherTrigger\n');
    expect(host.output()).toContain("Function 'Functions.disabled' is disabled");
    expect(host.output()).toMatch(/Host lock lease acquired by instance ID '[\dA-F]{32}'\./);
    expect(host.output()).toContain('Executing 1 "appStart" hooks');
  });

  it("writes what functions log, after the app's log hooks", async () => {
    await call('echo/abc');
    await host.printed(/^\[\d{4}-.*Z\] echo was triggered, something \*\*\*$/m);
  });

  it('runs other functions by hand', async () => {
    const admin = (name: string, body: string) =>
      fetch(`${url}/admin/functions/${name}`, { method: 'POST', body }).then(({ status }) => status);
    expect(await admin('byHand', '{"input":"{\\"a\\":1}"}')).toBe(202);
    expect(await admin('bytesByHand', '{"input":"é"}')).toBe(202);
    expect(await admin('nobody', '{}')).toBe(404);
    expect(await admin('byHand', '{"input":1}')).toBe(400);
    expect(await admin('byHand', 'no json')).toBe(400);
    expect(await admin('echo', '{}')).toBe(400);
    await host.printed(/byHand got \{"a":1\}/);
    await host.printed(/bytesByHand got c3a9/);
  });

  it('keeps connections open as long as the real one', async () => {
    expect((await call('returnsNothing')).headers.get('keep-alive')).toBe('timeout=130');
  });

  it('tells its state and its functions', async () => {
    const status = await fetch(`${url}/admin/host/status`);
    expect(await status.json()).toMatchObject({ state: 'Running' });
    const functions = (await (await fetch(`${url}/admin/functions`)).json()) as { name: string }[];
    expect(functions.map(({ name }) => name)).toContain('byHand');
    expect((await fetch(`${url}/`)).status).toBe(200);
  });

  it('hands events to its Event Grid functions', async () => {
    const event = { id: '1', subject: 'orders', eventType: 't', eventTime: '2026-01-31T00:00:00Z', data: {} };
    const answer = await fetch(`${url}/runtime/webhooks/EventGrid?functionName=onEvent`, {
      method: 'POST',
      headers: { 'aeg-event-type': 'Notification' },
      body: JSON.stringify([event]),
    });
    expect(answer.status).toBe(202);
    await host.printed(/onEvent got orders/);
  });

  it('runs timers, on startup where they ask for it and by hand', async () => {
    await host.printed(/tick ran, past due: false/);
    const answer = await fetch(`${url}/admin/functions/tick`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(202);
    await host.printed(/(?:tick ran, past due: false[^]*){2}/);
  });

  it('has no webhook for an extension that it does not know', async () => {
    expect((await fetch(`${url}/runtime/webhooks/none`, { method: 'POST' })).status).toBe(404);
  });
});
