import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listBrokers } from '../../functions/http/list-brokers.ts';
import { type App, call, startApp } from '../support/app.ts';
import { describeReadFaults } from './read-faults.ts';

let app: App;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const list = (query = '', dependencies = app.dependencies) =>
  call((request) => listBrokers(request, dependencies), { query });

test('listBrokers gives id, host, port and rack of each', async () => {
  const { status, body } = await list();
  expect(status).toBe(200);
  expect(body['brokers']).toEqual(await app.standIns.kafkaRest.log.brokers());
});

test('listBrokers takes no parameter', async () => {
  expect(await list('?id=1')).toMatchObject({ status: 400, body: { errors: [{ parameter: 'id' }] } });
});

describeReadFaults({
  app: () => app,
  call: 'brokers',
  ask: (dependencies) => list('', dependencies),
  notFound: [502, 'proxy-answer-invalid'],
});
