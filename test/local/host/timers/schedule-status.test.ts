import { describe, expect, it } from '@jest/globals';
import { advance, resume } from '../../../../local/host/timers/schedule-status.ts';
import { readSchedule } from '../../../../local/host/timers/schedule.ts';

const hourly = readSchedule('0 0 * * * *');
const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`);

describe('a timer that starts again', () => {
  it('begins with the next occurrence when nothing is remembered', () => {
    expect(resume(hourly, undefined, at('09:35'))).toEqual({
      status: { nextMs: at('10:00'), lastUpdatedMs: at('09:35') },
      isPastDue: false,
    });
  });

  it('is past due when the remembered occurrence has gone by, and not at its very time', () => {
    const remembered = { lastMs: at('09:00'), nextMs: at('10:00'), lastUpdatedMs: at('09:00') };

    expect(resume(hourly, remembered, at('10:00'))).toEqual({ status: remembered, isPastDue: false });
    expect(resume(hourly, remembered, at('12:30'))).toEqual({ status: remembered, isPastDue: true });
  });

  it('is past due, too, when it has never run', () => {
    const remembered = { nextMs: at('10:00'), lastUpdatedMs: at('09:35') };

    expect(resume(hourly, remembered, at('10:01')).isPastDue).toBe(true);
  });

  it('follows a schedule that was edited, without being past due for it', () => {
    const remembered = { lastMs: at('09:00'), nextMs: at('09:30'), lastUpdatedMs: at('09:00') };

    expect(resume(hourly, remembered, at('09:45'))).toEqual({
      status: { nextMs: at('10:00'), lastUpdatedMs: at('09:00') },
      isPastDue: false,
    });
    expect(resume(hourly, remembered, at('11:45'))).toEqual({
      status: { nextMs: at('12:00'), lastUpdatedMs: at('11:45') },
      isPastDue: false,
    });
  });
});

describe('a timer that has run', () => {
  const status = { nextMs: at('10:00'), lastUpdatedMs: at('09:35') };

  it('is due next after the time at which the run began', () => {
    expect(advance(hourly, status, at('10:00:01'), true)).toEqual({
      lastMs: at('10:00:01'),
      nextMs: at('11:00'),
      lastUpdatedMs: at('10:00:01'),
    });
  });

  it('does not run twice when its clock was a little early', () => {
    expect(advance(hourly, status, at('09:59:59.998'), true).nextMs).toBe(at('11:00'));
  });

  it('keeps its occurrence when it ran out of turn', () => {
    expect(advance(hourly, status, at('09:40'), false).nextMs).toBe(at('10:00'));
  });
});
