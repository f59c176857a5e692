import { describe, expect, it, jest } from '@jest/globals';
import { createEventGridWebhook } from '../../../../local/host/event-grid/event-grid-webhook.ts';
import type { Invocation, InvocationResult, Invoke, Log } from '../../../../local/host/function.ts';
import type { ApplyOutputs } from '../../../../local/host/outputs/invoke-with-outputs.ts';
import type { WebhookAnswer } from '../../../../local/host/webhook.ts';
import { loadedFunction } from '../queues/loaded-function.ts';

const result: InvocationResult = { invocationId: 'i1', outputs: [] };

interface Call {
  readonly method?: 'POST' | 'OPTIONS';
  readonly functionName?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

function webhook(trigger: Readonly<Record<string, unknown>> = {}) {
  const invoke = jest.fn<Invoke>().mockResolvedValue(result);
  const applyOutputs = jest.fn<ApplyOutputs>().mockResolvedValue(undefined);
  const log = jest.fn<Log>();
  const fn = loadedFunction({ type: 'eventGridTrigger', ...trigger });
  const now = () => Date.parse('2026-11-22T14:35:00Z');
  const answer = createEventGridWebhook([fn], { invoke, applyOutputs, log, now });
  const call = async ({
    method = 'POST',
    functionName = 'work',
    headers = {},
    body,
  }: Call): Promise<WebhookAnswer> =>
    answer({
      method,
      query: new URLSearchParams({ functionName }),
      headers,
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? '')),
    });
  const notify = (body: unknown) => call({ headers: { 'aeg-event-type': 'Notification' }, body });
  const invocations = (): Invocation[] => invoke.mock.calls.map(([, invocation]) => invocation);
  return { call, notify, invoke, invocations, applyOutputs, log };
}

const event = { id: 'e1', subject: 'orders/1', data: { url: 'x' }, eventType: 'Created', dataVersion: '1' };

describe('the webhook of the Event Grid trigger', () => {
  it('proves itself to Event Grid with the validation code', async () => {
    const { call, invoke } = webhook();
    const headers = { 'aeg-event-type': 'SubscriptionValidation' };
    const data = { validationCode: '512d38b6', validationUrl: 'https://rp.example' };

    for (const body of [[{ ...event, data }], { ...event, data }, { ...event, data: JSON.stringify(data) }]) {
      const { status, body: answer } = await call({ headers, body });
      expect([status, answer]).toEqual([200, '{"validationResponse":"512d38b6"}']);
    }
    expect((await call({ headers, body: [event] })).status).toBe(400);
    expect(invoke).not.toHaveBeenCalled();
  });

  it('proves itself for CloudEvents to the origins of Event Grid alone', async () => {
    const { call } = webhook();
    const ask = (origin?: string) =>
      call({ method: 'OPTIONS', headers: origin === undefined ? {} : { 'webhook-request-origin': origin } });

    expect(await ask('eventgrid.azure.net')).toEqual({
      status: 200,
      headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' },
    });
    expect((await ask('events.example')).status).toBe(400);
    expect((await ask()).status).toBe(400);
  });

  it('starts one invocation per event, all at once, and answers 202 when all are done', async () => {
    const { notify, invoke, invocations, applyOutputs } = webhook();
    const ends: (() => void)[] = [];
    invoke.mockImplementation(
      () =>
        new Promise((resolve) =>
          ends.push(() => {
            resolve(result);
          }),
        ),
    );
    const answer = notify([event, { ...event, id: 'e2' }]);

    expect(invocations().map(({ inputs }) => inputs)).toEqual([
      [{ name: 'input', data: { json: JSON.stringify(event) } }],
      [{ name: 'input', data: { json: JSON.stringify({ ...event, id: 'e2' }) } }],
    ]);
    ends.forEach((end) => {
      end();
    });
    expect(await answer).toEqual({ status: 202 });
    expect(applyOutputs).toHaveBeenCalledTimes(2);
  });

  it('gives the event’s members as metadata', async () => {
    const { notify, invocations } = webhook();
    await notify(event);

    expect(invocations()[0]).toMatchObject({
      reason: 'EventGrid trigger fired at 2026-11-22T14:35:00.000Z',
      triggerMetadata: {
        data: { json: '{"url":"x"}' },
        id: { string: 'e1' },
        subject: { string: 'orders/1' },
      },
    });
  });

  it('hands over all events in one invocation with cardinality many', async () => {
    const { notify, invocations } = webhook({ cardinality: 'many' });
    await notify([event, event]);

    expect(invocations()).toHaveLength(1);
    expect(invocations()[0]?.inputs[0]?.data).toEqual({ json: JSON.stringify([event, event]) });
  });

  it('answers 500 when any event failed, or its outputs, so that all are delivered again', async () => {
    const { notify, invoke, applyOutputs } = webhook();
    invoke.mockRejectedValueOnce(new Error('the function failed'));
    expect(await notify([event, event])).toEqual({ status: 500 });

    applyOutputs.mockRejectedValueOnce(new Error('no such queue'));
    expect(await notify([event])).toEqual({ status: 500 });
  });

  it('accepts that a subscription ends', async () => {
    const { call, invoke } = webhook();

    expect(await call({ headers: { 'aeg-event-type': 'Unsubscribe' } })).toEqual({ status: 202 });
    expect(invoke).not.toHaveBeenCalled();
  });

  it('refuses a call without aeg-event-type, as the publisher SDK would make it', async () => {
    const { call, invoke } = webhook();

    expect((await call({ body: [event] })).status).toBe(400);
    expect((await call({ headers: { 'aeg-event-type': 'Other' }, body: [event] })).status).toBe(400);
    expect(invoke).not.toHaveBeenCalled();
  });

  it.each(['', '{"id":', '"text"', 'null'])('refuses a body that is no event: %j', async (body) => {
    const { notify, invoke } = webhook();

    expect((await notify(body)).status).toBe(400);
    expect(invoke).not.toHaveBeenCalled();
  });

  it('finds its functions by name in any case, and says which it cannot find', async () => {
    const { call } = webhook();
    const headers = { 'aeg-event-type': 'Unsubscribe' };

    expect((await call({ functionName: 'WORK', headers })).status).toBe(202);
    expect(await call({ functionName: 'other', headers })).toEqual({
      status: 404,
      body: "cannot find function: 'other'",
    });
  });
});
