import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusFile } from '../../../../local/host/timers/status-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timers-'));
});

afterEach(() => rm(folder, { recursive: true }));

const status = {
  nextMs: Date.parse('2026-11-22T15:00:00Z'),
  lastUpdatedMs: Date.parse('2026-11-22T14:35:00.123Z'),
};

describe('the status of a timer', () => {
  it('is read as it was written, before the first run and after it', async () => {
    const file = statusFile(folder, 'app', 'housekeeping');
    await file.write(status);
    await expect(file.read()).resolves.toEqual(status);

    await file.write({ ...status, lastMs: status.lastUpdatedMs });
    await expect(file.read()).resolves.toEqual({ ...status, lastMs: status.lastUpdatedMs });
  });

  it('is a file that people can read, and nothing beside it', async () => {
    await statusFile(folder, 'app', 'housekeeping').write(status);

    await expect(readdir(join(folder, 'timers', 'app'))).resolves.toEqual(['housekeeping.json']);
    await expect(readFile(join(folder, 'timers', 'app', 'housekeeping.json'), 'utf8')).resolves.toBe(
      '{"last":null,"next":"2026-11-22T15:00:00.000Z","lastUpdated":"2026-11-22T14:35:00.123Z"}',
    );
  });

  it.each([
    '',
    '{"next":',
    'null',
    '{"next":"soon","lastUpdated":"2026-11-22T14:35:00Z"}',
    '{"next":"2026-11-22"}',
  ])('counts as none when the file holds %j', async (content) => {
    const file = statusFile(folder, 'app', 'housekeeping');
    await file.write(status);
    await writeFile(join(folder, 'timers', 'app', 'housekeeping.json'), content);

    await expect(file.read()).resolves.toBeUndefined();
  });

  it('is none before the first write', async () => {
    await expect(statusFile(folder, 'app', 'other').read()).resolves.toBeUndefined();
  });
});
