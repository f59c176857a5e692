import { describe, expect, test } from '@jest/globals';
import {
  describePartition,
  listBrokers,
  listPartitions,
  listTopics,
} from '../../../../shared/kafka-rest/operations/metadata.ts';
import { answered, exchanged } from '../exchanges.ts';

const ok = (body: unknown) => answered(200, typeof body === 'string' ? body : JSON.stringify(body));
const partition = { partition_id: 0, earliest_offset: 3, latest_offset: 9 };
const broker = { hostName: 'wn0', port: 9092, id: 1001 };

describe('paths are those of the proxy, percent-encoded', () => {
  test.each([
    [listBrokers(), '/v1/metadata/brokers'],
    [listTopics(), '/v1/metadata/topics'],
    [listPartitions('orders.v1'), '/v1/metadata/topics/orders.v1/partitions'],
    [describePartition('a b', 7), '/v1/metadata/topics/a%20b/partitions/7'],
  ])('%#', (operation, path) => {
    expect(operation).toMatchObject({ method: 'GET', path });
    expect(operation.body).toBeUndefined();
  });
});

describe('brokers', () => {
  test.each([
    [{ ...broker, rack: '/fd0' }, '/fd0'],
    [{ ...broker, rack: null }, null],
    [broker, null],
  ])('of %j', (given, rack) => {
    expect(listBrokers().read(ok({ brokers: [given] }))).toEqual([
      { id: 1001, host: 'wn0', port: 9092, rack },
    ]);
  });
});

test('topics are names', () => {
  expect(listTopics().read(ok({ topics: ['b', 'a'] }))).toEqual(['b', 'a']);
});

describe('partitions', () => {
  test('come in order of partition, whatever order the proxy gives', () => {
    const given = [2, 0, 10, 1].map((partition_id) => ({ ...partition, partition_id }));
    const read = listPartitions('orders').read(ok({ partitions: given }));
    expect(read.map((one) => one.partition)).toEqual([0, 1, 2, 10]);
  });

  test('have broker ids for leader, replicas and in-sync replicas', () => {
    const other = { ...broker, id: 1002 };
    const given = { ...partition, leader: broker, replicas: [broker, other], isr: [broker] };
    expect(describePartition('orders', 0).read(ok(given))).toEqual({
      partition: 0,
      earliestOffset: 3,
      endOffset: 9,
      leader: 1001,
      replicas: [1001, 1002],
      isr: [1001],
    });
  });

  test.each([{ leader: null }, {}, { replicas: null, isr: null }])('without a leader: %j', (given) => {
    const read = describePartition('orders', 0).read(ok({ ...partition, ...given }));
    expect(read).toMatchObject({ leader: null, replicas: [], isr: [] });
  });
});

describe('a body that is not the documented one is no answer', () => {
  const bodies: unknown[] = [
    '',
    'hidden-value',
    '[]',
    'null',
    {},
    { brokers: {}, topics: {}, partitions: {} },
  ];
  bodies.push({
    brokers: [{}],
    topics: [5],
    partitions: [{ ...partition, latest_offset: '9' }],
    ...partition,
    leader: {},
  });
  bodies.push({ brokers: [null], topics: [null], partitions: [null], ...partition, partition_id: 0.5 });

  test.each(bodies)('%j', (body) => {
    for (const operation of [listBrokers(), listTopics(), listPartitions('t'), describePartition('t', 0)]) {
      expect(() => operation.read(ok(body))).toThrow(
        expect.objectContaining({
          code: 'proxy-answer-invalid',
          message: expect.not.stringContaining('hidden'),
        }),
      );
    }
  });
});

test('a 404 means the topic, or one of topic and partition, and nothing where there is neither', () => {
  expect(listPartitions('t').failed(exchanged(404)).code).toBe('topic-not-found');
  expect(describePartition('t', 0).failed(exchanged(404)).code).toBe('partition-not-found');
  for (const operation of [listBrokers(), listTopics()]) {
    expect(operation.failed(exchanged(404)).code).toBe('proxy-answer-invalid');
  }
});
