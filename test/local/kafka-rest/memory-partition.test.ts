import { describe, expect, it } from '@jest/globals';
import { MemoryPartition } from '../../../local/kafka-rest/memory-partition.ts';

const all = { maxRecords: Infinity, maxBytes: Infinity };

function filled(count: number, key = (index: number) => `k${index}`): MemoryPartition {
  const partition = new MemoryPartition();
  for (let index = 0; index < count; index += 1) {
    const value = Buffer.from(`v${index}`);
    const record = { key: Buffer.from(key(index)), value, timestampMs: index, order: index };
    partition.append({ ...record, timestampType: 'create' });
  }
  return partition;
}

function offsets(partition: MemoryPartition, from: number, limit = all) {
  const { records, nextOffset } = partition.read(from, limit);
  return [records.map(({ offset }) => offset), nextOffset];
}

describe('partition in memory', () => {
  it('reads from an offset on, up to a count', () => {
    expect(offsets(filled(5), 1, { ...all, maxRecords: 3 })).toEqual([[1, 2, 3], 4]);
  });

  it('stops before the record that would go over the bytes, but always gives one', () => {
    const partition = filled(5);
    expect(offsets(partition, 0, { ...all, maxBytes: 8 })).toEqual([[0, 1], 2]);
    expect(offsets(partition, 0, { ...all, maxBytes: 1 })).toEqual([[0], 1]);
  });

  it('gives nothing at its end, and asks to come back there', () => {
    expect(offsets(filled(5), 5)).toEqual([[], 5]);
  });

  it('gives nothing for a count of nothing, and asks to come back there', () => {
    expect(offsets(filled(5), 2, { ...all, maxRecords: 0 })).toEqual([[], 2]);
  });

  it.each([-1, 6])('refuses the offset %d', (offset) => {
    expect(() => filled(5).read(offset, all)).toThrow(
      expect.objectContaining({ failure: 'offset-out-of-range' }),
    );
  });

  it('moves its earliest offset on when the oldest records go, however many', () => {
    const partition = filled(5000);
    for (let dropped = 0; dropped < 4998; dropped += 1) partition.dropOldest();
    expect(partition.earliestOffset).toBe(4998);
    expect(offsets(partition, 4998)).toEqual([[4998, 4999], 5000]);
    expect(() => partition.read(4997, all)).toThrow('4998..5000');
  });

  it('counts on from its end when all records are gone', () => {
    const partition = filled(2);
    partition.dropOldest();
    partition.dropOldest();
    partition.dropOldest();
    expect([partition.earliestOffset, partition.latestOffset, partition.bytes]).toEqual([2, 2, 0]);
  });

  it('leaves gaps when it is compacted, and reads over them', () => {
    const partition = filled(6, (index) => `k${index % 2 === 0 && index < 5 ? 'even' : index}`);
    partition.compact();
    expect(offsets(partition, 0)).toEqual([[1, 3, 4, 5], 6]);
    expect(offsets(partition, 2, { ...all, maxRecords: 1 })).toEqual([[3], 4]);
    expect(partition.earliestOffset).toBe(0);
  });

  it('asks to go on at the end when nothing but a gap is left', () => {
    const partition = filled(2);
    partition.append({ key: null, value: null, timestampMs: 0, timestampType: 'create', order: 2 });
    partition.compact();
    expect(offsets(partition, 2)).toEqual([[], 3]);
  });
});
