import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { runHousekeeping } from '../../functions/http/run-housekeeping.ts';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { createCertificateAuthority } from '../../local/certificates.ts';
import { type EventGrid, startEventGrid } from '../../local/event-grid/start.ts';
import { Faults } from '../../local/stand-in/faults.ts';
import { listen, type Running, serve } from '../../local/stand-in/serve.ts';
import { type App, call, startApp } from '../support/app.ts';

let azurite: Azurite;
let app: App;
let eventGrid: EventGrid;
let webhook: Running;
let subscriber: Awaited<ReturnType<EventGrid['subscribe']>>;
const received: string[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  const authority = await createCertificateAuthority();
  setDefaultCACertificates([...getCACertificates(), authority.certificate]);
  eventGrid = await startEventGrid({ schema: 'CloudEvents', tls: await authority.issue(['localhost']) });
  webhook = await listen(
    serve({
      faults: new Faults(),
      nameOf: () => 'webhook',
      answer: ({ method, headers, body }) => {
        if (method === 'POST') received.push(body.toString());
        const origin = String(headers['webhook-request-origin']);
        return { status: 200, headers: { 'webhook-allowed-origin': origin } };
      },
    }),
  );
  subscriber = await eventGrid.subscribe({ name: 'all', endpoint: webhook.url });
  app = await startApp({
    settings: {
      AzureWebJobsStorage: azurite.connectionString,
      KAFKA_TOPICS_FILE: 'no-such-file.json',
      KAFKA_NOTIFY_TOPIC_ENDPOINT: eventGrid.endpoint,
      KAFKA_EVENT_GRID_KEYS: `${new URL(eventGrid.endpoint).host}=${eventGrid.key}`,
    },
  });
}, 60_000);
afterAll(async () => {
  await Promise.all([app.close(), eventGrid.close(), webhook.close()]);
  await azurite.stop();
});
beforeEach(() => {
  eventGrid.faults.clear();
  received.length = 0;
});

const run = () =>
  call((request, about) => runHousekeeping(request, app.dependencies, about), { method: 'POST' });

test('after a run, its report is told to an Event Grid topic', async () => {
  const { status, body } = await run();
  await subscriber.settled();
  expect(status).toBe(200);
  const { run: name, dryRun, partial, counts } = body;
  expect(received.flatMap((text) => JSON.parse(text) as object)).toMatchObject([
    {
      specversion: '1.0',
      id: name,
      type: 'KafkaRestFunctions.HousekeepingReport',
      data: { run: name, dryRun, partial, counts, actions: [] },
    },
  ]);
});

test('a run of which nobody can be told is done all the same, and that is logged', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  eventGrid.faults.add({ call: 'publish', fault: { kind: 'status', status: 403 } });
  const { status, body } = await run();
  expect(status).toBe(200);
  expect(warn.mock.calls).toEqual([
    [`housekeeping: nobody was told of the report ${String(body['run'])}: Event Grid answered 403`],
  ]);
  warn.mockRestore();
});
