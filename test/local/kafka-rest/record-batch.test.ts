import { describe, expect, it } from '@jest/globals';
import { batchesOf, loneBatchBytes } from '../../../local/kafka-rest/record-batch.ts';
import { onRealKafka } from '../../support/real-kafka.ts';

const record = (valueBytes: number, keyBytes = 0, timestampMs = 0) => ({
  key: keyBytes === 0 ? null : Buffer.alloc(keyBytes),
  value: Buffer.alloc(valueBytes),
  timestampMs,
});

describe('bytes of a record batch', () => {
  it.each([
    [0, 0, 68],
    [1, 0, 69],
    [57, 0, 125],
    [58, 0, 127],
    [63, 0, 132],
    [64, 0, 134],
    [64, 64, 199],
    [8192, 0, 8264],
    [1_048_516, 0, 1_048_588],
  ])('a value of %i and a key of %i bytes take %i', (valueBytes, keyBytes, bytes) => {
    expect(loneBatchBytes(record(valueBytes, keyBytes))).toBe(bytes);
  });

  it('fills batches in order, and gives a record that is too large one of its own', () => {
    const sizes = [10, 10, 10, 500, 10, 10];
    const batches = batchesOf(
      sizes.map((size) => record(size)),
      100,
    );
    expect(batches.map((batch) => batch.map(({ value }) => value.length))).toEqual([
      [10, 10],
      [10],
      [500],
      [10, 10],
    ]);
  });

  it('counts the bytes of times that differ from the first', () => {
    const apart = (ms: number) => batchesOf([record(10), record(10, 0, ms)], 61 + 17 + 17).length;
    expect([apart(63), apart(64), apart(-64), apart(-65)]).toEqual([1, 2, 1, 2]);
  });
});

onRealKafka('bytes of a record batch', ({ bootstrap, openLog }) => {
  it('a batch has the bytes that real Kafka counts', async () => {
    const { Producer } = await import('@platformatic/kafka');
    const log = await openLog();
    const producer = new Producer({ clientId: 'counts', bootstrapBrokers: [bootstrap], retries: 0 });
    const topic = `bytes-${process.pid}-${Date.now()}`;
    const maxBytes = 70_000;
    await log.createTopic({ name: topic, properties: { 'max.message.bytes': String(maxBytes) } });
    const send = (value: Buffer, key: Buffer) =>
      producer.send({ messages: [{ topic, partition: 0, key, value }] });
    try {
      for (const keyBytes of [1, 63, 64, 8191, 8192]) {
        const { key, value } = record(
          maxBytes - loneBatchBytes(record(60_000 - keyBytes, keyBytes)) + 60_000 - keyBytes,
          keyBytes,
        );
        expect(loneBatchBytes({ key, value, timestampMs: 0 })).toBe(maxBytes);
        await expect(send(value, key ?? value)).resolves.toBeDefined();
        await expect(send(Buffer.concat([value, Buffer.alloc(1)]), key ?? value)).rejects.toThrow();
      }
    } finally {
      await Promise.all([log.close(), producer.close()]);
    }
  });
});
