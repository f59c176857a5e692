import { startAzurite } from '../../local/azurite.ts';
import { createTable } from '../../shared/storage/table.ts';
import { type Met, runHistory } from './history.ts';
import { runShortLeases } from './short-leases.ts';

/**
 * Many random histories of consumer groups, then some on a real Azurite whose leases end by themselves.
 * `node test/groups/run.ts [--histories N] [--short N] [--seed S]`: a failure prints its seed and its steps, and
 * `--histories 1 --short 0 --seed S` runs it again.
 */

const STEPS = 60;
/** What has to have happened, or the histories show nothing. */
const NEEDED = [
  'given',
  'few bytes',
  'wait',
  'commit',
  'commit with a fetch',
  'release',
  'together',
  'two first together',
  'begun at earliest',
  'begun at latest',
  'begun at a timestamp',
  'reset to earliest',
  'reset to latest',
  'reset to timestamp',
  'reset to offsets',
  'reset to shift',
  'new partition',
  'skipped',
  'passed over',
  'ahead of log',
  'drained',
];

function flag(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

const histories = flag('histories', 1000);
const firstSeed = flag('seed', Date.now() % 1_000_000);
const met: Met = new Map();
const failures: string[] = [];
console.log(`histories of ${STEPS} steps, seeds from ${firstSeed} on`);
for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
  try {
    await runHistory(seed, STEPS, met);
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
}

const short = flag('short', 30);
const AT_ONCE = 15;
const azurite = await startAzurite();
const connection = { kind: 'connection-string', text: azurite.connectionString, plainHttp: true } as const;
const credential = () => {
  throw new Error('a connection string needs none');
};
const table = createTable({ connection, credential, name: 'groups', timeoutMs: 20_000 });
for (let at = 0; at < short; at += AT_ONCE) {
  const seeds = Array.from({ length: Math.min(AT_ONCE, short - at) }, (_, index) => firstSeed + at + index);
  const ended = await Promise.allSettled(seeds.map((seed) => runShortLeases(seed, table)));
  for (const one of ended) if (one.status === 'rejected') failures.push(String(one.reason));
}
await azurite.stop();

const SHOWN = 3;
for (const failure of failures.slice(0, SHOWN)) console.log(`failed: ${failure}`);
console.log([...met].map(([what, times]) => `${what}: ${times}`).join(' · '));
const missing = histories < 100 ? [] : NEEDED.filter((what) => !met.has(what));
for (const what of missing) console.log(`failed: never happened: ${what}`);
const failed = failures.length + missing.length;
console.log(`groups: ${histories + short - failures.length} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
