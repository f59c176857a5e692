import { expect, test } from '@jest/globals';
import { checkStatus, createTopic } from '../../../../shared/kafka-rest/operations/admin.ts';
import { answered, exchanged } from '../exchanges.ts';

test('status is asked for, and the text of its answer does not matter', () => {
  const status = checkStatus();
  expect(status).toMatchObject({ method: 'GET', path: '/v1/status' });
  expect(() => {
    status.read(answered(200, 'anything'));
  }).not.toThrow();
  expect(status.failed(exchanged(500)).code).toBe('proxy-unavailable');
});

test('a topic is created with the names of the proxy, and with nothing that was not given', () => {
  const topicProperties = { 'retention.ms': 1000, 'cleanup.policy': 'compact' };
  const operation = createTopic('orders.v1', { partitionCount: 3, replicationFactor: 2, topicProperties });
  expect(operation).toMatchObject({ method: 'PUT', path: '/v1/topics/orders.v1' });
  expect(JSON.parse(operation.body ?? '')).toEqual({
    partition_count: 3,
    replication_factor: 2,
    topic_properties: topicProperties,
  });
  expect(createTopic('orders.v1', {}).body).toBe('{}');
});

test('a 400 is the shape’s fault', () => {
  expect(createTopic('t', {}).failed(exchanged(400)).code).toBe('invalid-request');
});
