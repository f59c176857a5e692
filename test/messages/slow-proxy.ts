import assert from 'node:assert/strict';
import type { Fault } from '../../local/stand-in/faults.ts';
import type { MessagesHost } from './host.ts';

const EVENTS = 20;
const LIMIT_MS = 20_000;
const ATTEMPTS = 30;

interface Delivered {
  readonly status: number;
  readonly ms: number;
}

/** One delivery of a batch, as Event Grid makes it. */
async function deliver(host: MessagesHost, ids: readonly string[]): Promise<Delivered> {
  const events = ids.map((id) => ({
    specversion: '1.0',
    id,
    source: '/shop',
    type: 'placed',
    data: { n: 1 },
  }));
  const endpoint = `${host.url}/runtime/webhooks/EventGrid?functionName=publishEvent`;
  const startedMs = performance.now();
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', 'aeg-event-type': 'Notification' },
    body: JSON.stringify(events),
    signal: AbortSignal.timeout(30_000),
  });
  await answer.arrayBuffer();
  return { status: answer.status, ms: performance.now() - startedMs };
}

async function timesIn(host: MessagesHost, ids: readonly string[]): Promise<readonly number[]> {
  const times = new Map(ids.map((id) => [id, 0]));
  for await (const { value } of host.records('events')) {
    const { id } = JSON.parse(value?.toString() ?? '{}') as { id: string };
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  return ids.map((id) => times.get(id) ?? 0);
}

/**
 * While the proxy has the fault no event is acknowledged, and Event Grid is not kept waiting for its 30 seconds; what
 * it sends again afterwards is in the log, twice at most where the proxy wrote what it did not answer.
 */
export async function answersInTime(host: MessagesHost, fault: Fault): Promise<string> {
  const { faults } = host;
  if (!(await host.log.topics()).some(({ name }) => name === 'events')) {
    await host.log.createTopic({ name: 'events', partitionCount: 1 });
  }
  const ids = Array.from({ length: EVENTS }, (_, index) => `${fault.kind}-${index}`);
  faults.add({ call: 'produce', fault });
  const first = await deliver(host, ids);
  faults.clear();
  const before = await timesIn(host, ids);
  assert.ok(first.status >= 500, `status ${first.status} after ${first.ms} ms`);
  assert.ok(first.ms < LIMIT_MS, `answered after ${first.ms} ms`);
  // Those that waited behind calls under way were not sent at all.
  const wasWritten = fault.kind === 'drip';
  assert.ok(
    before.every((times) => times <= 1) && before.includes(1) === wasWritten,
    `in the log meanwhile: ${before.join(' ')}`,
  );
  let attempts = 1;
  await host.until(async () => {
    attempts += 1;
    assert.ok(attempts <= ATTEMPTS, 'they were never accepted');
    return (await deliver(host, ids)).status === 202;
  }, 60);
  const after = await timesIn(host, ids);
  assert.deepEqual(
    after,
    before.map((times) => times + 1),
    'each is accepted once, beside what was written without an answer',
  );
  return `${fault.kind}: ${first.status} after ${(first.ms / 1000).toFixed(1)} s; accepted by delivery ${attempts}`;
}
