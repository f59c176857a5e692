import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../shared/access/audit.ts';
import { createNoteDenial } from '../../../shared/access/denials.ts';
import { AppError } from '../../../shared/errors.ts';

const denial = { who: 'x', what: 'createTopic', ids: ['orders'], result: 'forbidden' };
let rows: AuditEntry[];
let lines: string[];
let endMinute: () => void;
let isDown: boolean;

function noting(maxPerMinute: number) {
  return createNoteDenial({
    audit: (entry) => {
      if (isDown) return Promise.reject(new AppError('storage-unavailable', 'down'));
      rows.push(entry);
      return Promise.resolve();
    },
    warn: (line) => lines.push(line),
    later: (action) => {
      endMinute = action;
    },
    maxPerMinute,
  });
}

beforeEach(() => {
  rows = [];
  lines = [];
  isDown = false;
});

describe('Denied calls', () => {
  test('are a row each, up to a bound, and one with how many more there were', () => {
    const note = noting(2);
    for (let at = 0; at < 5; at += 1) note(denial);
    expect(rows).toEqual([denial, denial]);
    endMinute();
    expect(rows.at(-1)).toEqual({
      who: 'several',
      what: 'several',
      ids: [],
      result: '3 more calls were denied',
    });
    note(denial);
    expect(rows).toHaveLength(4);
    endMinute();
    expect(rows).toHaveLength(4);
  });

  test('are in the log where no row can be written', async () => {
    isDown = true;
    noting(2)(denial);
    await new Promise(setImmediate);
    expect(lines).toEqual([`audit-not-written (storage-unavailable): ${JSON.stringify(denial)}`]);
  });
});
