import { expect, test } from '@jest/globals';
import { createMessageMetrics } from '../../../shared/messages/message-metrics.ts';
import { createReceiveEvent } from '../../../shared/messages/receive-event.ts';
import { createReceiveProduce } from '../../../shared/messages/receive-produce.ts';
import type { Failure } from '../../../shared/messages/settle.ts';
import type { WriteMessage } from '../../../shared/messages/write-message.ts';
import { AppError } from '../../../shared/errors.ts';

/** What an event's rules have told by the time that it is refused, its dead letter says. */

const event = { specversion: '1.0', id: 'e-1', source: '/a', type: 'b' };
const limits = { maxRecordBytes: 1000, eventKey: 'subject' } as const;
const refuse: WriteMessage = (_message, _id, _signal, onTopic) => {
  onTopic?.('orders');
  return Promise.reject(new AppError('records-refused', 'no'));
};

test('The dead letter of an event from Event Grid names the topic that it was for', async () => {
  const topics: (string | undefined)[] = [];
  const receive = createReceiveEvent({
    write: refuse,
    file: ({ topic }) => Promise.resolve(String(topics.push(topic))),
    limits,
    metrics: createMessageMetrics('event-grid'),
    nowMs: Date.now,
  });
  await receive(event, () => undefined);
  await receive({ ...event, type: 7 }, () => undefined);
  expect(topics).toEqual(['orders', undefined]);
});

test('The dead letter of an event from the queue names the topic that it was for', async () => {
  const failures: Failure[] = [];
  const receive = createReceiveProduce({
    write: refuse,
    settle: (_message, failure) => {
      failures.push(failure);
      return Promise.resolve({ kind: 'filed' });
    },
    limits,
    metrics: createMessageMetrics('produce-queue'),
    budgetMs: 1000,
  });
  const content = Buffer.from(JSON.stringify(event));
  const message = { id: 'm', popReceipt: 'p', attempts: 1, insertedAtMs: 0, expiresAtMs: 1, content };
  await receive(message, () => undefined);
  expect(failures).toMatchObject([{ topic: 'orders', claimCheck: undefined }]);
});
