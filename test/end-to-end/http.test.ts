import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

let app: RunningApp;
const SECRET_WORDS = ['a-key-nobody-may-log', 'a-value-nobody-may-log'];

beforeAll(async () => {
  app = await startRunningApp({ settings: { KAFKA_REST_TIMEOUT_SECONDS: '2' } });
}, 60_000);
afterAll(() => app.close());

async function ask(method: string, path: string, body?: string) {
  const response = await fetch(`${app.url}/${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

describe('Through the host, with a token that came from a secret in Key Vault', () => {
  test('a topic is created, described and listed', async () => {
    const brokers = (await ask('GET', 'brokers')).body['brokers'] as unknown[];
    const replicationFactor = Math.min(brokers.length, 3);
    const topic = JSON.stringify({ partitionCount: 2, replicationFactor });
    const created = await ask('PUT', 'topics/orders', topic);
    expect(created).toMatchObject({ status: 201, body: { topic: 'orders', partitionCount: 2 } });
    expect(created.headers.get('location')).toBe('/api/topics/orders');
    expect((await ask('GET', 'topics')).body).toEqual({ topics: ['orders'] });
    expect((await ask('GET', 'topics/orders')).body).toMatchObject({
      partitionCount: 2,
      replicationFactor,
    });
    expect((await ask('GET', 'topics/orders/partitions/1')).body).toMatchObject({
      partition: 1,
      endOffset: 0,
    });
    expect(brokers.length).toBeGreaterThan(0);
  });

  test('records are read back as they were sent, page by page', async () => {
    const values = ['"text"', '12345678901234567890', '{"a":1.10}', 'null', '[1, 2]'];
    const records = values.map((value) => `{"partition":1,"key":"k","value":${value}}`).join(',');
    expect((await ask('POST', 'topics/orders/records', `{"records":[${records}]}`)).body).toEqual({
      topic: 'orders',
      accepted: 5,
    });
    const read: unknown[] = [];
    let path = 'topics/orders/partitions/1/records?count=2';
    for (let page = await ask('GET', path); read.length < 5; page = await ask('GET', path)) {
      read.push(...(page.body['records'] as { value: unknown }[]).map(({ value }) => value));
      expect(page.headers.get('nextoffset')).toBe(String(page.body['nextOffset']));
      expect(page.body['lag']).toBe(5 - read.length);
      const next = /<(\?[^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
      path = `topics/orders/partitions/1/records${next}`;
    }
    expect(read).toEqual(['text', '12345678901234567890', '{"a":1.10}', null, '[1, 2]']);
  });

  test('one token request and one secret read served everything', async () => {
    expect((await ask('GET', 'health/ready')).status).toBe(200);
    expect(app.standIns.entra.faults.hits('token')).toBe(1);
    expect(app.standIns.keyVault.faults.hits('get-secret')).toBe(1);
    expect(app.standIns.managedIdentity.faults.hits('token')).toBe(1);
  });

  test('what the host itself cannot route is answered by the app', async () => {
    const wrongVerb = await ask('PATCH', 'topics/orders');
    expect(wrongVerb).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(wrongVerb.headers.get('allow')).toBe('DELETE, GET, HEAD, PUT');
    expect(await ask('GET', 'no/such/route')).toMatchObject({
      status: 404,
      body: { code: 'route-not-found' },
    });
    expect(await ask('DELETE', 'topics/orders')).toMatchObject({ status: 405 });
    expect(await ask('HEAD', 'topics')).toMatchObject({ status: 200, text: '' });
  });

  test('a body without Content-Length arrives whole, one over the limit is refused', async () => {
    const stream = (bytes: number) =>
      new Blob(['{"records":[{"partition":0,"value":"', 'x'.repeat(bytes), '"}]}']).stream();
    const send = (body: ReadableStream) =>
      fetch(`${app.url}/topics/orders/records`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        duplex: 'half',
      });
    expect((await send(stream(500_000))).status).toBe(200);
    for (let again = 0; again < 3; again += 1) {
      expect((await send(stream(17 * 1024 * 1024))).status).toBe(413);
      expect((await ask('GET', 'health/live')).status).toBe(200);
    }
  });

  test('a body that is refused unread leaves the connection fit for the next request', async () => {
    const body = 'x'.repeat(3_000_000);
    for (let again = 0; again < 3; again += 1) {
      const headers = { 'content-type': 'text/plain' };
      const answer = await fetch(`${app.url}/topics/orders/records`, { method: 'POST', headers, body });
      expect([answer.status, (await ask('GET', 'health/live')).status]).toEqual([415, 200]);
    }
  });

  test.each(['a%2Fb', 'a%20b', '%C3%BCnicode', 'x'.repeat(250)])(
    'the topic name %s is refused',
    async (name) => {
      const { faults } = app.standIns.kafkaRest;
      const before = faults.allHits();
      const answer = await ask('POST', `topics/${name}/records`, '{"records":[{"value":1}]}');
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid-request', outcome: 'not-written' },
      });
      expect(faults.allHits()).toEqual(before);
    },
  );
});

const bodyWithSecrets = `{"records":[{"key":"${SECRET_WORDS[0] ?? ''}","value":"${SECRET_WORDS[1] ?? ''}"}]}`;

test('nothing that the host or an answer shows has a token, the secret, a key or a value in it', async () => {
  const { faults } = app.standIns.kafkaRest;
  const answers: string[] = [];
  const produce = async (body: string) =>
    answers.push((await ask('POST', 'topics/orders/records', body)).text);
  for (const status of [400, 401, 403, 404, 413, 429, 500, 503]) {
    faults.add({ call: 'produce', fault: { kind: 'status', status, body: bodyWithSecrets } });
    await produce(bodyWithSecrets);
    faults.clear();
  }
  for (const where of ['before-answer', 'mid-answer'] as const) {
    faults.add({ call: 'produce', fault: { kind: 'cut', where }, times: 1 });
    await produce(bodyWithSecrets);
  }
  faults.add({ call: 'produce', fault: { kind: 'hang' }, times: 1 });
  await produce(bodyWithSecrets);
  await produce(bodyWithSecrets.slice(0, -5));
  await produce(bodyWithSecrets.replace('"value":', '"value":1,"value":'));

  const shown = [app.output(), ...answers].join('\n');
  expect(shown).toContain('produce-outcome-unknown');
  const tokens = app.standIns.entra.issued().map(({ token }) => token);
  expect(tokens.length).toBeGreaterThan(0);
  for (const secret of [...SECRET_WORDS, app.standIns.clientSecret, ...tokens])
    expect(shown).not.toContain(secret);
  expect(shown).not.toMatch(/eyJ[\w-]{10,}\./);
});
