import type { LoadedFunction } from '../function.ts';
import { type InvocationPorts, invokeWithOutputs } from '../outputs/invoke-with-outputs.ts';
import { bindingData } from '../queues/binding-data.ts';
import type { Webhook, WebhookAnswer, WebhookRequest } from '../webhook.ts';
import { answerOptions, answerValidation } from './handshake.ts';

export interface EventGridWebhookOptions extends InvocationPorts {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * `/runtime/webhooks/EventGrid?functionName=…` as the Event Grid extension answers it: handshakes of both schemas; a Notification
 * starts one invocation per event, all at once (one for all with cardinality `many`), and is answered 202, or 500 when any failed.
 */
export function createEventGridWebhook(
  functions: readonly LoadedFunction[],
  options: EventGridWebhookOptions,
): Webhook {
  const byName = new Map(functions.map((fn) => [fn.name.toLowerCase(), fn]));
  return async (request) => {
    const name = request.query.get('functionName') ?? '';
    const fn = byName.get(name.toLowerCase());
    if (fn === undefined) return { status: 404, body: `cannot find function: '${name}'` };
    if (request.method === 'OPTIONS') return answerOptions(request);
    return answerPost(fn, request, options);
  };
}

async function answerPost(
  fn: LoadedFunction,
  { headers, body }: WebhookRequest,
  options: EventGridWebhookOptions,
): Promise<WebhookAnswer> {
  const eventType = String(headers['aeg-event-type'] ?? '').toLowerCase();
  if (eventType === 'unsubscribe') return { status: 202 };
  if (eventType !== 'subscriptionvalidation' && eventType !== 'notification') {
    return { status: 400, body: 'The header aeg-event-type is missing or unknown.' };
  }
  const payload = parse(body);
  if (typeof payload !== 'object' || payload === null) {
    return { status: 400, body: 'The body is neither a JSON object nor an array.' };
  }
  if (eventType === 'notification') return deliver(fn, [payload].flat(), options);
  options.log('info', `perform handshake with eventGrid for function: ${fn.name}`);
  return answerValidation(payload);
}

async function deliver(
  fn: LoadedFunction,
  events: readonly unknown[],
  options: EventGridWebhookOptions,
): Promise<WebhookAnswer> {
  const runs =
    fn.trigger['cardinality'] === 'many'
      ? [run(fn, events, options)]
      : events.map((event) => run(fn, event, options));
  const outcomes = await Promise.all(runs);
  return { status: outcomes.includes(false) ? 500 : 202 };
}

function run(fn: LoadedFunction, trigger: unknown, options: EventGridWebhookOptions): Promise<boolean> {
  const { now = Date.now } = options;
  return invokeWithOutputs(
    fn,
    {
      reason: `EventGrid trigger fired at ${new Date(now()).toISOString()}`,
      inputs: [{ name: fn.trigger.name, data: { json: JSON.stringify(trigger) } }],
      triggerMetadata: bindingData(trigger),
    },
    options,
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
