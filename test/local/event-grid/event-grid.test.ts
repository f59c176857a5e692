import { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type EventGrid, startEventGrid } from '../../../local/event-grid/start.ts';
import {
  type Answer,
  json,
  listen,
  type Running,
  serve,
  type StandInRequest,
} from '../../../local/stand-in/serve.ts';
import { Faults } from '../../../local/stand-in/faults.ts';

let waited: number[];
let received: StandInRequest[];
let webhook: Running;
let answer: (request: StandInRequest) => Answer;
let running: EventGrid[];

beforeEach(async () => {
  [waited, received, running] = [[], [], []];
  answer = agree;
  const behaviour = {
    faults: new Faults(),
    nameOf: () => 'webhook',
    answer: (request: StandInRequest) => {
      received.push(request);
      return answer(request);
    },
  };
  webhook = await listen(serve(behaviour));
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await webhook.close();
});

/** What a webhook does that agrees to both handshakes and takes all events. */
function agree({ method, headers, body }: StandInRequest): Answer {
  const origin = String(headers['webhook-request-origin']);
  if (method === 'OPTIONS') return { status: 200, headers: { 'webhook-allowed-origin': origin } };
  if (headers['aeg-event-type'] !== 'SubscriptionValidation') return { status: 202 };
  const [event] = JSON.parse(body.toString()) as [{ data: { validationCode: string } }];
  return json(200, { validationResponse: event.data.validationCode });
}

const takes = (status: number) => (request: StandInRequest) =>
  request.headers['aeg-event-type'] === 'Notification' ? { status } : agree(request);

async function start(schema: 'EventGrid' | 'CloudEvents'): Promise<EventGrid> {
  const sleep = (ms: number) => {
    waited.push(ms);
    return Promise.resolve();
  };
  const topic = await startEventGrid({ schema, delaysMs: [10, 30], sleep });
  running.push(topic);
  return topic;
}

const client = (topic: EventGrid, key = topic.key) =>
  new EventGridPublisherClient(topic.endpoint, 'EventGrid', new AzureKeyCredential(key), {
    allowInsecureConnection: true,
  });
const event = (id: string) => ({ id, eventType: 'placed', subject: 's', dataVersion: '1', data: {} });
const notifications = () => received.filter(({ headers }) => headers['aeg-event-type'] === 'Notification');
const bodies = () => notifications().map(({ body }) => JSON.parse(body.toString()) as { id: string }[]);
const subscription = () => ({ name: 'one', endpoint: webhook.url });

describe('The stand-in of an Event Grid topic', () => {
  test('subscribes a webhook that agrees to the handshake of its schema, and no other', async () => {
    for (const schema of ['EventGrid', 'CloudEvents'] as const) {
      const topic = await start(schema);
      expect(await topic.subscribe(subscription())).toMatchObject({ name: 'one' });
      answer = () => json(200, { validationResponse: 'another' });
      await expect(topic.subscribe(subscription())).rejects.toThrow('handshake');
      answer = agree;
    }
  });

  test('delivers what is published in batches, stamped with its topic', async () => {
    const topic = await start('EventGrid');
    const { settled } = await topic.subscribe({ ...subscription(), maxEventsPerBatch: 2 });
    await client(topic).send(['1', '2', '3'].map(event));
    await settled();
    expect(bodies().map((batch) => batch.map(({ id }) => id))).toEqual([['1', '2'], ['3']]);
    expect(bodies()[0]?.[0]).toMatchObject({
      topic: expect.stringContaining('/topics/') as unknown,
      metadataVersion: '1',
    });
  });

  test('delivers one CloudEvent as an object, and several as an array', async () => {
    const topic = await start('CloudEvents');
    const cloud = new EventGridPublisherClient(
      topic.endpoint,
      'CloudEvent',
      new AzureKeyCredential(topic.key),
      {
        allowInsecureConnection: true,
      },
    );
    const singles = await topic.subscribe(subscription());
    await cloud.send([{ id: '1', type: 't', source: 's' }]);
    await singles.settled();
    expect(notifications()[0]?.headers['content-type']).toMatch('application/cloudevents+json');
    expect(bodies()[0]).toMatchObject({ id: '1', specversion: '1.0' });
  });

  test('delivers again, after its delays and up to the limit, what was not answered 2xx', async () => {
    const topic = await start('EventGrid');
    answer = takes(500);
    const { settled, deadLetters } = await topic.subscribe({ ...subscription(), maxAttempts: 4 });
    await client(topic).send([event('1')]);
    await settled();
    expect(notifications().map(({ headers }) => headers['aeg-delivery-count'])).toEqual(['0', '1', '2', '3']);
    expect(waited).toEqual([10, 30, 30]);
    expect(deadLetters).toMatchObject([{ event: { id: '1' }, attempts: 4, lastStatus: 500 }]);
  });

  test('gives up at once where no retry can help', async () => {
    const topic = await start('EventGrid');
    answer = takes(400);
    const { settled, deadLetters } = await topic.subscribe(subscription());
    await client(topic).send([event('1')]);
    await settled();
    expect(deadLetters).toMatchObject([{ attempts: 1, lastStatus: 400 }]);
  });

  test('delivers again what was taken, where it is told that the answer was lost', async () => {
    const topic = await start('EventGrid');
    topic.faults.add({ call: 'deliver', fault: { kind: 'status', status: 503 }, times: 1 });
    const { settled, deadLetters } = await topic.subscribe(subscription());
    await client(topic).send([event('1')]);
    await settled();
    expect([notifications().length, deadLetters.length]).toEqual([2, 0]);
  });

  test('refuses another key, other schemas, and more than a megabyte', async () => {
    const topic = await start('EventGrid');
    await expect(client(topic, 'another').send([event('1')])).rejects.toMatchObject({ statusCode: 401 });
    const big = { ...event('1'), data: { text: 'x'.repeat(1_100_000) } };
    await expect(client(topic).send([big])).rejects.toMatchObject({ statusCode: 413 });
    const post = (body: string) =>
      fetch(topic.endpoint, { method: 'POST', headers: { 'aeg-sas-key': topic.key }, body });
    for (const body of ['[{}]', '{}', '[7]', 'no json']) expect((await post(body)).status).toBe(400);
    expect((await fetch(topic.url)).status).toBe(404);
  });
});
