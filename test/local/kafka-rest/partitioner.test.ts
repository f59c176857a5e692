import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Partitioner } from '../../../local/kafka-rest/partitioner.ts';
import { randomKeys } from '../../real-kafka/random-keys.ts';

// Made by the Java client itself: test/real-kafka/key-partitions.ts.
const javaProducer = join(import.meta.dirname, '../../fixtures/java-producer-partitions.txt');

describe('partitioner', () => {
  it('sends a key where the Java client would, sign bit dropped', () => {
    const choose = new Partitioner('sticky', () => 0).forRequest('t');
    // (-790332482 & 0x7fffffff) % 5; the hash without its sign would give 2.
    expect(choose(Buffer.from('foobar'), 5)).toBe(1);
  });

  it("sends 10,000 random keys where Kafka's own Java producer sent them", async () => {
    const expected = Array.from((await readFile(javaProducer, 'utf8')).replaceAll('\n', ''), (digit) =>
      parseInt(digit, 36),
    );
    const keys = randomKeys(10_000);
    expect([keys.includes(''), expected.length]).toEqual([true, keys.length]);
    const choose = new Partitioner('sticky', () => 0).forRequest('t');
    expect(keys.map((key) => choose(Buffer.from(key), 31))).toEqual(expected);
  });

  it('keeps the records without a key of one request together when it is sticky', () => {
    const draws = [0.99, 0];
    const partitioner = new Partitioner('sticky', () => draws.shift() ?? 0.5);
    const [first, second] = [partitioner.forRequest('t'), partitioner.forRequest('t')];
    expect([first(null, 4), first(null, 4), second(null, 4)]).toEqual([3, 3, 0]);
  });

  it('takes the partitions of each topic in turn, over requests, when it is round robin', () => {
    const partitioner = new Partitioner('round-robin', () => 0);
    const turns = [1, 2].flatMap(() => {
      const choose = partitioner.forRequest('t');
      return [choose(null, 3), choose(null, 3)];
    });
    expect([...turns, partitioner.forRequest('other')(null, 3)]).toEqual([0, 1, 2, 0, 0]);
  });
});
