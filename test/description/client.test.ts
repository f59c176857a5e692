import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAzurite, type Azurite } from '../../local/azurite.ts';
import { type DescribedRoute, describedRoutes } from '../fuzz/described-routes.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';
import { createClient, Refused } from './client.ts';
import { parseHttpFile } from './http-file.ts';

let azurite: Azurite;
let app: RunningApp;

beforeAll(async () => {
  azurite = await startAzurite();
  app = await startRunningApp({ settings: { KafkaStorage: azurite.connectionString } });
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
});

/** What the requests get that the app of a beginner has nothing for. */
const without: Readonly<Record<string, number>> = {
  deleteTopic: 405,
  describeDeadLetter: 404,
  readDeadLetter: 404,
  deleteDeadLetter: 404,
  pauseSubscription: 404,
  resumeSubscription: 404,
  // An app without declared topics finds none that is undeclared.
  approveHousekeeping: 404,
};

test('every request of requests.http works on a new app, in their order', async () => {
  const file = readFileSync(join(import.meta.dirname, '../../requests.http'), 'utf8');
  const requests = parseHttpFile(file, { api: app.url });
  const bodies = new Map<string, unknown>();
  const statuses: Record<string, number> = {};
  for (const { name, method, url, headers, bodyWith } of requests) {
    const body = bodyWith(bodies);
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    statuses[name] = answer.status;
    const text = await answer.text();
    if (answer.headers.get('content-type')?.endsWith('json') === true) bodies.set(name, JSON.parse(text));
  }
  const expected = requests.map(({ name }) => [name, without[name] ?? [200, 201, 204]] as const);
  expect(expected.filter(([name, wanted]) => ![wanted].flat().includes(statuses[name] ?? 0))).toEqual([]);
  expect(requests.length).toBeGreaterThan(30);
});

test('the sample client, whose types are made of the description, produces, reads, fetches and commits', async () => {
  const client = createClient({ url: app.url });
  await app.standIns.kafkaRest.log.createTopic({ name: 'sample', partitionCount: 1 });
  expect(await client.produce('sample', [{ key: 'k', value: { n: 1 } }])).toEqual({
    topic: 'sample',
    accepted: 1,
  });
  const { records, nextOffset } = await client.read('sample', 0, { offset: 'earliest', value: 'json' });
  expect([records.map(({ value }) => value), nextOffset]).toEqual([[{ n: 1 }], 1]);
  const { lease, records: leased } = await client.fetch('sample-group', 'sample', { count: 5 });
  expect(leased.map(({ deliveryCount }) => deliveryCount)).toEqual([1]);
  expect(await client.commit('sample-group', 'sample', { lease: lease ?? '' })).toEqual({
    partitions: [{ partition: 0, committed: 1 }],
    leaseUntil: null,
  });
});

test('and tells a refusal by its problem', async () => {
  const client = createClient({ url: app.url });
  const refused = await client.produce('nowhere', [{ value: 1 }]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).problem).toMatchObject({ code: 'topic-not-found', outcome: 'not-written' });
});

describe('Every route', () => {
  // They read no query, and one reads nothing.
  const reading = describedRoutes().filter(({ name }) => !['live', 'ready', 'deleteTopic'].includes(name));

  async function faultsOf({ method, path, bodies: [body] }: DescribedRoute, query: string) {
    const sent = body === undefined ? {} : { body: body.text, headers: { 'content-type': body.type } };
    const answer = await fetch(`${app.url}/${path}?${query}`, { method, ...sent });
    const text = await answer.text();
    const isProblem = answer.headers.get('content-type') === 'application/problem+json';
    const { errors = [] } = (isProblem ? JSON.parse(text) : {}) as { errors?: Record<string, string>[] };
    return errors.filter(({ detail = '' }) => detail.includes('is not known'));
  }

  test.each(reading.map((route) => [route.name, route] as const))(
    '%s knows the parameters that are described, and no other',
    async (_name, route) => {
      const all = route.query.map(({ name }) => `${name}=1`).join('&');
      expect(await faultsOf(route, all)).toEqual([]);
      expect(await faultsOf(route, `${all}&zzz=1`)).toMatchObject([{ parameter: 'zzz', in: 'query' }]);
    },
  );
});
