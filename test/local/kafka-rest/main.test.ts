import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const main = join(import.meta.dirname, '../../../local/kafka-rest/main.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kafka-rest-'));
});
afterAll(() => rm(folder, { recursive: true }));

const children: Child[] = [];
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

type Child = ChildProcessByStdio<null, Readable, Readable>;

function run(...args: string[]): Child {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  children.push(child);
  return child;
}

async function outcome(...args: string[]) {
  const child = run(...args);
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { out, err, code: child.exitCode };
}

describe('Kafka REST stand-in alone', () => {
  it('says where it listens and whom to trust, names a taken port, and ends on SIGTERM', async () => {
    const child = run('--port', '0', '--no-auth', '--topic', 'orders');
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      if (lines.length === 3) break;
    }
    const url = /https:\/\/localhost:(\d+)$/.exec(lines[1] ?? '');
    expect(lines[0]).toBe('CA to trust: .local/kafka-rest-ca.pem');
    const ca = await readFile(join(folder, '.local/kafka-rest-ca.pem'));
    const request = get(`${url?.[0] ?? ''}/v1/metadata/topics`, { ca, agent: false });
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    expect(await text(response)).toBe('{"topics":["orders"]}');

    const port = url?.[1] ?? '';
    expect(await outcome('--port', port, '--no-auth', '--no-tls')).toEqual({
      out: '',
      err: `kafka-rest: port ${port} is taken; choose another with --port\n`,
      code: 1,
    });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says in one line what is wrong with its flags', async () => {
    const { err, code } = await outcome('--port', '0');
    expect([err.split('\n').length, code]).toEqual([2, 1]);
    expect(err).toContain('--jwks-url');
  });

  it('explains itself, and lists its guesses', async () => {
    const [help, list] = await Promise.all([outcome('--help'), outcome('--assumptions')]);
    expect([help.code, list.code]).toEqual([0, 0]);
    expect(help.out).toContain('--capacity-per-second');
    expect(list.out).toContain('null-key-form=null|absent|empty\n  How does');
  });
});
