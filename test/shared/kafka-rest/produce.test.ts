import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { createPartitions } from '../../../shared/kafka-rest/partitions.ts';
import { createProduce } from '../../../shared/kafka-rest/produce.ts';
import type { Operation, Send } from '../../../shared/kafka-rest/operation.ts';
import { answered } from './exchanges.ts';

const signal = new AbortController().signal;
const twoPartitions = [0, 1].map((partition_id) => ({ partition_id, earliest_offset: 0, latest_offset: 0 }));

/** Producing to a topic of two partitions, whose proxy fails the named call where one is given. */
function createProducing(failing?: string) {
  const operations: Operation<unknown>[] = [];
  const send: Send = <T>(operation: Operation<T>) => {
    operations.push(operation);
    if (operation.name === failing) return Promise.reject(new AppError('proxy-timeout', 'x'));
    return Promise.resolve(operation.read(answered(200, JSON.stringify({ partitions: twoPartitions }))));
  };
  return { operations, produce: createProduce({ send, partitions: createPartitions({ send }) }) };
}

const record = (json: string, partition?: number) => ({ json, partition });

describe('producing', () => {
  test('is one call with all records as they were written', async () => {
    const { operations, produce } = createProducing();
    await produce('orders', [record('{"value":1.10}'), record('{ "value":2 }')], signal);
    expect(operations.map(({ body }) => body)).toEqual(['{"records":[{"value":1.10},{ "value":2 }]}']);
  });

  test('looks first whether the partitions are there that records name', async () => {
    const { operations, produce } = createProducing();
    await produce('orders', [record('{"value":1,"partition":1}', 1)], signal);
    expect(operations.map(({ name }) => name)).toEqual(['partitions', 'produce']);
  });

  test('sends nothing when one is not', async () => {
    const { operations, produce } = createProducing();
    const records = [record('{"value":1}'), record('{"value":1,"partition":2}', 2)];
    await expect(produce('orders', records, signal)).rejects.toMatchObject({
      code: 'invalid-request',
      options: { faults: [{ pointer: '#/records/1/partition' }] },
    });
    expect(operations.map(({ name }) => name)).not.toContain('produce');
  });

  test.each(['partitions', 'produce'])('fails as %s does', async (failing) => {
    const { produce } = createProducing(failing);
    await expect(produce('orders', [record('{}', 0)], signal)).rejects.toMatchObject({
      code: 'proxy-timeout',
    });
  });
});
