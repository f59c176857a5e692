import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { get } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as timer } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createCertificateAuthority } from '../../../local/certificates.ts';
import { type KafkaRest, type KafkaRestOptions, startKafkaRest } from '../../../local/kafka-rest/start.ts';

let running: KafkaRest[] = [];
afterEach(async () => {
  await Promise.all(running.map((proxy) => proxy.close()));
  running = [];
});

async function start(options: Partial<KafkaRestOptions> = {}): Promise<KafkaRest> {
  const proxy = await startKafkaRest({ tokens: 'unchecked', ...options });
  running.push(proxy);
  return proxy;
}

async function withTopic(options: Partial<KafkaRestOptions> = {}): Promise<KafkaRest> {
  const proxy = await start(options);
  await proxy.log.createTopic({ name: 't' });
  await proxy.metadata.refresh();
  return proxy;
}

// Not kept alive: a connection that outlives a test would hold the next one's close.
function ask(
  proxy: KafkaRest,
  method: string,
  path: string,
  init: { body?: string } = {},
): Promise<Response> {
  return fetch(`${proxy.url}${path}`, { method, ...init, headers: { connection: 'close' } });
}

const one = { body: '{"records":[{"key":"k","value":1.10}]}' };
const produce = (proxy: KafkaRest) => ask(proxy, 'POST', '/v1/producer/topics/t', one);
const read = (proxy: KafkaRest) => ask(proxy, 'GET', '/v1/consumer/topics/t/partitions/0/offsets/0');

describe('Kafka REST stand-in', () => {
  it('produces and consumes over the network, into a log that tests can read', async () => {
    const proxy = await withTopic({ now: () => 5_000_000_000_000 });
    expect((await produce(proxy)).status).toBe(200);
    const response = await read(proxy);
    expect(response.headers.get('NextOffset')).toBe('1');
    expect(await response.text()).toContain(
      '"value":"1.10","partition":0,"offset":0,"timestamp":5000000000000',
    );
    const { records } = await proxy.log.read('t', 0, 0, { maxRecords: 9, maxBytes: 9 });
    expect(records.map(({ value }) => value?.toString())).toEqual(['1.10']);
  });

  it('speaks HTTPS and checks tokens', async () => {
    const authority = await createCertificateAuthority();
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const proxy = await start({
      tls: await authority.issue(['localhost']),
      tokens: { keys: { keys: [await exportJWK(publicKey)] }, membership: { groupId: 'g' } },
    });
    const good = { aud: 'https://hib.azurehdinsight.net', exp: Date.now() / 1000 + 60, groups: ['g'] };
    const token = (claims: object) =>
      new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    const statusWith = async (headers: Record<string, string>) => {
      const options = { ca: authority.certificate, agent: false, headers } as const;
      const request = get(`${proxy.url}/v1/metadata/topics`, options);
      const [response] = (await once(request, 'response')) as [
        NodeJS.ReadableStream & { statusCode: number },
      ];
      await text(response);
      return response.statusCode;
    };
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ authorization: `Bearer ${await token({ groups: [] })}` })).toBe(403);
    expect(await statusWith({ authorization: `Bearer ${await token({})}` })).toBe(200);
  });

  it('counts its calls by name, and misbehaves on request', async () => {
    const proxy = await withTopic();
    const rule = { call: 'produce', fault: { kind: 'status', status: 503 }, times: 1, takesEffect: true };
    expect((await ask(proxy, 'POST', '/__faults', { body: JSON.stringify(rule) })).status).toBe(204);
    expect([(await produce(proxy)).status, (await produce(proxy)).status]).toEqual([503, 200]);
    await ask(proxy, 'GET', '/v1/status');
    await ask(proxy, 'GET', '/nowhere');
    expect(await (await ask(proxy, 'GET', '/__hits')).json()).toEqual({ produce: 2, status: 1, unknown: 1 });
    expect((await proxy.log.partitions('t'))[0]?.latestOffset).toBe(2);
  });

  it('has stale metadata from PUT to DELETE of /__stale-metadata', async () => {
    const proxy = await start({ metadata: { refreshMs: 0 } });
    const listed = async () => (await ask(proxy, 'GET', '/v1/metadata/topics')).json();
    await ask(proxy, 'PUT', '/__stale-metadata');
    await ask(proxy, 'PUT', '/v1/topics/t');
    expect(await listed()).toEqual({ topics: [] });
    expect((await ask(proxy, 'GET', '/__stale-metadata')).status).toBe(405);
    await ask(proxy, 'DELETE', '/__stale-metadata');
    expect(await listed()).toEqual({ topics: ['t'] });
  });

  it('ends calls that are asleep, unwritten, and every connection when it is closed', async () => {
    let asleep = 0;
    const sleep = async (ms: number, signal: AbortSignal) => {
      asleep += 1;
      await timer(ms, undefined, { signal }).finally(() => (asleep -= 1));
    };
    const proxy = await withTopic({ latencyMs: 60_000, sleep });
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const length = one.body.length;
    socket.write(
      `POST /v1/producer/topics/t HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${one.body}`,
    );
    const closed = once(socket, 'close');
    while (asleep === 0) await new Promise(setImmediate);
    await proxy.close();
    await closed;
    expect(asleep).toBe(0);
    expect((await proxy.log.partitions('t'))[0]?.latestOffset).toBe(0);
    await expect(ask(proxy, 'GET', '/v1/status')).rejects.toThrow();
  });

  it('says so when its port is taken', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
