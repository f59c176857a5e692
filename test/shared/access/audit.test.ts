import { expect, test } from '@jest/globals';
import { createAudit } from '../../../shared/access/audit.ts';
import { memoryTable } from '../../support/memory-table.ts';

test('a row says when, who, what, to what, with which result and why, in order of time', async () => {
  const table = memoryTable();
  let nowMs = Date.UTC(2026, 5, 30, 5);
  const audit = createAudit({ table, nowMs: () => nowMs });
  const entry = { who: 'op', what: 'approveHousekeeping', ids: ['undeclared:t'], result: 'done' };
  await audit({ ...entry, reason: 'not needed' });
  nowMs += 1;
  await audit({ ...entry, ids: Array.from({ length: 9000 }, () => 'topic') });
  const { rows } = await table.list({ partitionKey: '2026-06' });
  expect(rows.map(({ columns }) => columns['when'])).toEqual([
    '2026-06-30T05:00:00.000Z',
    '2026-06-30T05:00:00.001Z',
  ]);
  expect(rows[0]?.columns).toMatchObject({ ...entry, ids: '["undeclared:t"]', reason: 'not needed' });
  expect(rows[1]?.columns['ids']?.length).toBeLessThan(32_768);
});
