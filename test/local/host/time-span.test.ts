import { describe, expect, it } from '@jest/globals';
import { formatTimeSpan, parseTimeSpan } from '../../../local/host/time-span.ts';

describe('a TimeSpan', () => {
  it.each([
    ['00:10:00', 600_000],
    ['1.00:00:00', 86_400_000],
    ['00:00:00.5', 500],
    ['01:30', 5_400_000],
    ['-00:00:01', -1000],
    ['7', 604_800_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseTimeSpan(text)).toBe(ms);
  });

  it('takes hours past 23 for days, as .NET does', () => {
    expect(parseTimeSpan('24:00:00')).toBe(24 * 86_400_000);
  });

  it.each(['', '10m', '00:61:00', '1.24:00:00', '00:00:61'])('is not %j', (text) => {
    expect(parseTimeSpan(text)).toBeUndefined();
  });

  it('is written back as it was read', () => {
    expect(['00:00:05', '02.03:04:05'].map((text) => formatTimeSpan(parseTimeSpan(text) ?? 0))).toEqual([
      '00:00:05',
      '2.03:04:05',
    ]);
  });
});
