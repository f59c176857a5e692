import { describe, expect, it } from '@jest/globals';
import { murmur2 } from '../../../local/kafka-rest/murmur2.ts';

// The values that Apache Kafka's own tests expect (UtilsTest.testMurmur2).
const published = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
] as const;

describe('murmur2', () => {
  it.each(published)('hashes %s as the Java client does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('hashes the empty key too', () => {
    expect(murmur2(Buffer.alloc(0))).toBe(275646681);
  });
});
