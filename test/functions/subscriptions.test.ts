import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { QueueClient } from '@azure/storage-queue';
import { InvocationContext } from '@azure/functions';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { listSubscriptions } from '../../functions/http/list-subscriptions.ts';
import { pauseSubscription } from '../../functions/http/pause-subscription.ts';
import { replayDeadLetters } from '../../functions/http/replay-dead-letters.ts';
import { resumeSubscription } from '../../functions/http/resume-subscription.ts';
import { timers } from '../../functions/timers.ts';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { createCertificateAuthority } from '../../local/certificates.ts';
import { type EventGrid, startEventGrid } from '../../local/event-grid/start.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { Faults } from '../../local/stand-in/faults.ts';
import { listen, type Running, serve } from '../../local/stand-in/serve.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { type App, call, startApp } from '../support/app.ts';
import { deadLetters } from '../support/dead-letters.ts';

let azurite: Azurite;
let app: App;
let eventGrid: EventGrid;
let webhook: Running;
let tls: { readonly key: string; readonly cert: string };
let subscriber: Awaited<ReturnType<EventGrid['subscribe']>>;
let folder: string;
let file: string;
let dependencies: Dependencies;
let round = 0;
let topic: string;
/** What the topic's subscriber was given, each as its text. */
const received: string[] = [];
const log = new MemoryLog();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subscriptions-'));
  azurite = await startAzurite();
  app = await startApp({ kafkaRest: { log } });
  const authority = await createCertificateAuthority();
  setDefaultCACertificates([...getCACertificates(), authority.certificate]);
  tls = await authority.issue(['localhost']);
  eventGrid = await startEventGrid({ schema: 'CloudEvents', tls });
  webhook = await listen(
    serve({
      faults: new Faults(),
      nameOf: () => 'webhook',
      answer: ({ method, headers, body }) => {
        if (method === 'POST') received.push(body.toString());
        return {
          status: 200,
          headers: { 'webhook-allowed-origin': String(headers['webhook-request-origin']) },
        };
      },
    }),
  );
  subscriber = await eventGrid.subscribe({ name: 'all', endpoint: webhook.url });
}, 60_000);
afterAll(async () => {
  await Promise.all([app.close(), eventGrid.close(), webhook.close()]);
  await azurite.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  round += 1;
  topic = `topic-${round}`;
  file = join(folder, `subscriptions-${round}.json`);
  received.length = 0;
  eventGrid.faults.clear();
  await log.createTopic({ name: topic });
});

type Destination = { readonly queue: string } | { readonly eventGrid: string };

/** Declares one subscription of the test's topic, and builds the app anew on it. */
async function declare(destination: Destination, settings: Record<string, string> = {}): Promise<void> {
  await writeFile(file, JSON.stringify({ subscriptions: [{ name: `s${round}`, topic, destination }] }));
  dependencies = createDependencies({
    ...app.standIns.environment,
    AzureWebJobsStorage: azurite.connectionString,
    KAFKA_SUBSCRIPTIONS_FILE: file,
    KAFKA_EVENT_GRID_KEYS: `${new URL(eventGrid.endpoint).host}=${eventGrid.key}`,
    ...settings,
  });
}

async function produce(...values: string[]): Promise<void> {
  const timestampMs = Date.now();
  await log.append(
    topic,
    values.map((value) => ({ partition: 0, key: Buffer.from('k'), value: Buffer.from(value), timestampMs })),
  );
}

/** Runs the timer's function once; gives what it logged. */
async function feed(): Promise<string[]> {
  const lines: string[] = [];
  const context = new InvocationContext({ logHandler: (_level, ...args) => lines.push(args.join(' ')) });
  await timers.feedSubscriptions.run(context, dependencies);
  return lines;
}

async function textsIn(name: string): Promise<string[]> {
  const { receivedMessageItems } = await new QueueClient(azurite.connectionString, name).receiveMessages({
    numberOfMessages: 32,
  });
  return receivedMessageItems.map(({ messageText }) => messageText);
}

const list = async () => {
  const { body } = await call((request) => listSubscriptions(request, dependencies));
  return (body['subscriptions'] as Record<string, unknown>[])[0];
};
const post = (handler: typeof pauseSubscription, name = `s${round}`) =>
  call((request) => handler(request, dependencies), { method: 'POST', params: { name } });

describe('feedSubscriptions', () => {
  test('puts each record into the queue as a CloudEvent, digits kept, and a large one behind a claim check', async () => {
    await declare({ queue: `out-${round}` });
    await produce('{"n":21.50}', JSON.stringify('x'.repeat(70_000)));
    expect(await feed()).toEqual([]);
    const texts = await textsIn(`out-${round}`);
    expect(texts).toHaveLength(2);
    const whole = texts.find((text) => text.includes('"specversion"')) ?? '';
    expect(whole.endsWith('"data":{"n":21.50}}')).toBe(true);
    expect(JSON.parse(whole)).toMatchObject({ id: `${topic}/0/0`, partitionkey: 'k' });
    const { dataref } = JSON.parse(texts.find((text) => text !== whole) ?? '') as { dataref: string };
    const { content } = await dependencies.claimChecks.open(dataref);
    const kept: Uint8Array[] = [];
    for await (const chunk of content) kept.push(chunk);
    expect(JSON.parse(Buffer.concat(kept).toString())).toMatchObject({ id: `${topic}/0/1` });
    await feed();
    expect(await textsIn(`out-${round}`)).toEqual([]);
  });

  test('publishes to an Event Grid topic by the genuine client, digits kept', async () => {
    await declare({ eventGrid: eventGrid.endpoint });
    await produce('{"n":12345678901234567890.50}', 'no json', 'null', '5.0', '[1.50]');
    expect(await feed()).toEqual([]);
    await expectEvents(5);
    const data = received.flatMap((text) =>
      [JSON.parse(text) as { data?: unknown }].flat().map((one) => one.data),
    );
    expect(data).toEqual(expect.arrayContaining(['no json', null, 5, [1.5]]));
    expect(received.join()).toContain(`"id":"${topic}/0/1"`);
    expect(received.join()).toContain('"partitionkey":"k"');
    expect(await list()).toMatchObject({ lag: 0, partitions: [{ committed: 5 }] });
  });

  test('publishes what the record has, to the byte', async () => {
    const published: string[] = [];
    const answer = ({ body }: { readonly body: Buffer }) => {
      published.push(body.toString());
      return { status: 200 };
    };
    const recorder = await listen(serve({ faults: new Faults(), nameOf: () => 'publish', answer }), { tls });
    await declare(
      { eventGrid: `${recorder.url}/api/events` },
      { KAFKA_EVENT_GRID_KEYS: `${new URL(recorder.url).host}=key==` },
    );
    await produce('{"n":12345678901234567890.50}');
    expect(await feed()).toEqual([]);
    await recorder.close();
    expect(published).toHaveLength(1);
    expect(published[0]?.endsWith('"data":{"n":12345678901234567890.50}}]')).toBe(true);
  });

  test('leaves a topic alone that does not answer, and says so without its key', async () => {
    await declare({ eventGrid: eventGrid.endpoint });
    await produce('{}');
    eventGrid.faults.add({ call: 'publish', fault: { kind: 'status', status: 401 } });
    const lines = await feed();
    expect(lines).toEqual([`subscription s${round}: partition 0 stays at 0: Event Grid answered 401.`]);
    const asked = eventGrid.faults.hits('publish');
    expect(await feed()).toEqual([]);
    expect(eventGrid.faults.hits('publish')).toBe(asked);
    expect(await list()).toMatchObject({ failures: 1, heldUntil: expect.any(String) as unknown, lag: 1 });
  });

  test('files what the topic refuses; a replay goes back to the topic', async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await declare({ eventGrid: eventGrid.endpoint }, { KAFKA_SUBSCRIPTION_MAX_DELIVERIES: '1' });
    await produce('{"a":1}', '{"b":2}');
    // The batch, and then the first record alone.
    eventGrid.faults.add({ call: 'publish', fault: { kind: 'status', status: 400 }, times: 2 });
    await feed();
    await expectEvents(1);
    const letters = await deadLetters(azurite.connectionString);
    const letter = letters.find((one) => one.topic === topic);
    expect(letter).toMatchObject({ source: 'subscription', code: 'too-many-deliveries' });
    const id = letter?.rowKey.split('-')[1] ?? '';
    const replay = () =>
      call((request, about) => replayDeadLetters(request, dependencies, about), {
        method: 'POST',
        body: JSON.stringify({ ids: [id] }),
      });
    await post(pauseSubscription);
    expect((await replay()).text).toContain('"code":"paused"');
    await post(resumeSubscription);
    expect((await replay()).text).toContain('"result":"replayed"');
    await expectEvents(2);
    expect(received.join()).toContain('"data":{"a":1}');
  });

  test('fails with every fault of the file, and delivers nothing', async () => {
    await declare({ queue: 'A bad name' });
    await expect(feed()).rejects.toMatchObject({ code: 'settings-invalid' });
    await writeFile(
      file,
      JSON.stringify({
        subscriptions: ['out-1', 'out-2'].map((queue) => ({ name: 's', topic, destination: { queue } })),
      }),
    );
    await expect(feed()).rejects.toThrow('s is there already');
  });
});

describe('Operators', () => {
  test('see how far a subscription is, pause it and resume it', async () => {
    await declare({ queue: `out-${round}` });
    await produce('1');
    expect(await list()).toMatchObject({
      name: `s${round}`,
      group: `subscription.s${round}`,
      paused: false,
      lag: null,
    });
    expect((await post(pauseSubscription)).body).toEqual({ name: `s${round}`, paused: true });
    await feed();
    expect(await list()).toMatchObject({ paused: true, lag: null });
    expect((await post(resumeSubscription)).body).toEqual({ name: `s${round}`, paused: false });
    await feed();
    expect(await list()).toMatchObject({ paused: false, lag: 0, partitions: [{ committed: 1 }] });
  });

  test('get 404 for one that is not declared', async () => {
    await declare({ queue: `out-${round}` });
    expect((await post(pauseSubscription, 'none')).body).toMatchObject({ code: 'subscription-not-found' });
  });
});

/** Event Grid delivers after it has answered the publisher. */
async function expectEvents(count: number): Promise<void> {
  await subscriber.settled();
  expect(received).toHaveLength(count);
}
