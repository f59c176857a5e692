import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { everyMode } from './scenarios/scenario.ts';
import { scenarios } from './scenarios/table.ts';

interface Ended {
  readonly name: string;
  readonly failure?: string;
}

const main = join(import.meta.dirname, 'scenarios/main.ts');

/** Each mode has a process of its own: tokens of managed identities are kept for the whole process. */
async function run(mode: string): Promise<readonly Ended[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, mode], { timeout: 90_000 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Ended);
}

const ended = new Map<string, readonly Ended[]>();

beforeAll(async () => {
  const all = await Promise.all(everyMode.map(async (mode) => [mode, await run(mode)] as const));
  for (const [mode, results] of all) ended.set(mode, results);
}, 100_000);

describe.each(everyMode)('in the mode %s', (mode) => {
  test.each(scenarios.filter(({ modes }) => modes.includes(mode)))('$name', ({ name }) => {
    const result = ended.get(mode)?.find((one) => one.name === name);
    expect(result).toBeDefined();
    expect(result?.failure).toBeUndefined();
  });
});
