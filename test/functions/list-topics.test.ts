import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listTopics } from '../../functions/http/list-topics.ts';
import { type App, call, type Call, startApp } from '../support/app.ts';
import { describeReadFaults } from './read-faults.ts';

let app: App;
const names = ['orders.v1', 'orders.v2', 'audit', '__consumer_offsets', '_schemas'];

beforeAll(async () => {
  app = await startApp({
    kafkaRest: { metadata: { refreshMs: 0 }, assume: { 'internal-topics-listed': 'true' } },
  });
  for (const name of names) await app.standIns.kafkaRest.log.createTopic({ name });
});
afterAll(() => app.close());

const list = (query = '', options: Call = {}, dependencies = app.dependencies) =>
  call((request, own) => listTopics(request, dependencies, own), { query, ...options });

test.each([
  ['', ['audit', 'orders.v1', 'orders.v2']],
  ['?prefix=orders.', ['orders.v1', 'orders.v2']],
  ['?prefix=', ['audit', 'orders.v1', 'orders.v2']],
  ['?prefix=none', []],
  ['?internal=true', ['__consumer_offsets', '_schemas', 'audit', 'orders.v1', 'orders.v2']],
  ['?internal=true&prefix=__', ['__consumer_offsets']],
  ['?internal=false&prefix=__', []],
  ['?code=key&clientId=default', ['audit', 'orders.v1', 'orders.v2']],
])('listTopics%s gives names in order', async (query, topics) => {
  expect(await list(query)).toMatchObject({ status: 200, body: { topics }, log: [] });
});

test('listTopics answers HEAD without a body', async () => {
  expect(await list('', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
});

test.each([
  ['?internal=yes', 'internal', 'internal: give true or false.'],
  ['?interal=true', 'interal', '"interal" is not known: do you mean internal?'],
  ['?prefix=a&prefix=b', 'prefix', 'Given twice: give it once.'],
])('listTopics refuses %s and asks the proxy nothing', async (query, parameter, detail) => {
  const before = app.standIns.kafkaRest.faults.hits('topics');
  expect(await list(query)).toMatchObject({
    status: 400,
    body: { code: 'invalid-request', errors: [{ parameter, in: 'query', detail }] },
  });
  expect(app.standIns.kafkaRest.faults.hits('topics')).toBe(before);
});

describeReadFaults({
  app: () => app,
  call: 'topics',
  ask: (dependencies) => list('', {}, dependencies),
  notFound: [502, 'proxy-answer-invalid'],
});
