import { describe, expect, it } from '@jest/globals';
import { TokenCheck } from '../../../local/kafka-rest/access.ts';
import { openProxy, stored } from './open-proxy.ts';

const noKeys = () => Promise.reject(new Error('no keys'));
const closed = () => new TokenCheck({ keys: noKeys, membership: { members: [] } }, () => 0);
const paths = [
  ['PUT', '/v1/topics/t'],
  ['GET', '/v1/metadata/brokers'],
  ['GET', '/v1/metadata/topics'],
  ['GET', '/v1/metadata/topics/t/partitions'],
  ['GET', '/v1/metadata/topics/t/partitions/0'],
  ['POST', '/v1/producer/topics/t'],
  ['GET', '/v1/consumer/topics/t/partitions/0/offsets/0'],
] as const;

describe('behaviour', () => {
  it.each(paths)('asks for a token on %s %s', async (method, path) => {
    const { ask } = await openProxy({ tokens: closed() });
    const { status, headers } = await ask(method, path);
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it.each([
    ['false', 200],
    ['true', 401],
  ] as const)(
    'answers status without a token unless status-needs-token=%s says otherwise',
    async (needs, status) => {
      const { ask } = await openProxy({ tokens: closed(), does: { 'status-needs-token': needs } });
      expect((await ask('GET', '/v1/status')).status).toBe(status);
    },
  );

  it.each(paths)('answers another verb than %s on %s with 405', async (method, path) => {
    const { ask } = await openProxy();
    for (const verb of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'].filter((each) => each !== method)) {
      const { status, headers } = await ask(verb, path);
      expect([verb, status, headers['allow']]).toEqual([verb, 405, method]);
    }
  });

  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v2/status',
    '/v1/status/',
    '/v1/topics',
    '/v1/topics/',
    '/v1/metadata/topics/t',
  ])('answers the path %s with 404', async (path) => {
    const { ask } = await openProxy();
    expect((await ask('GET', path)).status).toBe(404);
  });

  it.each([
    ['json', 'application/json', /^\{"message":"No such path"\}$/],
    ['plain', 'text/plain', /^No such path$/],
    ['empty', undefined, /^$/],
  ] as const)('refuses with a body that is %s', async (form, type, body) => {
    const { ask } = await openProxy({ does: { 'error-body': form } });
    const { headers, text } = await ask('GET', '/v1');
    expect(headers['content-type']).toBe(type);
    expect(text).toMatch(body);
  });

  it.each([
    ['json-string', /^".+"$/],
    ['plain', /^[^"]+$/],
    ['empty', /^$/],
  ] as const)('answers with a string that is %s', async (form, body) => {
    const { ask } = await openProxy({
      does: { 'status-body': form, 'create-answer-body': form, 'produce-answer-body': form },
    });
    const texts = [await ask('GET', '/v1/status'), await ask('PUT', '/v1/topics/t')];
    for (const { text } of texts) expect(text).toMatch(body);
  });

  it('asks for application/json only when that is assumed', async () => {
    const { ask } = await openProxy({ does: { 'content-type-checked': 'true' } });
    const create = (type: string) => ask('PUT', '/v1/topics/t', '', { 'content-type': type });
    expect((await create('text/plain')).status).toBe(415);
    expect((await create('Application/JSON; charset=utf-8')).status).toBe(200);
  });

  it.each([
    ['true', []],
    ['false', [[null, '1']]],
  ] as const)(
    'turns a produce request away when the queue is full, throttled-before-write=%s',
    async (before, written) => {
      const { ask, log, withTopic } = await openProxy({
        load: { capacityPerSecond: 1, maxQueued: 0 },
        does: { 'throttled-before-write': before, 'queue-full': '429' },
      });
      await withTopic('t');
      await ask('GET', '/v1/status');
      const { status, headers } = await ask('POST', '/v1/producer/topics/t', '{"records":[{"value":1}]}');
      expect([status, headers['retry-after']]).toEqual([429, '1']);
      expect(await stored(log, 't')).toEqual(written);
    },
  );

  it('puts neither values nor keys nor tokens into a refusal', async () => {
    const { ask, withTopic } = await openProxy({ tokens: closed() });
    await withTopic('t', 1, { 'max.message.bytes': '80' });
    const open = await openProxy();
    await open.withTopic('t', 1, { 'max.message.bytes': '80' });
    const bodies = ['{"key":"secret","value":"secret secret"}', '{"value":"secret",}', '{"key":"secret"}'];
    const refusals = await Promise.all(
      bodies.map((body) => open.ask('POST', '/v1/producer/topics/t', `{"records":[${body}]}`)),
    );
    refusals.push(await ask('GET', '/v1/metadata/topics', '', { authorization: 'Bearer secret' }));
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 400, 401]);
    expect(refusals.map(({ text }) => text).join()).not.toContain('secret');
  });
});
