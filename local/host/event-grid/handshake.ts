import type { WebhookAnswer, WebhookRequest } from '../webhook.ts';

const eventGridOrigins = ['eventgrid.azure.net', 'eventgrid.azure.us', 'eventgrid.azure.cn'];

/**
 * Answers the handshake of the CloudEvents schema (`OPTIONS` with `WebHook-Request-Origin`): 200 with the origin when it is
 * one of Event Grid's, 400 otherwise.
 */
export function answerOptions({ headers }: WebhookRequest): WebhookAnswer {
  const origin = headers['webhook-request-origin'];
  if (typeof origin !== 'string' || !eventGridOrigins.includes(origin.toLowerCase())) {
    return { status: 400, body: 'WebHook-Request-Origin is missing or none of Event Grid.' };
  }
  return { status: 200, headers: { 'webhook-allowed-origin': origin } };
}

/** Answers a SubscriptionValidation (an event, or an array of one; its data may be JSON in a string) with its code; 400 without one. */
export function answerValidation(payload: unknown): WebhookAnswer {
  const event: unknown = Array.isArray(payload) ? payload[0] : payload;
  const data = memberOf(event, 'data');
  const code = memberOf(typeof data === 'string' ? parse(data) : data, 'validationCode');
  if (typeof code !== 'string')
    return { status: 400, body: 'The validation event has no data.validationCode.' };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ validationResponse: code }),
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
