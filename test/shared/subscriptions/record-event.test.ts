import { expect, test } from '@jest/globals';
import { recordEvent } from '../../../shared/subscriptions/record-event.ts';

const place = { cluster: 'c.azurehdinsight.net', topic: 'orders', partition: 2 };
const eventOf = (value: string, key: string | null = null) =>
  recordEvent(place, {
    json: Buffer.from(`{"key":${JSON.stringify(key)},"value":${value},"partition":2,"offset":7}`),
    offset: 7,
    key,
    timestampMs: Date.parse('2026-01-02T03:04:05.678Z'),
  });

test('a record is a CloudEvent whose id and source say where it is in the log', () => {
  const { id, text } = eventOf('"{\\"n\\":21.50}"', 'k');
  expect(id).toBe('orders/2/7');
  expect(JSON.parse(text)).toEqual({
    specversion: '1.0',
    id: 'orders/2/7',
    source: '/kafka/c.azurehdinsight.net/orders/2',
    type: 'kafka.record',
    time: '2026-01-02T03:04:05.678Z',
    partitionkey: 'k',
    datacontenttype: 'application/json',
    data: { n: 21.5 },
  });
});

test.each([
  ['JSON keeps its digits', '"{\\"n\\":12345678901234567890.50}"', '"data":{"n":12345678901234567890.50}}'],
  ['text is a string', '"no json"', '"datacontenttype":"text/plain","data":"no json"}'],
  ['a tombstone has none', 'null', '"time":"2026-01-02T03:04:05.678Z"}'],
])('data: %s', (_, value, end) => {
  expect(eventOf(value).text.endsWith(end)).toBe(true);
});
