import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npmStart } from '../support/npm-start.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npm-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

describe('npm start', () => {
  test('shows where everything listens, and a line to try that works; the walkthrough ends well', async () => {
    const app = npmStart(folder);
    try {
      await app.ready;
      const { functions = 0 } = await app.ports();
      const [, line = ''] = /Try: (curl .*)/.exec(app.output()) ?? [];
      const curl = spawn('sh', ['-c', line]);
      expect(await text(curl.stdout)).toBe('{"topic":"hello","accepted":1}');

      const url = `http://127.0.0.1:${functions}/api`;
      const walk = spawn('npm', ['run', '-s', 'walkthrough', '--', '--url', url]);
      const [shown, code] = await Promise.all([text(walk.stdout), exitCode(walk)]);
      expect(code).toBe(0);
      expect(shown).toMatch(/PUT .*\n[^]*All 6 records came back as they were sent\.\n$/);
    } finally {
      process.kill(-(app.process.pid ?? 0), 'SIGTERM');
      await app.exited;
    }
  }, 60_000);

  test('a port that is taken ends it with one clear line and code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      for (const flag of ['--port', '--rest-port']) {
        const app = npmStart(folder, [flag, String(port)]);
        expect(await app.exited).toBe(1);
        expect(app.output().split('\n')).toContainEqual(expect.stringMatching(`[Pp]ort ${port} is`));
        expect(app.output()).not.toContain('    at ');
      }
    } finally {
      server.close();
    }
  }, 60_000);

  test('an unknown flag ends it with one clear line and code 1', async () => {
    const app = npmStart(folder, ['--prot', '1']);
    expect(await app.exited).toBe(1);
    expect(app.output()).toContain("Unknown option '--prot'");
  });
});

test('the walkthrough fails with one line where no app runs', async () => {
  const walk = spawn('npm', ['run', '-s', 'walkthrough', '--', '--url', 'http://127.0.0.1:9/api']);
  const [shown, code] = await Promise.all([text(walk.stderr), exitCode(walk)]);
  expect([code, shown.trim().split('\n').at(-1)]).toEqual([1, expect.stringContaining('walkthrough: ')]);
});
