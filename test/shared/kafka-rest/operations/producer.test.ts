import { expect, test } from '@jest/globals';
import { produceRecords } from '../../../../shared/kafka-rest/operations/producer.ts';
import { answered, exchanged } from '../exchanges.ts';

test('records are sent as they are, in their order', () => {
  const records = ['{"value": 1.10}', '{ "value":null,"key":"a" }'];
  expect(produceRecords('orders.v1', records)).toMatchObject({
    method: 'POST',
    path: '/v1/producer/topics/orders.v1',
    body: '{"records":[{"value": 1.10},{ "value":null,"key":"a" }]}',
  });
});

test('the body of an acceptance is not read', () => {
  for (const text of ['', '"ok"', '{', '[1]']) {
    expect(() => {
      produceRecords('t', ['{}']).read(answered(200, text));
    }).not.toThrow();
  }
});

test('a failure says what became of the records, and no more than that of one by the number of records', () => {
  expect(produceRecords('t', ['{}']).failed(exchanged(400)).options.outcome).toBe('not-written');
  expect(produceRecords('t', ['{}']).failed(exchanged(500)).options.outcome).toBe('unknown');
});

test('what a refusal of several means is told by the assumption', () => {
  const told = (refusalWritesNothing: boolean) =>
    produceRecords('t', ['{}', '{}'], { throttledBeforeWrite: true, refusalWritesNothing }).failed(
      exchanged(400),
    ).options.outcome;
  expect([told(true), told(false)]).toEqual(['not-written', 'unknown']);
});
