import { Cron } from 'croner';
import { parseTimeSpan } from '../time-span.ts';

/** When a timer is due; times are milliseconds since 1970 in UTC. */
export interface Schedule {
  /** The first occurrence after `ms`. */
  readonly nextAfter: (ms: number) => number;
  /** What the host puts into the timer's input: true for NCRONTAB, false for a TimeSpan. */
  readonly adjustForDst: boolean;
}

const days = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
const months = [
  ...['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE'],
  ...['JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'],
];

/**
 * Reads the `schedule` of a timer trigger: NCRONTAB with six fields (five: without seconds) in UTC, day of month AND day of week,
 * or a TimeSpan. Throws one sentence when it is neither or never occurs.
 */
export function readSchedule(expression: string): Schedule {
  const intervalMs = parseTimeSpan(expression.trim());
  if (intervalMs !== undefined && intervalMs > 0) {
    return { nextAfter: (ms) => ms + intervalMs, adjustForDst: false };
  }
  const cron = readCron(expression);
  const nextAfter = (ms: number): number => {
    const next = cron?.nextRun(new Date(ms))?.getTime();
    if (next === undefined) throw new Error(`The schedule '${expression}' never occurs.`);
    return next;
  };
  if (cron === undefined) throw new Error(`The schedule '${expression}' is neither NCRONTAB nor a TimeSpan.`);
  return { nextAfter, adjustForDst: true };
}

// NCRONTAB knows digits, names and * , - / alone; croner knows more, which the real host would refuse.
function readCron(expression: string): Cron | undefined {
  const fields = expression.trim().split(/\s+/);
  const dayOfWeek = fields.length - 1;
  const plain = fields.map((field, index) => {
    const names = index === dayOfWeek ? days : index === dayOfWeek - 1 ? months : [];
    return field.replace(/[a-z]+/gi, (name) => shorten(name, names));
  });
  const isNcrontab = [5, 6].includes(fields.length) && plain.every((field) => /^[\dA-Z*,/-]+$/.test(field));
  if (!isNcrontab || /(?:^|[,-])7/.test(plain[dayOfWeek] ?? '')) return undefined;
  try {
    return new Cron(plain.join(' '), {
      timezone: 'UTC',
      domAndDow: true,
      sloppyRanges: true,
      mode: '5-or-6-parts',
    });
  } catch {
    return undefined;
  }
}

// Names may be cut anywhere after three letters in NCRONTAB; croner wants just three. A word that is none becomes a `?`, which is refused.
function shorten(name: string, names: readonly string[]): string {
  const isKnown = name.length >= 3 && names.some((full) => full.startsWith(name.toUpperCase()));
  return isKnown ? name.slice(0, 3).toUpperCase() : '?';
}
