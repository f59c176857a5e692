import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isTaken, npmStart, type NpmStart } from '../support/npm-start.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npm-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ENDS_WITHIN_MS = 5000;

/** Ends it one way and tells what is left: listening ports, and how long the end took. */
async function end(app: NpmStart, signal: () => void) {
  const ports = Object.values(await app.ports());
  const before = performance.now();
  signal();
  await app.exited;
  const inTime = performance.now() - before < ENDS_WITHIN_MS;
  const taken = await Promise.all(ports.map(isTaken));
  return { ports: ports.length, inTime, left: ports.filter((_, index) => taken[index]) };
}

const ways: [string, (pid: number) => void][] = [
  [
    'Ctrl-C, which reaches the group and is passed on by npm as well',
    (pid) => {
      process.kill(-pid, 'SIGINT');
    },
  ],
  [
    'SIGTERM to npm',
    (pid) => {
      process.kill(pid, 'SIGTERM');
    },
  ],
  [
    'SIGTERM to the group',
    (pid) => {
      process.kill(-pid, 'SIGTERM');
    },
  ],
];

describe('npm start, again and again in one folder,', () => {
  test.each(ways)(
    'frees every port within 5 s, on %s',
    async (_way, signal) => {
      const app = npmStart(folder);
      await app.ready;
      const { pid = 0 } = app.process;
      expect(
        await end(app, () => {
          signal(pid);
        }),
      ).toEqual({ ports: 8, inTime: true, left: [] });
    },
    60_000,
  );
});
