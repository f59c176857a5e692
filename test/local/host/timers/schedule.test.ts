import { describe, expect, it } from '@jest/globals';
import { readSchedule } from '../../../../local/host/timers/schedule.ts';

const start = Date.parse('2026-11-22T14:35:00.500Z');

function next(expression: string, count: number): string[] {
  const { nextAfter } = readSchedule(expression);
  const times = [nextAfter(start)];
  while (times.length < count) times.push(nextAfter(times.at(-1) ?? 0));
  return times.map((ms) => new Date(ms).toISOString());
}

describe('a timer’s schedule', () => {
  it.each([
    ['0 */5 * * * *', '2026-11-22T14:40:00.000Z', '2026-11-22T14:45:00.000Z'],
    ['*/5 * * * *', '2026-11-22T14:40:00.000Z', '2026-11-22T14:45:00.000Z'],
    ['*/2 * * * * *', '2026-11-22T14:35:02.000Z', '2026-11-22T14:35:04.000Z'],
    ['0 0/20 * * * *', '2026-11-22T14:40:00.000Z', '2026-11-22T15:00:00.000Z'],
    ['5,8-9 * * * * *', '2026-11-22T14:35:05.000Z', '2026-11-22T14:35:08.000Z'],
    ['0 0 5 * * *', '2026-11-23T05:00:00.000Z', '2026-11-24T05:00:00.000Z'],
    ['0 30 9 * Jan Mon', '2027-01-04T09:30:00.000Z', '2027-01-11T09:30:00.000Z'],
    ['0 30 9 * January monday', '2027-01-04T09:30:00.000Z', '2027-01-11T09:30:00.000Z'],
  ])('is NCRONTAB in UTC: %s', (expression, ...expected) => {
    expect(next(expression, 2)).toEqual(expected);
    expect(readSchedule(expression).adjustForDst).toBe(true);
  });

  it('needs day of month AND day of week, unlike cron: Friday the 13th', () => {
    expect(next('0 0 0 13 * 5', 2)).toEqual(['2027-08-13T00:00:00.000Z', '2028-10-13T00:00:00.000Z']);
  });

  it.each([
    ['00:00:30', '2026-11-22T14:35:30.500Z'],
    ['1.00:00:00', '2026-11-23T14:35:00.500Z'],
    ['24:00:00', '2026-12-16T14:35:00.500Z'],
  ])('is a TimeSpan from the last run on: %s', (expression, expected) => {
    expect(next(expression, 1)).toEqual([expected]);
    expect(readSchedule(expression).adjustForDst).toBe(false);
  });

  it.each([
    ...['', '* * * *', '0 * * * * * *', '60 * * * * *', '@daily', '-00:01:00', '00:00:00'],
    ...['0 0 0 * * 7', '0 0 0 L * *', '0 0 0 15W * *', '? * * * * *', '0 0 0 * * 5#2', '0 0 0 * JUNEX *'],
  ])('is refused when the host could not read it: %j', (expression) => {
    expect(() => readSchedule(expression)).toThrow(
      `The schedule '${expression}' is neither NCRONTAB nor a TimeSpan.`,
    );
  });

  it('is refused when it never occurs', () => {
    expect(() => readSchedule('0 0 0 30 2 *').nextAfter(start)).toThrow(
      "The schedule '0 0 0 30 2 *' never occurs.",
    );
  });
});
