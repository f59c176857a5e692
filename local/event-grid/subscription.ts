import { randomUUID } from 'node:crypto';
import type { PublishedEvent, Schema } from './publish-body.ts';

export interface SubscriptionOptions {
  readonly name: string;
  /** The webhook, with its keys in the query. */
  readonly endpoint: string;
  /** Left out: 1. */
  readonly maxEventsPerBatch?: number;
  /** Left out: 30, as the service has it by default. */
  readonly maxAttempts?: number;
}

export interface DeliveryOptions {
  readonly schema: Schema;
  /** Before the second attempt, the third, and so on; the last one stays. The service: 10 s, 30 s, 1 min, 5 min, … */
  readonly delaysMs: readonly number[];
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly closing: AbortSignal;
  /** Asked after each delivery: a status that is taken for the answer, though the webhook gave another one. */
  readonly pretend: () => number | undefined;
}

export interface Subscription {
  readonly name: string;
  /** What was given up, newest last, with how often it was tried and the last status; 0: no answer. */
  readonly deadLetters: readonly { event: PublishedEvent; attempts: number; lastStatus: number }[];
  /** Settles when all that was published until now is delivered or given up. */
  readonly settled: () => Promise<void>;
  readonly publish: (events: readonly PublishedEvent[]) => void;
}

// The service waits so long for an answer.
const ANSWER_MS = 30_000;
const ORIGIN = 'eventgrid.azure.net';
// What no retry can help: the webhook refuses the content, or the caller.
const FINAL = [400, 401, 403, 404, 413];

/** Makes a subscription after its handshake; rejects with what the webhook did instead of agreeing. */
export async function subscribe(
  options: SubscriptionOptions,
  delivery: DeliveryOptions,
): Promise<Subscription> {
  await (delivery.schema === 'EventGrid' ? validate(options) : askOptions(options));
  const { name, maxEventsPerBatch = 1 } = options;
  const deadLetters: { event: PublishedEvent; attempts: number; lastStatus: number }[] = [];
  const running = new Set<Promise<void>>();
  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };
  const publish = (events: readonly PublishedEvent[]) => {
    for (let at = 0; at < events.length; at += maxEventsPerBatch) {
      const batch = events.slice(at, at + maxEventsPerBatch);
      const done = deliver(batch, options, delivery)
        .then((given) => {
          if (given !== undefined) deadLetters.push(...batch.map((event) => ({ event, ...given })));
        })
        .finally(() => running.delete(done));
      running.add(done);
    }
  };
  return { name, deadLetters, settled, publish };
}

/** The handshake of Event Grid's own schema: an event whose code is to come back. */
async function validate({ name, endpoint }: SubscriptionOptions): Promise<void> {
  const validationCode = randomUUID();
  const event = {
    id: randomUUID(),
    topic: '',
    subject: '',
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date().toISOString(),
    data: { validationCode },
    dataVersion: '2',
    metadataVersion: '1',
  };
  const answer = await post(endpoint, [event], {
    'content-type': 'application/json',
    'aeg-event-type': 'SubscriptionValidation',
    'aeg-subscription-name': name,
  });
  const agreed = answer.ok ? ((await answer.json()) as { validationResponse?: unknown }) : {};
  if (agreed.validationResponse !== validationCode) throw new Error(`handshake: status ${answer.status}`);
}

/** The handshake of CloudEvents (HTTP webhooks 1.0): the origin is to be allowed. */
async function askOptions({ endpoint }: SubscriptionOptions): Promise<void> {
  const answer = await fetch(endpoint, {
    method: 'OPTIONS',
    headers: { 'webhook-request-origin': ORIGIN },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const allowed = answer.headers.get('webhook-allowed-origin');
  if (!answer.ok || (allowed !== ORIGIN && allowed !== '*'))
    throw new Error(`handshake: status ${answer.status}`);
}

/** Undefined when the batch was taken; else how it was given up. */
async function deliver(
  batch: readonly PublishedEvent[],
  { name, endpoint, maxAttempts = 30, maxEventsPerBatch = 1 }: SubscriptionOptions,
  { schema, delaysMs, sleep, closing, pretend }: DeliveryOptions,
): Promise<{ attempts: number; lastStatus: number } | undefined> {
  const isBatch = schema === 'EventGrid' || maxEventsPerBatch > 1;
  const types = {
    EventGrid: 'application/json',
    CloudEvents: `application/cloudevents${isBatch ? '-batch' : ''}+json`,
  };
  for (let attempts = 1; ; attempts += 1) {
    const headers = {
      'content-type': `${types[schema]}; charset=utf-8`,
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': name,
      'aeg-delivery-count': String(attempts - 1),
    };
    const answered = await post(endpoint, isBatch ? batch : batch[0], headers).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    const lastStatus = pretend() ?? answered;
    if (lastStatus >= 200 && lastStatus < 300) return undefined;
    if (FINAL.includes(lastStatus) || attempts >= maxAttempts || closing.aborted)
      return { attempts, lastStatus };
    await sleep(delaysMs[attempts - 1] ?? delaysMs.at(-1) ?? 0, closing).catch(() => undefined);
  }
}

function post(endpoint: string, content: unknown, headers: Record<string, string>): Promise<Response> {
  const body = JSON.stringify(content);
  return fetch(endpoint, { method: 'POST', body, headers, signal: AbortSignal.timeout(ANSWER_MS) });
}
